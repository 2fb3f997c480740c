import { sql } from 'drizzle-orm';
import { type Queryable, textArray } from '../../kit/database';
import { refreshProviders } from './refresh-providers';

/**
 * Gives back what ended placements held: allocations, use of the boxes, use of the subscribers. Providers and
 * subscribers must be locked. Returns the subscribers whose use changed.
 */
export async function releaseClaims(tx: Queryable, placementIds: readonly string[]): Promise<string[]> {
  if (placementIds.length === 0) return [];
  const providers = await tx.execute(sql`
    WITH gone AS (
      DELETE FROM allocations WHERE placement_id = ANY(${textArray(placementIds)})
      RETURNING provider_id, resource_class, used),
    given_back AS (
      SELECT provider_id, resource_class, sum(used)::integer AS used FROM gone GROUP BY 1, 2)
    UPDATE inventories SET used = inventories.used - given_back.used FROM given_back
    WHERE inventories.provider_id = given_back.provider_id
      AND inventories.resource_class = given_back.resource_class
    RETURNING inventories.provider_id AS id`);
  await refreshProviders(tx, idsOf(providers.rows));
  const subscribers = await tx.execute(sql`
    UPDATE subscribers SET
      used_placements = used_placements - ended.placements, used_vcpu = used_vcpu - ended.vcpu,
      used_memory_mb = used_memory_mb - ended.memory_mb, used_disk_gb = used_disk_gb - ended.disk_gb,
      use_version = use_version + 1
    FROM (
      SELECT subscriber_id, count(*) AS placements, sum(vcpu) AS vcpu, sum(memory_mb) AS memory_mb,
        sum(disk_gb) AS disk_gb
      FROM placements WHERE id = ANY(${textArray(placementIds)}) GROUP BY subscriber_id) AS ended
    WHERE subscribers.id = ended.subscriber_id
    RETURNING subscribers.id`);
  return idsOf(subscribers.rows);
}

function idsOf(rows: readonly Record<string, unknown>[]): string[] {
  return [...new Set(rows.map((row) => String(row['id'])))];
}
