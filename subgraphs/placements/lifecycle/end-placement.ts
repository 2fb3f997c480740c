import { sql } from 'drizzle-orm';
import type { Caller } from '../../kit/caller';
import type { Queryable } from '../../kit/database';
import { isStorableId } from '../../kit/storable-text';
import { placementIdOf } from '../claim/placement-id';
import { actorOf } from '../store/actor';
import type { EngineDependencies } from '../engine/dependencies';
import type { EndAnswer, EndCall, PlacementNotFoundProblem, State } from '../engine-types';
import { changeStates } from '../store/change-states';
import { type LockedPlacement, lockPlacements } from '../store';
import { checkConsumerGeneration } from './check-consumer-generation';
import { endStateFor, pathBetween } from './states';

/**
 * Ends a placement. What the box never heard of (SCHEDULED), and what is on a box that cannot be reached, ends at once:
 * a box that comes back finds it no longer desired (I15). Anything else is DRAINING, and still held, until the box
 * says that it is gone.
 */
export async function endPlacement(
  dependencies: EngineDependencies,
  call: EndCall,
  caller: Caller,
): Promise<EndAnswer> {
  if (!isStorableId(call.placementId)) return placementNotFound(call.placementId);
  const placementIds = [placementIdOf(call.placementId)];
  const { database } = dependencies;
  return database.transaction<EndAnswer>(async (tx, refuse) => {
    const [placement] = await lockPlacements(database, tx, { placementIds });
    if (placement === undefined) return refuse(placementNotFound(call.placementId));
    const conflict = checkConsumerGeneration(placement.consumer_generation, call.consumerGeneration);
    if (conflict) return refuse(conflict);
    const endsAs = endStateFor(call.reason);
    const atOnce = placement.state === 'SCHEDULED' || !(await canBoxReport(dependencies, tx, placement));
    const path =
      placement.state === 'DRAINING' ? null : pathBetween(placement.state, atOnce ? endsAs : 'DRAINING');
    if (path === null || path.length < 2) return refuse(illegalTransition(placement.state, endsAs));
    const change = {
      placementId: placement.id,
      path,
      reason: `asked to end: ${call.reason}`,
      endReason: call.reason,
      endsAs,
    };
    await changeStates(dependencies, tx, [change], actorOf(caller));
    return { __typename: 'PlacementPayload', placementId: placement.id };
  });
}

/** There is no such placement. */
export function placementNotFound(placementId: string): PlacementNotFoundProblem {
  return {
    __typename: 'PlacementNotFound',
    retryable: false,
    placementId,
    message: 'Expected the id of an existing placement, got one that does not exist.',
  };
}

/** The state machine has no way from one to the other by this caller's wish. */
export function illegalTransition(from: State, to: State): Extract<EndAnswer, { from: State }> {
  return {
    __typename: 'IllegalPlacementTransition',
    retryable: false,
    from,
    to,
    message: `A placement that is ${from} cannot become ${to}.`,
  };
}

/** Whether the box is there to say that it stopped: one that is silent, or gone, never will. */
async function canBoxReport(
  { database }: EngineDependencies,
  tx: Queryable,
  placement: LockedPlacement,
): Promise<boolean> {
  if (placement.state === 'LOST') return false;
  const [provider] = await database.rows<{ lifecycle: string; reachability: string }>(
    sql`SELECT lifecycle, reachability FROM providers WHERE id = ${placement.provider_id}`,
    tx,
  );
  return provider?.lifecycle !== 'RETIRED' && provider?.reachability !== 'OFFLINE';
}
