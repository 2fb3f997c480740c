import { sql } from 'drizzle-orm';
import type { Caller } from '../../kit/caller';
import { isStorableId } from '../../kit/storable-text';
import { DEFAULT_REQUEST } from '../candidates/candidate-request';
import { type CandidatesWithReasons, findCandidates } from '../candidates/find-candidates';
import { noValidDevice } from '../candidates/no-valid-device';
import type { ScopeWishes } from '../candidates/search-scope';
import { MAX_TRIES } from '../claim/place';
import type { Queryable } from '../../kit/database';
import type { EngineDependencies } from '../engine/dependencies';
import type { NoValidDeviceProblem, PlacementDone, PlacementNotFoundProblem } from '../engine-types';
import { type LockedPlacement, lockPlacements } from '../store';
import { providerIdOf } from '../store/provider-id';
import { readAmounts } from '../store/read-amounts';
import { readClaimFacts } from '../store/read-claim-facts';
import { writeMove } from '../store/write-move';
import { decideMove, type MoveProblem } from './decide-move';
import { placementNotFound } from './end-placement';

/** A placement as far as a move needs it. */
export interface MovingPlacement extends Pick<
  LockedPlacement,
  'id' | 'state' | 'consumer_generation' | 'device_id' | 'subscriber_id' | 'image_id' | 'group_id'
> {
  readonly [column: string]: unknown;
}

/** Who moves a placement where, and why. */
export interface MoveAttempt<Refusal> {
  readonly placementId: string;
  readonly deviceId: string;
  /** As whom the image is asked for. */
  readonly caller: Caller;
  readonly actor: string;
  /** Begins the reason in the history. */
  readonly because: string;
  /** What speaks against moving it at all, asked under the locks. */
  readonly refusal: (tx: Queryable, placement: LockedPlacement) => Promise<Refusal | null>;
}

/** The placement as it is now; null when there is none. */
export async function readMoving(
  { database }: EngineDependencies,
  placementId: string,
): Promise<MovingPlacement | null> {
  if (!isStorableId(placementId)) return null;
  const [row] = await database.rows<MovingPlacement>(
    sql`SELECT id, state, consumer_generation, device_id, subscriber_id, image_id, group_id
        FROM placements WHERE id = ${placementId}`,
  );
  return row ?? null;
}

/** The best other boxes for what a placement holds, and why there are not more. */
export async function findTargets(
  dependencies: EngineDependencies,
  placement: MovingPlacement,
  wishes: ScopeWishes,
  caller: Caller,
): Promise<CandidatesWithReasons> {
  const { database } = dependencies;
  const facts = await readClaimFacts(database, database.db, factIds(placement, ''));
  if (facts.image === null) throw new Error(`placements: the image of ${placement.id} was never announced`);
  return findCandidates(dependencies, {
    wishes,
    request: {
      ...DEFAULT_REQUEST,
      amounts: await readAmounts(database, database.db, placement.id),
      limit: MAX_TRIES,
    },
    image: facts.image,
    subscriber: facts.subscriber,
    group: facts.group,
    caller,
    moving: { placementId: placement.id, fromDeviceId: placement.device_id },
  });
}

/** One attempt, in one transaction over both boxes: the claim leaves one as it lands on the other (I12). */
export async function moveTo<Refusal>(
  dependencies: EngineDependencies,
  attempt: MoveAttempt<Refusal>,
): Promise<PlacementDone | PlacementNotFoundProblem | NoValidDeviceProblem | MoveProblem | Refusal> {
  type Answer = PlacementDone | PlacementNotFoundProblem | NoValidDeviceProblem | MoveProblem | Refusal;
  const { database } = dependencies;
  const { placementId, deviceId, caller } = attempt;
  return database.transaction<Answer>(async (tx, refuse) => {
    const besides = isStorableId(deviceId) ? [providerIdOf(deviceId)] : [];
    const [placement] = await lockPlacements(database, tx, { placementIds: [placementId] }, besides);
    if (placement === undefined) return refuse(placementNotFound(placementId));
    const refusal = await attempt.refusal(tx, placement);
    if (refusal !== null) return refuse(refusal);
    const { provider, ...facts } = await readClaimFacts(database, tx, factIds(placement, deviceId));
    const amounts = await readAmounts(database, tx, placement.id);
    if (provider === null || deviceId === placement.device_id) {
      return refuse(noValidDevice('Expected another existing box.', false, []));
    }
    const problem = decideMove({ ...facts, provider }, { placementId, amounts }, caller);
    if (problem) return refuse(problem);
    await writeMove(dependencies, tx, {
      placement,
      to: provider,
      classes: amounts.length,
      actor: attempt.actor,
      reason: `${attempt.because} from ${placement.device_id} to ${deviceId}`,
    });
    return { __typename: 'PlacementPayload', placementId };
  });
}

function factIds(placement: MovingPlacement, deviceId: string): Parameters<typeof readClaimFacts>[2] {
  return {
    placementId: placement.id,
    deviceId,
    subscriberId: placement.subscriber_id,
    imageId: placement.image_id,
    groupId: placement.group_id,
  };
}
