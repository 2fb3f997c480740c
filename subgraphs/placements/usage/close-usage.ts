import { sql } from 'drizzle-orm';
import { type Queryable, textArray } from '../../kit/database';
import type { EngineDependencies } from '../engine/dependencies';
import { type MeteringEnd, recordIntervals } from './record-intervals';

/**
 * Stops metering and records what was used since metering began, in intervals that end at midnight (UTC). Must come
 * before the allocations are released. A placement that is not metered is left alone.
 */
export async function closeUsage(
  dependencies: EngineDependencies,
  tx: Queryable,
  ends: readonly MeteringEnd[],
): Promise<void> {
  if (ends.length === 0) return;
  await recordIntervals(dependencies, tx, ends);
  await tx.execute(sql`
    DELETE FROM usage_open WHERE placement_id = ANY(${textArray(ends.map((end) => end.placementId))})`);
}
