import { chmodSync, chownSync, lstatSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StartupError, isSystemError } from '../startup-error';
import { firstUnreachableFolder } from './first-unreachable-folder';
import { type ServerAccount } from './server-account';

/** What a folder outside the data folder is for. */
export interface TemporaryFolderRequest {
  /** The folder's wished name; another one is taken when somebody else already sits on it. */
  name: string;
  /** Who must be able to reach it; null for us alone. */
  account: ServerAccount | null;
  /** True: the account owns it and nobody else enters. False: it stays ours and everybody may read it. */
  isPrivate: boolean;
}

// A unix socket's path may have about 100 bytes on the shortest system, and the socket's own name takes 20 of them.
const LONGEST_FOLDER_BYTES = 80;

/**
 * Makes (or finds again) a folder with a short path below the system's temporary folder.
 *
 * Names there are guessable and the place is open to everyone, so a folder of a foreign owner, a link, or one that others
 * may write is never used.
 * @throws StartupError `DATA_FOLDER_UNWRITABLE` when no temporary folder can be used.
 */
export function temporaryFolder(request: TemporaryFolderRequest): string {
  for (const base of [tmpdir(), '/tmp', '/var/tmp']) {
    try {
      if (Buffer.byteLength(path.join(base, request.name)) + 7 > LONGEST_FOLDER_BYTES) continue;
      if (firstUnreachableFolder(base, request.account)) continue;
      return folderBelow(base, request);
    } catch (error) {
      if (!isSystemError(error, 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOSPC', 'ENOTDIR')) throw error;
    }
  }
  throw new StartupError(
    'DATA_FOLDER_UNWRITABLE',
    `No temporary folder can be used: expected ${tmpdir()}, /tmp or /var/tmp to be writable and open to all accounts. ` +
      'Set TMPDIR to a short path that is.',
  );
}

function folderBelow(base: string, { name, account, isPrivate }: TemporaryFolderRequest): string {
  const wished = path.join(base, name);
  const folder = makeOrFind(wished, isPrivate ? account : null) ? wished : mkdtempSync(`${wished}-`);
  chmodSync(folder, isPrivate ? 0o700 : 0o755);
  if (account && isPrivate) chownSync(folder, account.uid, account.gid);
  return folder;
}

/** True when the folder is there and was made by us or by the account it is private to. */
function makeOrFind(folder: string, account: ServerAccount | null): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
  }
  const { uid, mode, isDirectory } = ownFields(folder);
  return isDirectory && (mode & 0o022) === 0 && (uid === process.getuid?.() || uid === account?.uid);
}

function ownFields(folder: string): { uid: number; mode: number; isDirectory: boolean } {
  const stat = lstatSync(folder);
  return { uid: stat.uid, mode: stat.mode, isDirectory: stat.isDirectory() };
}
