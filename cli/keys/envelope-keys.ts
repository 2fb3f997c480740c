import { randomBytes } from 'node:crypto';
import type { EnvelopeKeys } from '../../subgraphs/kit/envelope';

const KEY_BYTES = 32;

/** Makes a set with one new key. */
export function createEnvelopeKeys(): EnvelopeKeys {
  const name = `envelope-${randomBytes(6).toString('hex')}`;
  return { current: name, keys: { [name]: randomBytes(KEY_BYTES).toString('base64url') } };
}

/** True for a value that is a set of keys, each long enough, with the current one among them. */
export function isEnvelopeKeys(value: unknown): value is EnvelopeKeys {
  if (typeof value !== 'object' || value === null || !('current' in value) || !('keys' in value))
    return false;
  const { current, keys } = value;
  if (typeof current !== 'string' || typeof keys !== 'object' || keys === null) return false;
  return Object.hasOwn(keys, current) && Object.values(keys).every(isKey);
}

function isKey(value: unknown): boolean {
  return typeof value === 'string' && Buffer.from(value, 'base64url').length >= KEY_BYTES;
}
