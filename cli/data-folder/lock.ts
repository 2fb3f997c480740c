import {
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { processIdentity } from '../process/process-identity';
import { StartupError, isSystemError } from '../startup-error';
import { dataFolderError } from './data-folder-error';

/** The right to use a data folder, held by this process. */
export interface DataFolderLock {
  /** Gives it back; may be called twice. */
  release(): void;
}

/**
 * Takes the data folder for this process, or refuses at once.
 *
 * The lock is the entry with the highest number in the folder's `lock/`. An entry names the process that made it, with what
 * tells it from a later process of the same number. Whoever finds that process gone makes the next number: the file system
 * lets only one do so, and nobody ever removes an entry that could be the highest, so no two can come to hold it.
 * A holder that was killed leaves an entry that blocks nothing.
 *
 * @throws StartupError `DATA_FOLDER_IN_USE` naming the folder and the holder, or `DATA_FOLDER_UNWRITABLE`.
 */
export function lockDataFolder(dataFolder: string): DataFolderLock {
  try {
    const entries = path.join(realpathSync(dataFolder), 'lock');
    mkdirSync(entries, { recursive: true, mode: 0o755 });
    const number = takeNumber(dataFolder, entries);
    removeOlder(entries, number);
    return { release: () => release(entries, number) };
  } catch (error) {
    throw dataFolderError(error, dataFolder);
  }
}

interface Holder {
  pid: number;
  identity: string | null;
}

function takeNumber(dataFolder: string, entries: string): number {
  const self: Holder = { pid: process.pid, identity: processIdentity(process.pid) };
  for (;;) {
    const highest = highestNumber(entries);
    const holder = highest > 0 ? readHolder(entries, highest) : null;
    if (holder && isHolding(holder)) throw inUse(dataFolder, holder.pid);
    // Losing here, or finding a higher entry afterwards, means that somebody else just took it: look again, and be refused.
    if (!createEntry(entries, highest + 1, self)) continue;
    if (highestNumber(entries) === highest + 1) return highest + 1;
    rmSync(entryFile(entries, highest + 1), { force: true });
  }
}

function highestNumber(entries: string): number {
  const numbers = readdirSync(entries)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return Math.max(0, ...numbers);
}

/** Null for an entry that was given back, that is gone meanwhile, or that a crash of the machine left empty. */
function readHolder(entries: string, number: number): Holder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(entryFile(entries, number), 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('identity' in value))
      return null;
    const { pid, identity } = value;
    return typeof pid === 'number' && typeof identity === 'string' ? { pid, identity } : null;
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || error instanceof SyntaxError) return null;
    throw error;
  }
}

function isHolding({ pid, identity }: Holder): boolean {
  return processIdentity(pid) === identity;
}

/** False when the entry exists. It appears with its contents: a reader never finds half of it. */
function createEntry(entries: string, number: number, holder: Holder): boolean {
  const draft = path.join(entries, `draft-${randomUUID()}`);
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o644 });
  try {
    linkSync(draft, entryFile(entries, number));
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The entry stays, so that a number is never used twice, but names nobody. */
function release(entries: string, number: number): void {
  const holder = readHolder(entries, number);
  if (holder?.pid !== process.pid) return;
  const draft = path.join(entries, `draft-${randomUUID()}`);
  try {
    writeFileSync(draft, JSON.stringify({ released: true }));
    renameSync(draft, entryFile(entries, number));
  } catch (error) {
    // The folder was deleted under us, which gives the lock back as well.
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
}

function removeOlder(entries: string, number: number): void {
  for (const name of readdirSync(entries)) {
    if (/^\d+$/.test(name) && Number(name) < number) rmSync(path.join(entries, name), { force: true });
  }
}

function entryFile(entries: string, number: number): string {
  return path.join(entries, String(number));
}

function inUse(dataFolder: string, pid: number): StartupError {
  return new StartupError(
    'DATA_FOLDER_IN_USE',
    `The data folder ${dataFolder} is in use by process ${pid}. Stop that one first, or choose another --data folder.`,
  );
}
