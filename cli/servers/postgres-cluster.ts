import { type SpawnOptions, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { StartupError } from '../startup-error';
import { firstUnreachableFolder } from './first-unreachable-folder';
import { type PostgresBinaries } from './postgres-binaries';
import { type ServerAccount } from './server-account';

/** The major version that wrote the data, or null when the folder is absent or empty. */
export function dataMajorVersion(dataFolder: string): number | null {
  const file = path.join(dataFolder, 'PG_VERSION');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : null;
}

/** Who runs the server, with which programs, over which data. */
export interface ClusterOwner {
  dataFolder: string;
  binaries: PostgresBinaries;
  account: ServerAccount | null;
  durable: boolean;
}

/**
 * Makes the files of a new server unless they are there. It is all or nothing: they are made in a folder beside it that is
 * renamed at the end, so a start that was killed in the middle leaves only that folder, which the next start removes.
 *
 * @throws StartupError `DATA_FOLDER_FOREIGN`, `DATA_FOLDER_UNREACHABLE`, `ACCOUNT_NOT_ALLOWED` or `POSTGRES_FAILED`.
 */
export async function ensureCluster(owner: ClusterOwner): Promise<void> {
  const { dataFolder, account } = owner;
  await removeUnfinished(dataFolder);
  if (dataMajorVersion(dataFolder) !== null) {
    if (account) giveTo(dataFolder, account);
    return checkOwner(dataFolder, account);
  }
  if (existsSync(dataFolder) && readdirSync(dataFolder).length > 0) throw foreign(dataFolder);
  const unfinished = `${dataFolder}${UNFINISHED}${randomUUID()}`;
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  if (account) chownSync(unfinished, account.uid, account.gid);
  try {
    await runInitdb({ ...owner, dataFolder: unfinished });
    // Only an empty folder can be replaced this way, so nothing is lost if somebody else was faster.
    await rename(unfinished, dataFolder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** How a server program is told its data folder, and what it must inherit for that. */
export interface DataFolderArgument {
  argument: string;
  stdio: number[];
  close(): void;
}

/**
 * The data folder as the account can open it: its path, or, when a folder above is closed to the account (data below
 * root's home), an open descriptor of it, which needs no way through the folders above.
 *
 * @throws StartupError `DATA_FOLDER_UNREACHABLE` where the system offers no such descriptor.
 */
export function dataFolderArgument(dataFolder: string, account: ServerAccount | null): DataFolderArgument {
  const closed = firstUnreachableFolder(path.dirname(dataFolder), account);
  if (!closed) return { argument: dataFolder, stdio: [], close: () => undefined };
  if (process.platform !== 'linux') {
    throw new StartupError(
      'DATA_FOLDER_UNREACHABLE',
      `PostgreSQL cannot run as root, and the account it runs as may not enter ${closed}, which lies above the data in ` +
        `${dataFolder}. Start as another user, choose --data in an open folder, or run: chmod o+x ${closed}`,
    );
  }
  const descriptor = openSync(dataFolder, 'r');
  // It becomes number 3 in the child, the first after its three standard streams.
  return { argument: '/proc/self/fd/3', stdio: [descriptor], close: () => closeSync(descriptor) };
}

/** How every program of the server is spawned: as the account, from a folder it can read, with a small environment. */
export function serverSpawnOptions(
  binaries: PostgresBinaries,
  account: ServerAccount | null,
  stdio: SpawnOptions['stdio'],
): SpawnOptions {
  const environment = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LC_ALL: 'C',
    TZ: 'UTC',
    ...binaries.environment,
  };
  return { cwd: '/', env: environment, stdio, ...(account ?? {}) };
}

const UNFINISHED = '.unfinished-';

async function removeUnfinished(dataFolder: string): Promise<void> {
  const parent = path.dirname(dataFolder);
  if (!existsSync(parent)) return;
  const leftovers = readdirSync(parent).filter((name) =>
    name.startsWith(`${path.basename(dataFolder)}${UNFINISHED}`),
  );
  for (const name of leftovers) {
    // An initdb whose parent was killed may still be writing there for a moment.
    await rm(path.join(parent, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

async function runInitdb({ dataFolder, binaries, account, durable }: ClusterOwner): Promise<void> {
  const data = dataFolderArgument(dataFolder, account);
  const flags = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', ...(durable ? [] : ['-N'])];
  try {
    const { exitCode, output } = await run(
      path.join(binaries.folder, 'initdb'),
      ['-D', data.argument, ...flags],
      serverSpawnOptions(binaries, account, ['ignore', 'pipe', 'pipe', ...data.stdio]),
    );
    if (exitCode !== 0) {
      const reason = output.trim().split('\n').slice(-3).join(' ');
      throw new StartupError('POSTGRES_FAILED', `PostgreSQL could not set up ${dataFolder}: ${reason}`);
    }
  } finally {
    data.close();
  }
}

function run(
  program: string,
  args: string[],
  options: SpawnOptions,
): Promise<{ exitCode: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options);
    let output = '';
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}

/** Data that root copied or restored belongs to root, and the server could not open it. */
function giveTo(folder: string, account: ServerAccount): void {
  if (statSync(folder).uid !== 0) return;
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    lchownSync(path.join(folder, entry), account.uid, account.gid);
  }
  chownSync(folder, account.uid, account.gid);
}

function checkOwner(dataFolder: string, account: ServerAccount | null): void {
  const owner = statSync(dataFolder).uid;
  if (account || owner === process.getuid?.()) return;
  throw new StartupError(
    'ACCOUNT_NOT_ALLOWED',
    `The data in ${dataFolder} belongs to account number ${owner}, and this process runs as ${process.getuid?.()}. ` +
      'Start as that account or as root, or choose another --data folder.',
  );
}

function foreign(dataFolder: string): StartupError {
  return new StartupError(
    'DATA_FOLDER_FOREIGN',
    `${dataFolder} should be empty or hold PostgreSQL's files, but it holds others. Choose another --data folder.`,
  );
}
