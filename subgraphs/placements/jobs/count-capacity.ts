import { sql } from 'drizzle-orm';
import type { EngineDependencies } from '../engine/dependencies';

/** PoPs of one statement; the ones counted longest ago come first. */
export const POPS_PER_RUN = 64;

/** Counts capacity, use and the histogram of what is free, PoP by PoP (domain C4: counters, never a live sum). */
export async function countCapacity({ database, clock }: EngineDependencies): Promise<void> {
  const now = sql`${clock().toISOString()}::timestamptz`;
  await database.db.execute(sql`
    WITH chosen AS (
      UPDATE pops SET counted_at = ${now}
      WHERE id IN (SELECT id FROM pops ORDER BY counted_at NULLS FIRST, id LIMIT ${POPS_PER_RUN})
      RETURNING id, region_id),
    boxes AS (
      SELECT chosen.id AS pop_id, chosen.region_id, resource_class, capacity, used,
        CASE WHEN capacity > used THEN 33 - position('1' IN (capacity - used)::bit(32)::text) ELSE 0 END AS bucket
      FROM chosen JOIN providers ON providers.pop_id = chosen.id AND providers.lifecycle = 'ACTIVATED'
      JOIN inventories ON provider_id = providers.id),
    sums AS (
      SELECT pop_id, region_id, resource_class, sum(capacity) AS capacity, sum(used) AS used, max(bucket) AS highest
      FROM boxes GROUP BY pop_id, region_id, resource_class),
    -- Materialized: it is looked up once for each bucket, and would scan all boxes each time.
    counted AS MATERIALIZED (
      SELECT pop_id, resource_class, bucket, count(*)::integer AS boxes FROM boxes GROUP BY 1, 2, 3),
    gone AS (
      DELETE FROM capacity_counters USING chosen
      WHERE pop_id = chosen.id AND NOT EXISTS (
        SELECT 1 FROM sums WHERE sums.pop_id = capacity_counters.pop_id
          AND sums.resource_class = capacity_counters.resource_class))
    INSERT INTO capacity_counters (pop_id, region_id, resource_class, capacity, used, free_buckets, as_of)
    SELECT pop_id, region_id, resource_class, capacity, used, ARRAY(
        SELECT coalesce((SELECT boxes FROM counted
          WHERE counted.pop_id = sums.pop_id AND counted.resource_class = sums.resource_class AND bucket = number), 0)
        FROM generate_series(0, highest) AS number ORDER BY number), ${now}
    FROM sums
    ON CONFLICT (pop_id, resource_class) DO UPDATE SET region_id = excluded.region_id,
      capacity = excluded.capacity, used = excluded.used, free_buckets = excluded.free_buckets,
      as_of = excluded.as_of`);
}
