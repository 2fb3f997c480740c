import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isSystemError } from '../startup-error';
import { firstUnreachableFolder } from './first-unreachable-folder';
import { type PostgresBinaries } from './postgres-binaries';
import { librarySearchPath } from './postgres-libraries';
import { type ServerAccount } from './server-account';
import { shortHash } from './short-hash';
import { temporaryFolder } from './temporary-folder';

/**
 * Programs that the account can really run: the given ones, or a copy in the temporary folder when they lie below a
 * folder that is closed to it (a project below root's home is the usual case).
 */
export function readablePostgresBinaries(
  binaries: PostgresBinaries,
  account: ServerAccount | null,
): PostgresBinaries {
  const { packageFolder } = binaries;
  if (!packageFolder) return binaries;
  const parts = ['bin', 'lib', 'share'].map((part) => path.join(packageFolder, part));
  if (parts.every((part) => firstUnreachableFolder(part, account) === null)) return binaries;
  const copy = copyOnce(packageFolder, binaries.version, account);
  return {
    ...binaries,
    folder: path.join(copy, 'bin'),
    packageFolder: copy,
    environment: librarySearchPath(copy, account),
  };
}

function copyOnce(packageFolder: string, version: string, account: ServerAccount | null): string {
  const name = `lastmile-postgres-${shortHash(`${packageFolder} ${version}`)}`;
  const cache = temporaryFolder({ name, account, isPrivate: false });
  const copy = path.join(cache, 'native');
  if (existsSync(copy)) return copy;
  // Under another name first: a copy that was broken off must not look finished.
  const unfinished = mkdtempSync(path.join(cache, 'copying-'));
  cpSync(packageFolder, unfinished, { recursive: true, verbatimSymlinks: true });
  openToAll(unfinished);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
  return copy;
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(full);
    else if (entry.isFile()) chmodSync(full, path.basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
