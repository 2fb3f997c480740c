import { type Caller, isAuthenticated, isInternal, requireScope } from '../kit/caller';
import { clientError } from '../kit/errors';

/** Who may change boxes. */
export const DEVICES_WRITE = 'devices:write';

/**
 * Nothing in this room is public, and boxes in closets are no business of the publishers whose images run on them.
 *
 * @throws GraphQLError UNAUTHENTICATED for an anonymous caller, FORBIDDEN for a partner.
 */
export function mayRead(caller: Caller): void {
  if (!isAuthenticated(caller)) {
    throw clientError('UNAUTHENTICATED', 'Boxes are shown to callers with a token only, got none.');
  }
  if (!isInternal(caller)) throw clientError('FORBIDDEN', 'Boxes are not open to partners.');
}

/**
 * Changes need the scope of the provisioning team.
 *
 * @throws GraphQLError FORBIDDEN without it.
 */
export function mayWrite(caller: Caller): void {
  requireScope(caller, DEVICES_WRITE);
}
