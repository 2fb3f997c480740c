import { sql } from 'drizzle-orm';
import type { Caller } from '../../kit/caller';
import type { Queryable } from '../../kit/database';
import type { ScopeWishes } from '../candidates/search-scope';
import type { EngineDependencies } from '../engine/dependencies';
import { findTargets, moveTo, readMoving } from '../lifecycle/move-to';
import { IS_FREE_SQL } from '../lifecycle/tied-to-home';
import { SCHEDULER_ACTOR } from '../store/actor';

/** Placements of one run: each is a search. Drawn by lot, so that those without a place do not keep others from one. */
const MOST_PER_RUN = 50;

/**
 * Gives lost placements that are not tied to their home a place elsewhere when their box has been silent for `afterSeconds`
 * (domain A6), except in PoPs that are frozen. The claim changes hands, with a higher generation, in one transaction
 * (I12): the silent box may still run it, but its desired state, with a new version, no longer has it, so that it ends it
 * when it is back, and whatever it reports about it meanwhile counts for nothing (I15). Returns how many found a place.
 */
export async function replaceLost(dependencies: EngineDependencies, afterSeconds: number): Promise<number> {
  const { database, clock } = dependencies;
  const since = new Date(clock().getTime() - afterSeconds * 1000);
  const found = await database.rows<LostRow>(sql`
    SELECT placement.id, provider.pop_id, provider.region_id, image.owner_id FROM placements AS placement
    JOIN providers AS provider ON provider.id = placement.provider_id
    JOIN pops ON pops.id = provider.pop_id
    JOIN images AS image ON image.id = placement.image_id
    WHERE placement.state = 'LOST' AND ${IS_FREE_SQL} AND provider.reachability = 'OFFLINE'
      AND provider.last_seen_at <= ${since.toISOString()}::timestamptz AND pops.frozen_since IS NULL
    ORDER BY random() LIMIT ${MOST_PER_RUN}`);
  let placed = 0;
  for (const lost of found) {
    const isPlaced =
      (await placeElsewhere(dependencies, lost, since, { popIds: [lost.pop_id] })) ||
      (await placeElsewhere(dependencies, lost, since, { regionId: lost.region_id }));
    if (isPlaced) placed += 1;
  }
  return placed;
}

interface LostRow extends Record<string, unknown> {
  readonly id: string;
  readonly pop_id: string;
  readonly region_id: string;
  readonly owner_id: string;
}

async function placeElsewhere(
  dependencies: EngineDependencies,
  { id: placementId, owner_id: ownerId }: LostRow,
  since: Date,
  where: ScopeWishes,
): Promise<boolean> {
  const placement = await readMoving(dependencies, placementId);
  if (placement === null) return false;
  const caller = onBehalfOf(ownerId);
  const { candidates } = await findTargets(dependencies, placement, where, caller);
  for (const { deviceId } of candidates) {
    const answer = await moveTo<NoLongerDark>(dependencies, {
      placementId,
      deviceId,
      caller,
      actor: SCHEDULER_ACTOR,
      because: 'its box stayed silent: placed elsewhere,',
      refusal: async (tx) =>
        (await isStillDark(dependencies, tx, placementId, since)) ? null : NO_LONGER_DARK,
    });
    if (answer.__typename === 'PlacementPayload') return true;
    if (answer.__typename === 'NoLongerDark' || answer.__typename === 'PlacementNotFound') return false;
  }
  return false;
}

interface NoLongerDark {
  readonly __typename: 'NoLongerDark';
}
const NO_LONGER_DARK: NoLongerDark = { __typename: 'NoLongerDark' };

/** Who may see the image was asked when it was claimed; a new place needs it to be ACTIVE, and no more (I8). */
function onBehalfOf(ownerId: string): Caller {
  return { subject: null, client: 'scheduling', tenant: ownerId, scopes: [] };
}

/** Asked under the locks of the box and the placement: the box may have come back while a place was looked for. */
async function isStillDark(
  { database }: EngineDependencies,
  tx: Queryable,
  placementId: string,
  since: Date,
): Promise<boolean> {
  const rows = await database.rows(
    sql`SELECT 1 FROM placements AS placement
        JOIN providers AS provider ON provider.id = placement.provider_id
        JOIN pops ON pops.id = provider.pop_id
        WHERE placement.id = ${placementId} AND placement.state = 'LOST' AND provider.reachability = 'OFFLINE'
          AND provider.last_seen_at <= ${since.toISOString()}::timestamptz AND pops.frozen_since IS NULL`,
    tx,
  );
  return rows.length > 0;
}
