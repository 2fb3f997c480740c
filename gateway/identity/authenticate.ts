import type { JWTPayload } from 'jose' with { 'resolution-mode': 'import' };
import { RequestRefused } from '../errors';
import { openKeySet } from './key-set';
import { ANONYMOUS, type Principal } from './principal';
import { VerifiedTokens } from './verified-tokens';

/** How tokens are checked. */
export interface IdentityOptions {
  readonly jwks: string;
  readonly issuer: string;
  readonly audience: string | string[];
  /** Asymmetric only: with a symmetric one, a public key would sign. */
  readonly algorithms: string[];
  readonly clockToleranceSeconds: number;
}

/** Turns the value of an Authorization header into a caller. */
export interface Authenticator {
  /** The caller, where nothing needs to be checked: without a header, or with a token that was found good a moment ago. */
  known(authorization: string | undefined): Principal | undefined;
  /** No header is the anonymous caller. Rejects with RequestRefused (UNAUTHENTICATED) for everything but a good token. */
  authenticate(authorization: string | undefined): Promise<Principal>;
  stop(): void;
}

/** Treats everyone as anonymous and looks at no token: what the gateway does without an `identity` section. */
export const ANONYMOUS_ONLY: Authenticator = {
  known: () => ANONYMOUS,
  authenticate: () => Promise.resolve(ANONYMOUS),
  stop: () => undefined,
};

const MAX_TOKEN_LENGTH = 8_192;

/** Checks JSON Web Tokens (RFC 7519) against a key set. Rejects when the key set cannot be loaded. */
export async function createAuthenticator(
  options: IdentityOptions,
  warn: (message: string) => void,
): Promise<Authenticator> {
  const { jwtVerify } = await import('jose');
  const keys = await openKeySet(options.jwks, warn);
  const verified = new VerifiedTokens();
  return {
    known: (authorization) => {
      if (authorization === undefined) return ANONYMOUS;
      const token = tokenOf(authorization);
      return token === undefined ? undefined : verified.find(token, keys.keyFor, secondsNow());
    },
    authenticate: async (authorization) => {
      if (authorization === undefined) return ANONYMOUS;
      const token = tokenOf(authorization);
      if (token === undefined) throw unauthenticated();
      // Before they are used: a token that was checked with keys that are changed meanwhile is checked again.
      const { keyFor } = keys;
      try {
        const { payload } = await jwtVerify(token, keyFor, {
          issuer: options.issuer,
          audience: options.audience,
          algorithms: options.algorithms,
          clockTolerance: options.clockToleranceSeconds,
          requiredClaims: ['exp'],
        });
        const principal = toPrincipal(payload);
        const expiresAt = (payload.exp ?? 0) + options.clockToleranceSeconds;
        verified.remember(token, principal, keyFor, secondsNow(), expiresAt);
        return principal;
      } catch {
        // Why a token is refused helps only those who forge them.
        throw unauthenticated();
      }
    },
    stop: () => keys.stop(),
  };
}

function tokenOf(authorization: string): string | undefined {
  const token = /^Bearer +([\w.-]+) *$/i.exec(authorization)?.[1];
  return token !== undefined && token.length <= MAX_TOKEN_LENGTH ? token : undefined;
}

function secondsNow(): number {
  return Date.now() / 1_000;
}

function toPrincipal(payload: JWTPayload): Principal {
  // A tenant that cannot be read must not make its partner one of the operator's own teams.
  if (payload.tenant != null && textOrNull(payload.tenant) === null) throw unauthenticated();
  const scope = typeof payload.scope === 'string' ? payload.scope : '';
  return Object.freeze({
    authenticated: true,
    subject: payload.sub ?? null,
    client: textOrNull(payload.client),
    tenant: textOrNull(payload.tenant),
    scopes: Object.freeze(scope.split(' ').filter((name) => name !== '')),
  });
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function unauthenticated(): RequestRefused {
  return new RequestRefused('UNAUTHENTICATED', {}, { 'www-authenticate': 'Bearer error="invalid_token"' });
}
