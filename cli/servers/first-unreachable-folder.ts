import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { type ServerAccount } from './server-account';

/**
 * The topmost folder on the way to (and including) `folder` that the account may not enter, or null when it can reach it.
 * Without an account (we run as ourselves) the answer is null: our own calls will say what fails.
 */
export function firstUnreachableFolder(folder: string, account: ServerAccount | null): string | null {
  if (!account) return null;
  return foldersDownTo(realpathSync(folder)).find((step) => !mayEnter(step, account)) ?? null;
}

function foldersDownTo(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [...foldersDownTo(parent), folder];
}

function mayEnter(folder: string, account: ServerAccount): boolean {
  const { mode, uid, gid } = statSync(folder);
  // As the kernel decides: the first class that fits counts, even when a later one would allow more.
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
