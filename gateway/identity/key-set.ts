import { readFileSync } from 'node:fs';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose' with { 'resolution-mode': 'import' };
import { isRecord } from '../support/is-record';
import { watchFile } from '../support/watch-file';
import { messageOf } from '../support/message-of';
import { readKeysFromUrl } from './read-keys-from-url';

/** The public keys that tokens are checked with. */
export interface KeySet {
  /** Gives the key of a token. Another value after each change of the keys that is known here. */
  readonly keyFor: JWTVerifyGetKey;
  stop(): void;
}

/** Keys from a URL or a file. A file is read again when it changes; a changed file that is broken leaves the old keys. */
export async function openKeySet(source: string, warn: (message: string) => void): Promise<KeySet> {
  const jose = await import('jose');
  if (/^https?:\/\//.test(source)) {
    const keyFor = jose.createRemoteJWKSet(new URL(source), {
      cooldownDuration: 30_000,
      cacheMaxAge: 3_600_000,
      timeoutDuration: 5_000,
      [jose.customFetch]: readKeysFromUrl,
    });
    return { keyFor, stop: () => undefined };
  }
  const read = (): JWTVerifyGetKey => jose.createLocalJWKSet(parseKeys(readFileSync(source, 'utf8')));
  let current: JWTVerifyGetKey;
  try {
    current = read();
  } catch (error) {
    throw new Error(`The key set ${source} cannot be used: ${messageOf(error)}`, { cause: error });
  }
  const watch = watchFile(source, async () => {
    try {
      current = read();
    } catch (error) {
      warn(`The changed key set is not used: ${messageOf(error)}`);
    }
  });
  return {
    get keyFor() {
      return current;
    },
    stop: () => watch.stop(),
  };
}

/** Checks only that it is a set; jose checks each key when it is used. */
function parseKeys(text: string): JSONWebKeySet {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || !Array.isArray(value.keys)) throw new Error('it has no list of "keys"');
  // Not more is known about the keys; jose refuses those it cannot use.
  return value as unknown as JSONWebKeySet;
}
