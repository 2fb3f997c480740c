import { sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import { LIVE_SQL } from '../store/live-sql';
import { refreshProviders } from '../store/refresh-providers';

/** Providers of one statement. */
const CHUNK = 5_000;

/**
 * What live placements hold: allocations, and in step with them the use of every inventory, the free counters of
 * every box and the use of every subscriber.
 */
export async function writeClaims(tx: Queryable, providerIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    INSERT INTO allocations (placement_id, provider_id, resource_class, used)
    SELECT placement.id, placement.provider_id, claimed.resource_class, claimed.amount
    FROM placements AS placement
    CROSS JOIN LATERAL (VALUES ('VCPU', vcpu), ('MEMORY_MB', memory_mb), ('DISK_GB', disk_gb))
      AS claimed (resource_class, amount)
    WHERE placement.state IN ${LIVE_SQL} AND claimed.amount > 0`);
  await tx.execute(sql`
    UPDATE inventories SET used = claimed.used
    FROM (SELECT provider_id, resource_class, sum(used)::integer AS used FROM allocations GROUP BY 1, 2) AS claimed
    WHERE claimed.provider_id = inventories.provider_id AND claimed.resource_class = inventories.resource_class`);
  for (let start = 0; start < providerIds.length; start += CHUNK) {
    await refreshProviders(tx, providerIds.slice(start, start + CHUNK));
  }
  await tx.execute(sql`
    UPDATE subscribers SET used_placements = live.placements, used_vcpu = live.vcpu,
      used_memory_mb = live.memory_mb, used_disk_gb = live.disk_gb, use_version = use_version + 1
    FROM (
      SELECT subscriber_id, count(*) AS placements, sum(vcpu) AS vcpu, sum(memory_mb) AS memory_mb,
        sum(disk_gb) AS disk_gb
      FROM placements WHERE state IN ${LIVE_SQL} GROUP BY subscriber_id
    ) AS live
    WHERE live.subscriber_id = subscribers.id`);
}
