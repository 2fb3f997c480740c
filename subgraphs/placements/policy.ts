import { type Caller, isAuthenticated, isInternal, requireScope } from '../kit/caller';
import { clientError } from '../kit/errors';

/**
 * Placements show who lives where and what they use, so only the telco's own teams see them.
 *
 * @throws GraphQLError UNAUTHENTICATED for anonymous callers, FORBIDDEN for partners.
 */
export function requireStaff(caller: Caller): void {
  if (!isAuthenticated(caller)) throw clientError('UNAUTHENTICATED', 'This needs an authenticated caller.');
  if (!isInternal(caller)) throw clientError('FORBIDDEN', 'This is not open to partners.');
}

/** @throws GraphQLError UNAUTHENTICATED or FORBIDDEN unless the caller may choose boxes and claim them. */
export function requireScheduler(caller: Caller): void {
  requireStaffScope(caller, 'placements:schedule');
}

/** @throws GraphQLError UNAUTHENTICATED or FORBIDDEN unless the caller may change what a box has to give. */
export function requirePlacementsAdmin(caller: Caller): void {
  requireStaffScope(caller, 'placements:admin');
}

/** @throws GraphQLError UNAUTHENTICATED or FORBIDDEN unless the caller may read what everybody used. */
export function requireUsageReader(caller: Caller): void {
  requireStaffScope(caller, 'billing:read');
}

/**
 * Counts of a rollout are open to staff and to the image's own publisher.
 *
 * @throws GraphQLError UNAUTHENTICATED or FORBIDDEN.
 */
export function requireRolloutReader(caller: Caller, imageOwnerId: string | null): void {
  if (isInternal(caller)) return;
  if (!isAuthenticated(caller)) throw clientError('UNAUTHENTICATED', 'This needs an authenticated caller.');
  if (caller.tenant !== imageOwnerId) {
    throw clientError('FORBIDDEN', 'A publisher sees the rollout of its own images only.');
  }
}

function requireStaffScope(caller: Caller, scope: string): void {
  requireStaff(caller);
  requireScope(caller, scope);
}
