import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The keys of a test's identity provider. */
export interface TokenMint {
  /** The settings of a gateway that trusts it; writes the key set into `folder`. */
  identity(folder: string): Record<string, unknown>;
  /** The Authorization header of a good token with these claims. */
  bearer(claims?: Record<string, unknown>): { readonly authorization: string };
  /** A token with any header and claims, signed by `sign` or, by default, by the right key. */
  token(
    header: Record<string, unknown>,
    claims: Record<string, unknown>,
    sign?: (text: string) => string,
  ): string;
  readonly publicPem: string;
  readonly keySet: { readonly keys: readonly object[] };
}

const SECOND = 1_000;

/** Makes an Ed25519 key pair, and tokens with it. */
export function createTokenMint(): TokenMint {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const keySet = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'EdDSA', use: 'sig' }] };
  const token: TokenMint['token'] = (header, claims, signText = signer(privateKey)) => {
    const text = `${encode({ alg: 'EdDSA', kid: 'k1', ...header })}.${encode({ ...goodClaims(), ...claims })}`;
    return `${text}.${signText(text)}`;
  };
  return {
    keySet,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    identity: (folder) => {
      writeFileSync(join(folder, 'jwks.json'), JSON.stringify(keySet));
      return { jwks: join(folder, 'jwks.json'), issuer: 'test', audience: 'lastmile' };
    },
    bearer: (claims = {}) => ({ authorization: `Bearer ${token({}, claims)}` }),
    token,
  };
}

/** Signs like an attacker who takes a public text for a shared secret. */
export function hmacSigner(secret: string): (text: string) => string {
  return (text) => createHmac('sha256', secret).update(text).digest('base64url');
}

function signer(key: KeyObject): (text: string) => string {
  // The one-shot form is the only one for Ed25519.
  return (text) => sign(null, Buffer.from(text), key).toString('base64url');
}

function goodClaims(): Record<string, unknown> {
  return { iss: 'test', aud: 'lastmile', sub: 'someone', exp: Math.floor(Date.now() / SECOND) + 600 };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
