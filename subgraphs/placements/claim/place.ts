import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '../../kit/caller';
import { type IdempotentCall, recallAnswer } from '../../kit/idempotency';
import { DEFAULT_REQUEST } from '../candidates/candidate-request';
import { type CandidatesWithReasons, findCandidates } from '../candidates/find-candidates';
import { noValidDevice } from '../candidates/no-valid-device';
import type { EngineDependencies } from '../engine/dependencies';
import type { ClaimAnswer, FilterCount, PlaceAnswer, PlaceCall, PlacementDone } from '../engine-types';
import { readClaimFacts } from '../store/read-claim-facts';
import { checkEntitlement } from './check-entitlement';
import { checkImage } from './check-image';
import type { ClaimFacts } from './claim-facts';
import { type ClaimRequest, notFound, requestFields } from './claim-request';
import { ownGroup, requirementsOf } from './decide-claim';
import { runClaim } from './run-claim';

/** Claims tried for one call before it gives up (OpenStack's allocation_conflict_retry_count). */
export const MAX_TRIES = 10;
/** Longest pause before another try, so that schedulers that collided once do not again. */
const MAX_JITTER_MS = 20;

type PlaceRequest = Omit<ClaimRequest, 'placementId' | 'deviceId' | 'generation'>;

/**
 * Picks a box and claims it. Without `deviceId` the subscriber's own boxes are searched, or what `popIds` names. The
 * pick quotes no generation: the claim holds the box's row, so only a real obstacle leads to the next box.
 *
 * @throws GraphQLError BAD_USER_INPUT, NOT_FOUND or IDEMPOTENCY_KEY_REUSED.
 */
export async function place(
  dependencies: EngineDependencies,
  call: PlaceCall,
  caller: Caller,
): Promise<PlaceAnswer> {
  const { idempotencyKey, ...input } = call;
  const request = requestFields(call, caller);
  const idempotent = { caller, operation: 'place', key: idempotencyKey, input };
  if (call.deviceId != null) return placeOn(dependencies, request, call.deviceId, idempotent);
  const known = await firstAnswer(dependencies, idempotent);
  return known ?? placeSomewhere(dependencies, request, call, idempotent);
}

async function placeOn(
  dependencies: EngineDependencies,
  request: PlaceRequest,
  deviceId: string,
  call: IdempotentCall,
): Promise<PlaceAnswer> {
  const answer = await tryBox(dependencies, request, deviceId, call);
  return isPlaceAnswer(answer)
    ? answer
    : noValidDevice(answer.message, answer.retryable, filtersOfOneBox(answer));
}

/** Where the only box was lost: it does not take claims, or one class has too little. */
function filtersOfOneBox(problem: Exclude<ClaimAnswer, PlaceAnswer>): readonly FilterCount[] {
  return problem.__typename === 'InsufficientCapacity'
    ? [
        { name: 'device', remaining: 1 },
        { name: problem.resourceClass, remaining: 0 },
      ]
    : [{ name: 'device', remaining: 0 }];
}

async function placeSomewhere(
  dependencies: EngineDependencies,
  request: PlaceRequest,
  call: PlaceCall,
  idempotent: IdempotentCall,
): Promise<PlaceAnswer> {
  const { candidates, reasons, refusal } = await search(dependencies, request, {
    subscriberId: call.subscriberId,
    popIds: call.popIds ?? null,
  });
  if (refusal) return refusal;
  for (const candidate of candidates.slice(0, MAX_TRIES)) {
    const answer = await tryBox(dependencies, request, candidate.deviceId, idempotent);
    if (isPlaceAnswer(answer)) return answer;
    await sleep((dependencies.random ?? Math.random)() * MAX_JITTER_MS);
  }
  const { filters } = await reasons();
  return candidates.length === 0
    ? noValidDevice('No box fits.', false, filters)
    : noValidDevice('Every box that fitted was taken meanwhile.', true, filters);
}

function tryBox(
  dependencies: EngineDependencies,
  request: PlaceRequest,
  deviceId: string,
  call: IdempotentCall,
): Promise<ClaimAnswer> {
  return runClaim(dependencies, { ...request, deviceId, placementId: randomUUID(), generation: null }, call);
}

interface Search extends Pick<CandidatesWithReasons, 'candidates' | 'reasons'> {
  /** What forbids the claim on every box. */
  readonly refusal: PlaceAnswer | null;
}

async function search(
  dependencies: EngineDependencies,
  request: PlaceRequest,
  wishes: Parameters<typeof findCandidates>[1]['wishes'],
): Promise<Search> {
  const { database } = dependencies;
  const facts = await readClaimFacts(database, database.db, { ...request, placementId: '', deviceId: '' });
  const { image, subscriber } = facts;
  if (subscriber === null) throw notFound('subscriber');
  if (image === null) throw notFound('image');
  const group = ownGroup(facts.group, request);
  const found = await findCandidates(dependencies, {
    wishes,
    request: { ...DEFAULT_REQUEST, amounts: request.amounts, limit: MAX_TRIES },
    image,
    subscriber,
    group,
    caller: request.caller,
  });
  const refusal =
    checkEntitlement(subscriber, image, request.amounts ?? requirementsOf(image)) ??
    checkImage(image, request.caller) ??
    (found.candidates.length === 0 ? await groupRefusal(found, group) : null);
  return { candidates: found.candidates, reasons: found.reasons, refusal };
}

/** The group's policy is the answer when it alone took the last boxes away. */
async function groupRefusal(
  found: CandidatesWithReasons,
  group: ClaimFacts['group'],
): Promise<PlaceAnswer | null> {
  const member = group?.members[0];
  if (group === null || member === undefined) return null;
  const { filters } = await found.reasons();
  const affinity = filters.findIndex((filter) => filter.name === 'affinity');
  const before = filters[affinity - 1]?.remaining ?? 0;
  if (before === 0 || filters[affinity]?.remaining !== 0) return null;
  return {
    __typename: 'AffinityViolation',
    retryable: false,
    groupId: group.id,
    conflictingPlacementId: member.placementId,
    message: `The group's policy ${group.policy} leaves no box that fits.`,
  };
}

/** What the same call was answered before, if it was: then nothing is picked. */
async function firstAnswer(
  { database }: EngineDependencies,
  call: IdempotentCall,
): Promise<PlacementDone | null> {
  return database.transaction<PlacementDone | null>(async (tx, refuse) => {
    const known = await recallAnswer<PlacementDone>(database, tx, call);
    // Nothing has happened yet, so the key is not taken either.
    return known ?? refuse(null);
  });
}

function isPlaceAnswer(answer: ClaimAnswer): answer is Extract<ClaimAnswer, PlaceAnswer> {
  return (
    answer.__typename === 'PlacementPayload' ||
    answer.__typename === 'EntitlementExceeded' ||
    answer.__typename === 'ImageNotDeployable' ||
    answer.__typename === 'AffinityViolation'
  );
}
