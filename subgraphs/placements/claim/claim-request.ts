import type { Caller } from '../../kit/caller';
import { clientError } from '../../kit/errors';
import { isStorableId } from '../../kit/storable-text';
import type { Amount, ClaimCall, PlaceCall } from '../engine-types';
import { isUuid, placementIdOf } from './placement-id';

/** One attempt to claim one box, checked as far as that needs no records. */
export interface ClaimRequest {
  readonly placementId: string;
  readonly subscriberId: string;
  readonly imageId: string;
  readonly deviceId: string;
  readonly groupId: string | null;
  /** The provider's generation that the caller saw; null when the server picks and holds the row itself. */
  readonly generation: number | null;
  /** Null = what the image requires. */
  readonly amounts: readonly Amount[] | null;
  readonly caller: Caller;
}

/** @throws GraphQLError BAD_USER_INPUT for a placement id that is no UUID and for bad amounts. */
export function claimRequest(call: ClaimCall, caller: Caller): ClaimRequest {
  if (!isUuid(call.placementId)) {
    throw clientError('BAD_USER_INPUT', 'Expected a UUID as "placementId", got something else.');
  }
  return {
    ...requestFields(call, caller),
    placementId: placementIdOf(call.placementId),
    deviceId: call.deviceId,
    generation: call.providerGeneration,
  };
}

/** The parts of a claim that a scheduler decides and a `place` call already has. @throws as `claimRequest`. */
export function requestFields(
  call: ClaimCall | PlaceCall,
  caller: Caller,
): Omit<ClaimRequest, 'placementId' | 'deviceId' | 'generation'> {
  return {
    subscriberId: call.subscriberId,
    imageId: call.imageId,
    groupId: call.groupId ?? null,
    amounts: checkedAmounts(call.resources),
    caller,
  };
}

/** @throws GraphQLError BAD_USER_INPUT for an empty list, amounts below 1 and classes named twice. */
export function checkedAmounts(resources: readonly Amount[] | null | undefined): readonly Amount[] | null {
  if (resources == null) return null;
  if (resources.length === 0) {
    throw clientError('BAD_USER_INPUT', 'Expected "resources" with at least one amount, got an empty list.');
  }
  const seen = new Set<string>();
  for (const { resourceClass, amount } of resources) {
    if (!Number.isInteger(amount) || amount < 1) {
      throw clientError(
        'BAD_USER_INPUT',
        `Expected an amount of ${resourceClass} of at least 1, got ${amount}.`,
      );
    }
    if (seen.has(resourceClass)) {
      throw clientError('BAD_USER_INPUT', `Expected each resource class once, got ${resourceClass} twice.`);
    }
    seen.add(resourceClass);
  }
  return resources.map(({ resourceClass, amount }) => ({ resourceClass, amount }));
}

/**
 * The id, unless nothing can have it.
 *
 * @throws GraphQLError NOT_FOUND that names what was looked for.
 */
export function existingId(what: string, id: string): string {
  if (!isStorableId(id)) throw notFound(what);
  return id;
}

/** What a mutation refers to does not exist. */
export function notFound(what: string): Error {
  return clientError('NOT_FOUND', `Expected the id of an existing ${what}, got one that does not exist.`);
}
