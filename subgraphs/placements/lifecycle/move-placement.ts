import type { Caller } from '../../kit/caller';
import { clientError } from '../../kit/errors';
import { actorOf } from '../store/actor';
import { noValidDevice } from '../candidates/no-valid-device';
import { placementIdOf } from '../claim/placement-id';
import { MAX_TRIES } from '../claim/place';
import type { EngineDependencies } from '../engine/dependencies';
import type { MoveAnswer, MoveCall } from '../engine-types';
import { checkConsumerGeneration } from './check-consumer-generation';
import type { MoveProblem } from './decide-move';
import { illegalTransition, placementNotFound } from './end-placement';
import { findTargets, moveTo, type MovingPlacement, readMoving } from './move-to';
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
  const placement = await readMoving(dependencies, placementIdOf(call.placementId));
  if (placement === null) return placementNotFound(call.placementId);
  const conflict = refusalBefore(placement, call);
  if (conflict) return conflict;
  const wishes = { deviceId: call.toDeviceId ?? null, popIds: call.toPopIds ?? null };
  const found = await findTargets(dependencies, placement, wishes, caller);
  if (call.toDeviceId != null) {
    const answer = await attempt(dependencies, placement.id, call, call.toDeviceId, caller);
    if (isMoveAnswer(answer) || answer.__typename === 'InsufficientCapacity') return answer;
    return noValidDevice(answer.message, answer.retryable, (await found.reasons()).filters);
  }
  for (const { deviceId } of found.candidates.slice(0, MAX_TRIES)) {
    const answer = await attempt(dependencies, placement.id, call, deviceId, caller);
    if (isMoveAnswer(answer)) return answer;
  }
  return noValidDevice('No other box fits.', false, (await found.reasons()).filters);
}

function attempt(
  dependencies: EngineDependencies,
  placementId: string,
  call: MoveCall,
  deviceId: string,
  caller: Caller,
): Promise<MoveAnswer | MoveProblem> {
  return moveTo<MoveAnswer>(dependencies, {
    placementId,
    deviceId,
    caller,
    actor: actorOf(caller),
    because: 'moved',
    refusal: async (_tx, placement) => refusalBefore(placement, call),
  });
}

function refusalBefore(placement: MovingPlacement, call: MoveCall): MoveAnswer | null {
  const conflict = checkConsumerGeneration(placement.consumer_generation, call.consumerGeneration);
  if (conflict) return conflict;
  return isMovable(placement.state) ? null : illegalTransition(placement.state, 'SCHEDULED');
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
