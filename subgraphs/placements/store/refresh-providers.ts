import { sql } from 'drizzle-orm';
import { type Queryable, textArray } from '../../kit/database';

/**
 * After a change of inventories or allocations: a new generation (I5), and the free counters of the candidate search
 * in step with the inventories.
 */
export async function refreshProviders(tx: Queryable, providerIds: readonly string[]): Promise<void> {
  if (providerIds.length === 0) return;
  await tx.execute(sql`
    UPDATE providers SET generation = generation + 1,
      vcpu_free = free.vcpu, memory_free = free.memory, disk_free = free.disk
    FROM (
      SELECT id,
        coalesce(max(greatest(capacity - used, 0)) FILTER (WHERE resource_class = 'VCPU'), 0) AS vcpu,
        coalesce(max(greatest(capacity - used, 0)) FILTER (WHERE resource_class = 'MEMORY_MB'), 0) AS memory,
        coalesce(max(greatest(capacity - used, 0)) FILTER (WHERE resource_class = 'DISK_GB'), 0) AS disk
      FROM unnest(${textArray(providerIds)}) AS id LEFT JOIN inventories ON provider_id = id GROUP BY id) AS free
    WHERE providers.id = free.id`);
}
