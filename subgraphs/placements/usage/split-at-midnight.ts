import { sql } from 'drizzle-orm';
import type { EngineDependencies } from '../engine/dependencies';
import { lockPlacements } from '../store';
import { recordIntervals } from './record-intervals';

/**
 * How long after midnight a day is closed: a box that fell silent just before it is known to be OFFLINE by then, and
 * is not metered beyond the moment it was last seen (I13).
 */
const LAG_MS = 15 * 60_000;
/** Placements of one transaction. */
const BATCH = 500;
/** Batches of one run; the next run goes on. */
const MAX_BATCHES = 200;

/**
 * Records the days (UTC) that are over of everything that runs, and meters on from midnight. Returns how many placements
 * it did. Boxes that are silent wait until it is known what became of them.
 */
export async function splitAtMidnight(dependencies: EngineDependencies): Promise<number> {
  const midnight = new Date(dependencies.clock().getTime() - LAG_MS);
  midnight.setUTCHours(0, 0, 0, 0);
  let done = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const split = await splitBatch(dependencies, midnight);
    done += split;
    if (split < BATCH) break;
  }
  return done;
}

async function splitBatch(dependencies: EngineDependencies, midnight: Date): Promise<number> {
  const { database } = dependencies;
  const due = await database.rows<{ id: string }>(sql`
    SELECT open.placement_id AS id FROM usage_open AS open
    JOIN placements ON placements.id = open.placement_id
    JOIN providers ON providers.id = placements.provider_id
    WHERE open.opened_at < ${midnight.toISOString()}::timestamptz AND reachability NOT IN ('STALE', 'OFFLINE')
    LIMIT ${BATCH}`);
  if (due.length === 0) return 0;
  await database.transaction(async (tx) => {
    const locked = await lockPlacements(database, tx, { placementIds: due.map((row) => row.id) });
    const running = locked.filter((placement) => placement.state === 'RUNNING');
    const ends = running.map((placement) => ({ placementId: placement.id, until: midnight }));
    await recordIntervals(dependencies, tx, ends);
    await tx.execute(sql`
      UPDATE usage_open SET opened_at = ${midnight.toISOString()}::timestamptz
      WHERE opened_at < ${midnight.toISOString()}::timestamptz AND placement_id IN (
        SELECT value FROM jsonb_array_elements_text(${JSON.stringify(ends.map((end) => end.placementId))}::jsonb))`);
  });
  return due.length;
}
