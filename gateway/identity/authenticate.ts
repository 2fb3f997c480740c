import type { JWTPayload } from 'jose' with { 'resolution-mode': 'import' };
import { RequestRefused } from '../errors';
import { openKeySet } from './key-set';
import { ANONYMOUS, type Principal } from './principal';

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
  /** True when there is nothing to check, because a caller with this header is the anonymous one. */
  isAnonymous(authorization: string | undefined): boolean;
  /** No header is the anonymous caller. Rejects with RequestRefused (UNAUTHENTICATED) for everything but a good token. */
  authenticate(authorization: string | undefined): Promise<Principal>;
  stop(): void;
}

/** Treats everyone as anonymous and looks at no token: what the gateway does without an `identity` section. */
export const ANONYMOUS_ONLY: Authenticator = {
  isAnonymous: () => true,
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
  return {
    isAnonymous: (authorization) => authorization === undefined,
    authenticate: async (authorization) => {
      if (authorization === undefined) return ANONYMOUS;
      const token = /^Bearer +([\w.-]+) *$/i.exec(authorization)?.[1];
      if (token === undefined || token.length > MAX_TOKEN_LENGTH) throw unauthenticated();
      try {
        const { payload } = await jwtVerify(token, keys.keyFor, {
          issuer: options.issuer,
          audience: options.audience,
          algorithms: options.algorithms,
          clockTolerance: options.clockToleranceSeconds,
          requiredClaims: ['exp'],
        });
        return toPrincipal(payload);
      } catch {
        // Why a token is refused helps only those who forge them.
        throw unauthenticated();
      }
    },
    stop: () => keys.stop(),
  };
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
