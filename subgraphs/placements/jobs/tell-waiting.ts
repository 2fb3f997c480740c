import { sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import type { EngineDependencies } from '../engine/dependencies';
import { announce } from '../store/announce';
import { PULLS_SQL } from '../store/live-sql';
import { lockPulls } from '../store/pull-turns';
import { placementSettings } from './settings';

/** How long a box may leave unanswered what it was told, in a PoP where others wait: four heartbeats. */
const UNHEARD_AFTER_MS = 120_000;

/** Gives the turns that have become free, PoP by PoP. Returns how many placements got theirs. */
export async function tellWaiting(dependencies: EngineDependencies): Promise<number> {
  const { database } = dependencies;
  const pops = await database.rows<{ pop_id: string }>(sql`
    SELECT DISTINCT pop_id FROM placements WHERE state IN ${PULLS_SQL} AND pull_told_at IS NULL ORDER BY pop_id`);
  let done = 0;
  for (const { pop_id: popId } of pops) {
    done += await database.transaction(async (tx) => {
      await lockPulls(tx, [popId]);
      const takenBack = await takeBackUnheard(dependencies, tx, popId);
      const told = await giveTurns(dependencies, tx, popId);
      await announce(dependencies, tx, { placementIds: [...takenBack, ...told] });
      return told.length;
    });
  }
  return done;
}

/**
 * Takes turns back from placements whose boxes never began to pull (they fell silent before they heard, or do not listen)
 * when the PoP has no other turn for a box that waits and is there. They queue again, at the end, and keep their claim.
 */
async function takeBackUnheard(
  { database, clock, settings }: EngineDependencies,
  tx: Queryable,
  popId: string,
): Promise<string[]> {
  const now = clock();
  const since = new Date(now.getTime() - UNHEARD_AFTER_MS).toISOString();
  const rows = await database.rows<{ id: string }>(
    sql`
    WITH told AS (
      SELECT count(DISTINCT device_id) AS boxes FROM placements
      WHERE pop_id = ${popId} AND state IN ${PULLS_SQL} AND pull_told_at IS NOT NULL),
    waiting AS (
      SELECT count(DISTINCT placement.device_id) AS boxes FROM placements AS placement
      JOIN providers ON providers.id = placement.provider_id
      WHERE placement.pop_id = ${popId} AND state IN ${PULLS_SQL} AND pull_told_at IS NULL
        AND reachability <> 'OFFLINE')
    UPDATE placements SET pull_told_at = NULL, pull_asked_at = ${now.toISOString()}::timestamptz,
      version = version + 1
    WHERE id IN (
      SELECT id FROM placements
      WHERE pop_id = ${popId} AND state = 'SCHEDULED' AND pull_told_at <= ${since}::timestamptz
      ORDER BY pull_told_at, id
      LIMIT (SELECT CASE WHEN told.boxes >= ${placementSettings(settings).pullsPerPop} THEN waiting.boxes ELSE 0 END
        FROM told, waiting)
      FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id`,
    tx,
  );
  return rows.map((row) => row.id);
}

/**
 * Gives what waits its turn, boxes that asked first before the others, as far as there are turns. Boxes that are OFFLINE
 * do not take the turns of others. Rows that somebody else holds are left to the next time, so that nobody waits in a circle.
 */
async function giveTurns(
  { database, clock, settings }: EngineDependencies,
  tx: Queryable,
  popId: string,
): Promise<string[]> {
  const rows = await database.rows<{ id: string }>(
    sql`
    WITH told AS (
      SELECT DISTINCT device_id FROM placements
      WHERE pop_id = ${popId} AND state IN ${PULLS_SQL} AND pull_told_at IS NOT NULL),
    waiting AS (
      SELECT placement.device_id, min(pull_asked_at) AS asked_at FROM placements AS placement
      JOIN providers ON providers.id = placement.provider_id
      WHERE placement.pop_id = ${popId} AND state IN ${PULLS_SQL} AND pull_told_at IS NULL
        AND reachability <> 'OFFLINE'
      GROUP BY placement.device_id),
    next AS (
      SELECT device_id FROM waiting WHERE device_id NOT IN (SELECT device_id FROM told)
      ORDER BY asked_at, device_id
      LIMIT (SELECT greatest(${placementSettings(settings).pullsPerPop} - count(*), 0) FROM told))
    UPDATE placements SET pull_told_at = ${clock().toISOString()}::timestamptz, version = version + 1
    WHERE id IN (
      SELECT id FROM placements
      WHERE pop_id = ${popId} AND state IN ${PULLS_SQL} AND pull_told_at IS NULL AND device_id IN (
        SELECT device_id FROM next
        UNION ALL SELECT device_id FROM waiting WHERE device_id IN (SELECT device_id FROM told))
      FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id`,
    tx,
  );
  return rows.map((row) => row.id);
}
