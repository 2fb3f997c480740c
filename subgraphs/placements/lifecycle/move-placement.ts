import { sql } from 'drizzle-orm';
import type { Caller } from '../../kit/caller';
import { clientError } from '../../kit/errors';
import { isStorableId } from '../../kit/storable-text';
import { actorOf } from '../store/actor';
import { DEFAULT_REQUEST } from '../candidates/candidate-request';
import { type CandidatesWithReasons, findCandidates } from '../candidates/find-candidates';
import { noValidDevice } from '../candidates/no-valid-device';
import { MAX_TRIES } from '../claim/place';
import type { EngineDependencies } from '../engine/dependencies';
import type { MoveAnswer, MoveCall } from '../engine-types';
import { type LockedPlacement, lockPlacements } from '../store';
import { providerIdOf } from '../store/provider-id';
import { readAmounts } from '../store/read-amounts';
import { readClaimFacts } from '../store/read-claim-facts';
import { writeMove } from '../store/write-move';
import { checkConsumerGeneration } from './check-consumer-generation';
import { decideMove, type MoveProblem } from './decide-move';
import { illegalTransition, placementNotFound } from './end-placement';
import { isMovable } from './states';

/**
 * Moves a placement to a box, or to the best other box of PoPs (the subscriber's own before anybody else's). Both boxes
 * are held while the claim changes hands.
 *
 * @throws GraphQLError BAD_USER_INPUT unless exactly one target is given.
 */
export async function movePlacement(
  dependencies: EngineDependencies,
  call: MoveCall,
  caller: Caller,
): Promise<MoveAnswer> {
  if ((call.toDeviceId == null) === (call.toPopIds == null)) {
    throw clientError('BAD_USER_INPUT', 'Expected either "toDeviceId" or "toPopIds".');
  }
  const placement = await readPlacement(dependencies, call.placementId);
  if (placement === null) return placementNotFound(call.placementId);
  const conflict = refusalBefore(placement, call);
  if (conflict) return conflict;
  const found = await search(dependencies, placement, call, caller);
  const targets =
    call.toDeviceId != null
      ? [call.toDeviceId]
      : found.candidates.map((candidate) => candidate.deviceId).slice(0, MAX_TRIES);
  for (const deviceId of targets) {
    const answer = await moveTo(dependencies, call, deviceId, caller);
    if (answer.__typename === 'InsufficientCapacity' && call.toDeviceId != null) return answer;
    if (isMoveAnswer(answer)) return answer;
  }
  const { filters } = await found.reasons();
  return noValidDevice('No other box fits.', false, filters);
}

interface MovingPlacement extends Pick<
  LockedPlacement,
  'id' | 'state' | 'consumer_generation' | 'device_id' | 'subscriber_id' | 'image_id' | 'group_id'
> {
  readonly [column: string]: unknown;
}

async function readPlacement(
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

function refusalBefore(placement: MovingPlacement, call: MoveCall): MoveAnswer | null {
  const conflict = checkConsumerGeneration(placement.consumer_generation, call.consumerGeneration);
  if (conflict) return conflict;
  return isMovable(placement.state) ? null : illegalTransition(placement.state, 'SCHEDULED');
}

async function search(
  dependencies: EngineDependencies,
  placement: MovingPlacement,
  call: MoveCall,
  caller: Caller,
): Promise<CandidatesWithReasons> {
  const { database } = dependencies;
  const facts = await readClaimFacts(database, database.db, factIds(placement, ''));
  if (facts.image === null) throw new Error(`placements: the image of ${placement.id} was never announced`);
  return findCandidates(dependencies, {
    wishes: { deviceId: call.toDeviceId ?? null, popIds: call.toPopIds ?? null },
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

/** One attempt, in one transaction over both boxes. */
async function moveTo(
  dependencies: EngineDependencies,
  call: MoveCall,
  deviceId: string,
  caller: Caller,
): Promise<MoveAnswer | MoveProblem> {
  const { database } = dependencies;
  return database.transaction<MoveAnswer | MoveProblem>(async (tx, refuse) => {
    const choice = { placementIds: [call.placementId] };
    const besides = isStorableId(deviceId) ? [providerIdOf(deviceId)] : [];
    const [placement] = await lockPlacements(database, tx, choice, besides);
    if (placement === undefined) return refuse(placementNotFound(call.placementId));
    const conflict = refusalBefore(placement, call);
    if (conflict) return refuse(conflict);
    const { provider, ...facts } = await readClaimFacts(database, tx, factIds(placement, deviceId));
    const amounts = await readAmounts(database, tx, placement.id);
    if (provider === null || deviceId === placement.device_id) {
      return refuse(noValidDevice('Expected another existing box.', false, []));
    }
    const moving = { placementId: placement.id, amounts };
    const problem = decideMove({ ...facts, provider }, moving, caller);
    if (problem) return refuse(problem);
    await writeMove(dependencies, tx, {
      placement,
      to: provider,
      classes: amounts.length,
      actor: actorOf(caller),
      reason: `moved from ${placement.device_id} to ${deviceId}`,
    });
    return { __typename: 'PlacementPayload', placementId: placement.id };
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

/** Whether the answer ends the search; what speaks against one box only sends it to the next. */
function isMoveAnswer(answer: MoveAnswer | MoveProblem): answer is Exclude<MoveAnswer, MoveProblem> {
  return (
    answer.__typename === 'PlacementPayload' ||
    answer.__typename === 'PlacementNotFound' ||
    answer.__typename === 'ConsumerGenerationConflict' ||
    answer.__typename === 'IllegalPlacementTransition'
  );
}
