import { StartupError } from '../startup-error';
import { CLIENT_SCOPES, type ClientName } from './clients';

/** Who signs local tokens, and for whom: what the gateway of a local start is told to expect. */
export const LOCAL_ISSUER = 'lastmile-local';
export const LOCAL_AUDIENCE = 'lastmile';

/** The token that is wanted. */
export interface TokenRequest {
  client: ClientName;
  /** The publisher a portal speaks for. @default defaultTenant */
  tenant?: string | undefined;
  /** The publisher of a portal that was given none. */
  defaultTenant?: string | undefined;
  ttlSeconds: number;
  now: Date;
}

/** The claims of a local token (RFC 7519; `scope` as in RFC 8693, section 4.2). */
export interface TokenClaims {
  iss: string;
  aud: string;
  sub: string;
  client: ClientName;
  scope: string;
  tenant?: string;
  iat: number;
  exp: number;
}

/**
 * The claims for a request.
 *
 * @throws StartupError `TENANT_INVALID` for a portal without a publisher and for a publisher beside another team.
 */
export function tokenClaims({ client, tenant, defaultTenant, ttlSeconds, now }: TokenRequest): TokenClaims {
  const publisher = client === 'portal' ? (tenant ?? defaultTenant) : tenant;
  if (client === 'portal' && !publisher) {
    throw new StartupError(
      'TENANT_INVALID',
      'A portal token must name its publisher, but --tenant is missing or empty.',
    );
  }
  if (client !== 'portal' && publisher !== undefined) {
    throw new StartupError(
      'TENANT_INVALID',
      `Only the portal speaks for a publisher, but --tenant came with ${client}.`,
    );
  }
  const issuedAt = Math.floor(now.getTime() / 1_000);
  return {
    iss: LOCAL_ISSUER,
    aud: LOCAL_AUDIENCE,
    sub: `team-${client}`,
    client,
    scope: CLIENT_SCOPES[client].join(' '),
    ...(publisher ? { tenant: publisher } : {}),
    iat: issuedAt,
    exp: issuedAt + ttlSeconds,
  };
}
