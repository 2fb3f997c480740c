/** Who asks. Never changed: requests with the same token may share it. */
export interface Principal {
  readonly authenticated: boolean;
  readonly subject: string | null;
  readonly client: string | null;
  /** Set for partners: the publisher or partner the caller speaks for. */
  readonly tenant: string | null;
  readonly scopes: readonly string[];
}

/** A caller without a token. */
export const ANONYMOUS: Principal = Object.freeze({
  authenticated: false,
  subject: null,
  client: null,
  tenant: null,
  scopes: Object.freeze([]),
});

/** True for the operator's own teams: authenticated, and not speaking for a partner. */
export function isInternal(principal: Principal): boolean {
  return principal.authenticated && principal.tenant === null;
}

/** The name under which what a caller uses is counted. */
export function quotaKey(principal: Principal): string {
  if (!principal.authenticated) return 'anonymous';
  return JSON.stringify([principal.client ?? principal.subject, principal.tenant]);
}
