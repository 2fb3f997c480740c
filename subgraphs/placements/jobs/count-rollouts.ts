import { sql } from 'drizzle-orm';
import type { EngineDependencies } from '../engine/dependencies';

/** Counts, for every image, what runs, what is on its way, and what failed within 24 hours. */
export async function countRollouts({ database, clock }: EngineDependencies): Promise<void> {
  const now = clock();
  const yesterday = new Date(now.getTime() - 24 * 3_600_000).toISOString();
  await database.db.execute(sql`
    INSERT INTO image_rollouts (image_id, running, pulling, failed_24h, as_of)
    SELECT id, counts.running, counts.pulling, counts.failed, ${now.toISOString()}::timestamptz
    FROM images CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE state = 'RUNNING')::integer AS running,
        count(*) FILTER (WHERE state IN ('SCHEDULED', 'PULLING', 'STARTING'))::integer AS pulling,
        count(*) FILTER (WHERE state = 'FAILED')::integer AS failed
      FROM placements WHERE image_id = images.id AND (
        state IN ('SCHEDULED', 'PULLING', 'STARTING', 'RUNNING')
        OR (state = 'FAILED' AND ended_at >= ${yesterday}::timestamptz))) AS counts
    ORDER BY id
    ON CONFLICT (image_id) DO UPDATE SET running = excluded.running, pulling = excluded.pulling,
      failed_24h = excluded.failed_24h, as_of = excluded.as_of`);
}
