import { type SigningKey } from './signing-key';
import { type TokenRequest, tokenClaims } from './token-claims';

/**
 * Signs a token for a team: a compact JWT (RFC 7519) with the algorithm EdDSA.
 *
 * @throws StartupError `TENANT_INVALID`, see `tokenClaims`.
 */
export async function mintToken(signingKey: SigningKey, request: TokenRequest): Promise<string> {
  const claims = tokenClaims(request);
  // The package is an ES module, which older versions of Node 20 load from CommonJS only in this way.
  const { SignJWT, importJWK } = await import('jose');
  const key = await importJWK(signingKey, signingKey.alg);
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: signingKey.alg, kid: signingKey.kid, typ: 'JWT' })
    .sign(key);
}
