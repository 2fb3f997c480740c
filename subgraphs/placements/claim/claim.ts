import type { Caller } from '../../kit/caller';
import type { EngineDependencies } from '../engine/dependencies';
import type { ClaimAnswer, ClaimCall } from '../engine-types';
import { claimRequest } from './claim-request';
import { runClaim } from './run-claim';

/**
 * The atomic claim of one candidate, for a scheduler that has chosen the box and quotes its generation.
 *
 * @throws GraphQLError BAD_USER_INPUT, NOT_FOUND or IDEMPOTENCY_KEY_REUSED.
 */
export async function claim(
  dependencies: EngineDependencies,
  call: ClaimCall,
  caller: Caller,
): Promise<ClaimAnswer> {
  const { idempotencyKey, ...input } = call;
  const request = claimRequest(call, caller);
  // Another spelling of the same UUID is the same input.
  const same = { ...input, placementId: request.placementId };
  return runClaim(dependencies, request, { caller, operation: 'claim', key: idempotencyKey, input: same });
}
