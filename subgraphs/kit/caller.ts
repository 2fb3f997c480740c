import { clientError } from './errors';

/** Who asks, as the gateway's signed envelope says. Anonymous callers have no client and no scopes. */
export interface Caller {
  readonly subject: string | null;
  /** The client application, e.g. `billing`. */
  readonly client: string | null;
  /** The publisher a partner's token speaks for; null for the telco's own teams. */
  readonly tenant: string | null;
  readonly scopes: readonly string[];
}

/** Nobody in particular: sees the public catalogue and nothing else. */
export const ANONYMOUS: Caller = { subject: null, client: null, tenant: null, scopes: [] };

/** Whether the caller proved an identity. */
export function isAuthenticated(caller: Caller): boolean {
  return caller.client !== null || caller.subject !== null;
}

/** Whether the caller belongs to the telco itself, not to a partner. */
export function isInternal(caller: Caller): boolean {
  return isAuthenticated(caller) && caller.tenant === null;
}

/**
 * The second layer behind the gateway's own check, so that a mistake in one of them opens nothing.
 *
 * @throws GraphQLError FORBIDDEN when the scope is missing.
 */
export function requireScope(caller: Caller, scope: string): void {
  if (!caller.scopes.includes(scope)) {
    throw clientError('FORBIDDEN', `This needs the scope "${scope}".`);
  }
}

/** The part of a caller that cursors and idempotency keys are bound to. */
export function callerScope(caller: Caller): string {
  return `${caller.client ?? ''}/${caller.tenant ?? ''}`;
}
