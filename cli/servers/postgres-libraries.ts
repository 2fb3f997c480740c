import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { isSystemError } from '../startup-error';
import { type ServerAccount } from './server-account';
import { shortHash } from './short-hash';
import { temporaryFolder } from './temporary-folder';

/**
 * The environment in which the programs of the npm package find their libraries.
 *
 * The package holds each library under its full name (`libicuuc.so.60.2`) and leaves it to an install script to make the
 * link that programs ask for (`libicuuc.so.60`). Install scripts often do not run, and node_modules is not ours to write:
 * missing links are made in a folder of our own.
 */
export function librarySearchPath(
  packageFolder: string,
  account: ServerAccount | null,
): Record<string, string> {
  const libraries = path.join(packageFolder, 'lib');
  const missing = missingLinks(packageFolder);
  if (missing.length === 0) return {};
  const links = temporaryFolder({
    name: `lastmile-lib-${shortHash(libraries)}`,
    account,
    isPrivate: false,
  });
  for (const { name, target } of missing) linkOnce(path.join(libraries, target), path.join(links, name));
  return { [searchPathVariable()]: `${links}${path.delimiter}${libraries}` };
}

interface Link {
  name: string;
  target: string;
}

/** The package lists the links its install script would have made; those that are not there. */
function missingLinks(packageFolder: string): Link[] {
  return listedLinks(packageFolder).filter(({ name }) => !existsSync(path.join(packageFolder, 'lib', name)));
}

function listedLinks(packageFolder: string): Link[] {
  const file = path.join(packageFolder, 'pg-symlinks.json');
  const entries: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  if (!Array.isArray(entries)) return [];
  return entries.filter(isListEntry).map(({ source, target }) => ({
    name: path.basename(target),
    target: path.basename(source),
  }));
}

function isListEntry(value: unknown): value is { source: string; target: string } {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('target' in value))
    return false;
  return typeof value.source === 'string' && typeof value.target === 'string';
}

function linkOnce(target: string, link: string): void {
  try {
    symlinkSync(target, link);
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
  }
}

function searchPathVariable(): string {
  return process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
}
