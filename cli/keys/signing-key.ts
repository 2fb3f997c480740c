import {
  type JsonWebKey,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
} from 'node:crypto';

/** A private Ed25519 key as a JSON Web Key (RFC 8037), with which tokens are signed. */
export interface SigningKey {
  kty: 'OKP';
  crv: 'Ed25519';
  alg: 'EdDSA';
  use: 'sig';
  /** The key's thumbprint (RFC 7638), so that the same key always has the same name. */
  kid: string;
  x: string;
  d: string;
}

/** The public half, as it stands in jwks.json. */
export type PublicKey = Omit<SigningKey, 'd'>;

/** Makes a new key. */
export function createSigningKey(): SigningKey {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  if (!x || !d) throw new Error('an Ed25519 key exports x and d');
  return { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: thumbprint(x), x, d };
}

/** What everybody may know of the key. */
export function publicKeyOf({ d: _secret, ...rest }: SigningKey): PublicKey {
  return rest;
}

/** True for a value that is a signing key whose two halves belong together. */
export function isSigningKey(value: unknown): value is SigningKey {
  if (typeof value !== 'object' || value === null) return false;
  const { kty, crv, alg, kid, x, d } = value as Partial<Record<keyof SigningKey, unknown>>; // every field is checked below
  if (kty !== 'OKP' || crv !== 'Ed25519' || alg !== 'EdDSA') return false;
  if (typeof kid !== 'string' || typeof x !== 'string' || typeof d !== 'string') return false;
  try {
    const key: JsonWebKey = { kty, crv, x, d };
    return createPublicKey(createPrivateKey({ key, format: 'jwk' })).export({ format: 'jwk' }).x === x;
  } catch {
    return false;
  }
}

/** RFC 7638, section 3: the hash of the required members in alphabetical order. */
function thumbprint(x: string): string {
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
}
