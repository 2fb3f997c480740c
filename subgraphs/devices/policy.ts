import { type Caller, isAuthenticated, requireScope } from '../kit/caller';
import { clientError } from '../kit/errors';

/** Who may change boxes. */
export const DEVICES_WRITE = 'devices:write';

/**
 * Nothing in this room is public.
 *
 * @throws GraphQLError UNAUTHENTICATED for an anonymous caller.
 */
export function mayRead(caller: Caller): void {
  if (!isAuthenticated(caller)) {
    throw clientError('UNAUTHENTICATED', 'Boxes are shown to callers with a token only, got none.');
  }
}

/**
 * Changes need the scope of the provisioning team.
 *
 * @throws GraphQLError FORBIDDEN without it.
 */
export function mayWrite(caller: Caller): void {
  requireScope(caller, DEVICES_WRITE);
}
