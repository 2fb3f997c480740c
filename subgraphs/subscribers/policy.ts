import { type Caller, isInternal, requireScope } from '../kit/caller';
import { clientError } from '../kit/errors';

/** Only the telco's own teams: a partner sees no subscriber at all, whatever its scopes are. */
export function maySeeSubscribers(caller: Caller): boolean {
  return isInternal(caller);
}

/** @throws GraphQLError FORBIDDEN unless personal data may be read. */
export function requirePersonalData(caller: Caller): void {
  requireStaffScope(caller, 'pii:read');
}

/** @throws GraphQLError FORBIDDEN unless balances may be read. */
export function requireBillingRead(caller: Caller): void {
  requireStaffScope(caller, 'billing:read');
}

/** @throws GraphQLError FORBIDDEN unless subscribers and their plans may be changed. */
export function requireSubscriberWrite(caller: Caller): void {
  requireStaffScope(caller, 'subscribers:write');
}

/** @throws GraphQLError FORBIDDEN unless charges may be changed. */
export function requireBillingWrite(caller: Caller): void {
  requireStaffScope(caller, 'billing:write');
}

function requireStaffScope(caller: Caller, scope: string): void {
  if (!maySeeSubscribers(caller)) throw clientError('FORBIDDEN', 'This is for the own teams only.');
  requireScope(caller, scope);
}
