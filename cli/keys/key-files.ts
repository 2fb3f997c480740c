import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { EnvelopeKeys } from '../../subgraphs/kit/envelope';
import { StartupError } from '../startup-error';
import { createEnvelopeKeys, isEnvelopeKeys } from './envelope-keys';
import { keysUnreadable, readJsonFile, replaceFile, writeOnce } from './key-file';
import { type SigningKey, createSigningKey, isSigningKey, publicKeyOf } from './signing-key';

/** The keys of a data folder, and the files that other processes are pointed to. */
export interface LocalKeys {
  signingKey: SigningKey;
  envelopeKeys: EnvelopeKeys;
  /** The public keys (RFC 7517), for the gateway. */
  jwksFile: string;
  /** The shared secrets, for the gateway and the subgraphs. */
  envelopeFile: string;
}

/**
 * Loads the keys in `<data>/keys`, making what is missing. Any number of processes may do this at once: all come back with
 * the same keys.
 *
 * @throws StartupError `KEYS_UNREADABLE` for a file that is there and is not what it should be: keys are never replaced
 * behind the back of those who hold tokens.
 */
export function ensureKeys(keysFolder: string): LocalKeys {
  mkdirSync(keysFolder, { recursive: true, mode: 0o700 });
  const files = keyFiles(keysFolder);
  if (readJsonFile(files.signing) === null) writeOnce(files.signing, createSigningKey(), 0o600);
  if (readJsonFile(files.envelope) === null) writeOnce(files.envelope, createEnvelopeKeys(), 0o600);
  const signingKey = readSigningKey(keysFolder);
  publish(signingKey, files.jwks);
  return {
    signingKey,
    envelopeKeys: readEnvelopeKeys(files.envelope),
    jwksFile: files.jwks,
    envelopeFile: files.envelope,
  };
}

/**
 * The key that signs tokens, without making one.
 *
 * @throws StartupError `KEYS_MISSING` when nothing was ever started on that folder, `KEYS_UNREADABLE` when it is damaged.
 */
export function readSigningKey(keysFolder: string): SigningKey {
  const file = keyFiles(keysFolder).signing;
  const value = readJsonFile(file);
  if (value === null) {
    throw new StartupError(
      'KEYS_MISSING',
      `There are no keys in ${keysFolder} yet: run "lastmile up" on that --data first.`,
    );
  }
  if (!isSigningKey(value)) throw keysUnreadable(file);
  return value;
}

interface KeyFiles {
  signing: string;
  jwks: string;
  envelope: string;
}

function keyFiles(keysFolder: string): KeyFiles {
  const file = (name: string): string => path.resolve(keysFolder, name);
  return { signing: file('signing.json'), jwks: file('jwks.json'), envelope: file('envelope.json') };
}

function readEnvelopeKeys(file: string): EnvelopeKeys {
  const value = readJsonFile(file);
  if (!isEnvelopeKeys(value)) throw keysUnreadable(file);
  return value;
}

/** Adds the public half to jwks.json and keeps other keys there: someone may be rotating. */
function publish(signingKey: SigningKey, file: string): void {
  const present = readJsonFile(file);
  const keys = present === null ? [] : publishedKeys(present);
  if (keys === null) throw keysUnreadable(file);
  if (keys.some((key) => isNamed(key, signingKey.kid))) return;
  replaceFile(file, { keys: [...keys, publicKeyOf(signingKey)] }, 0o644);
}

function publishedKeys(value: unknown): unknown[] | null {
  if (typeof value !== 'object' || value === null || !('keys' in value)) return null;
  return Array.isArray(value.keys) ? value.keys : null;
}

function isNamed(key: unknown, kid: string): boolean {
  return typeof key === 'object' && key !== null && 'kid' in key && key.kid === kid;
}
