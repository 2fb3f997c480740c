import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { StartupError, isSystemError } from '../startup-error';

/** Who may read a key file. */
export type KeyFileMode = 0o600 | 0o644;

/**
 * Writes a file unless it exists. It appears whole or not at all, and of several processes one wins;
 * the others then read what the winner wrote.
 */
export function writeOnce(file: string, contents: unknown, mode: KeyFileMode): void {
  const draft = writeDraft(file, contents, mode);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Writes a file in place of an older one: a reader finds the old or the new contents, never a mixture. */
export function replaceFile(file: string, contents: unknown, mode: KeyFileMode): void {
  renameSync(writeDraft(file, contents, mode), file);
}

/**
 * The parsed contents of a JSON file, or null when there is none.
 *
 * @throws StartupError `KEYS_UNREADABLE` when it is there but is not JSON, or may not be read.
 */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return null;
    throw keysUnreadable(file, error);
  }
}

/** The failure for a key file that does not hold what it should. The contents are never repeated: they are secret. */
export function keysUnreadable(file: string, cause?: unknown): StartupError {
  const found = isSystemError(cause, 'EACCES') ? 'this account may not read it' : 'it holds something else';
  return new StartupError(
    'KEYS_UNREADABLE',
    `${file} should hold keys that an earlier start wrote, but ${found}. ` +
      'Restore it, or remove it to get new keys (tokens made so far then become invalid).',
    { cause },
  );
}

function writeDraft(file: string, contents: unknown, mode: KeyFileMode): string {
  const draft = `${file}.${randomUUID()}`;
  const descriptor = openSync(draft, 'wx', mode);
  try {
    writeFileSync(descriptor, `${JSON.stringify(contents, null, 2)}\n`);
    // A name that outlives a power cut must not outlive its contents.
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return draft;
}
