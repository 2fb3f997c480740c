import { type SQL, sql } from 'drizzle-orm';
import { type Queryable, textArray } from '../../kit/database';
import type { EngineDependencies } from '../engine/dependencies';
import { placementSettings } from '../jobs/settings';
import { PULLS_SQL } from './live-sql';

/** A placement that has to be pulled by a box of a PoP. */
export interface Pull {
  readonly placementId: string;
  readonly deviceId: string;
  readonly popId: string;
}

type Settings = Pick<EngineDependencies, 'settings'>;

/*
 * Turns to pull (I11: a rollout must not fill the uplink of a PoP). So many boxes of a PoP have one at once, and no more; a
 * box keeps its turn for whatever else it shall pull, since it pulls one image at a time. Only a placement with a turn
 * is desired: its box does not hear of it sooner, so the cap holds however many claims are made. A turn ends when the
 * box reports that it has the image, when the placement ends or moves, and when its box is given up for lost.
 */

/**
 * Makes everybody else who gives turns in these PoPs wait until this transaction ends, in the order of their names so that
 * nobody waits in a circle. Comes after all other locks of a transaction.
 */
export async function lockPulls(tx: Queryable, popIds: readonly string[]): Promise<void> {
  const inOrder = textArray([...new Set(popIds)].sort());
  await tx.execute(sql`
    SELECT pg_advisory_xact_lock(hashtext('placements.pulls'), hashtext(pop_id)) FROM unnest(${inOrder}) AS pop_id`);
}

/** Whether there is a turn for a placement that is about to be written. The PoP must be locked. */
export async function hasTurn({ settings }: Settings, tx: Queryable, pull: Pull): Promise<boolean> {
  const { rows } = await tx.execute(sql`SELECT ${isTurnFree(settings, pull)} AS free`);
  return rows[0]?.['free'] === true;
}

/** Gives a placement that waits its turn if there is one, and answers whether there was. The PoP must be locked. */
export async function takeTurn(
  { settings, clock }: Pick<EngineDependencies, 'settings' | 'clock'>,
  tx: Queryable,
  pull: Pull,
): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    UPDATE placements SET pull_told_at = ${clock().toISOString()}::timestamptz
    WHERE id = ${pull.placementId} AND ${isTurnFree(settings, pull)}`);
  return rowCount === 1;
}

/** Why a placement is not told to its box yet, for its history. */
export function waitsForTurn({ settings }: Settings, popId: string): string {
  return `waits for its turn to pull: at most ${placementSettings(settings).pullsPerPop} boxes of ${popId} pull at once`;
}

/** The second question, which looks at the whole PoP, is asked only when the first one is answered with no. */
function isTurnFree(settings: Settings['settings'], { placementId, deviceId, popId }: Pull): SQL {
  const told = sql`state IN ${PULLS_SQL} AND pull_told_at IS NOT NULL AND id <> ${placementId}`;
  return sql`(
    EXISTS (SELECT 1 FROM placements WHERE pop_id = ${popId} AND device_id = ${deviceId} AND ${told})
    OR (SELECT count(DISTINCT device_id) FROM placements WHERE pop_id = ${popId} AND ${told})
      < ${placementSettings(settings).pullsPerPop})`;
}
