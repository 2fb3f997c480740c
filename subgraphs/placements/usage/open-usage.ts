import { sql } from 'drizzle-orm';
import { type Queryable, textArray } from '../../kit/database';

/** Starts metering placements that have begun to run. One that is metered already goes on (I13). */
export async function openUsage(tx: Queryable, placementIds: readonly string[], at: Date): Promise<void> {
  if (placementIds.length === 0) return;
  await tx.execute(sql`
    INSERT INTO usage_open (placement_id, opened_at)
    SELECT id, ${at.toISOString()}::timestamptz FROM unnest(${textArray(placementIds)}) AS id
    ON CONFLICT DO NOTHING`);
}
