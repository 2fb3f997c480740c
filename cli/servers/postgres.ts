import { mkdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { waitUntil } from '../process/wait-until';
import { dataMajorVersion, ensureCluster } from './postgres-cluster';
import { findPostgresBinaries } from './postgres-binaries';
import { launchPostgres } from './postgres-launch';
import { readablePostgresBinaries } from './postgres-readable-copy';
import { socketDatabaseUrl, withConnection } from './postgres-url';
import { disarmPidFile, isPostmasterOf, readPostmaster, stopPostmaster } from './postmaster';
import { serverAccount } from './server-account';
import { shortHash } from './short-hash';
import { temporaryFolder } from './temporary-folder';

/** What `startPostgres` is told. */
export interface PostgresOptions {
  /** PostgreSQL's own folder (PGDATA); it is made when absent. Hold the lock of the data folder around it. */
  dataFolder: string;
  /** False turns off every write barrier: for tests, whose data nobody misses. */
  durable: boolean;
  /** Memory that its processes share, in megabytes: more for large data. @default 8 */
  sharedMegabytes?: number | undefined;
  /** The PATH on which a PostgreSQL may be found. @default none: the npm package and Debian's folders only */
  searchPath?: string | undefined;
  /** Where the server writes its log. @default `server.log` in the data folder */
  logFile?: string;
  /** Told what happens, a sentence at a time. */
  log?: (message: string) => void;
}

/** A running server that only this machine's processes can reach, through a unix socket. */
export interface PostgresServer {
  /** The address of one of its databases. @default `postgres`, the one that always exists */
  url(database?: string): string;
  pid: number;
  socketFolder: string;
  /** True when it was still running from an earlier start that ended without stopping it. */
  adopted: boolean;
  version: string;
  /** The folder of the programs that were started; null for an adopted server. */
  programFolder: string | null;
  /** Ends it and waits until it is gone: fast for `fastMs` (6,000), then at once. May be called twice. */
  stop(options?: { fastMs?: number }): Promise<void>;
}

/**
 * Starts the real PostgreSQL on a data folder, or takes over the one that still serves it.
 *
 * @throws StartupError `POSTGRES_MISSING`, `POSTGRES_VERSION_MISMATCH`, `POSTGRES_FAILED`, `DATA_FOLDER_FOREIGN`,
 * `DATA_FOLDER_UNREACHABLE`, `DATA_FOLDER_UNWRITABLE` or `ACCOUNT_NOT_ALLOWED`.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const dataFolder = canonicalPath(options.dataFolder);
  const log = options.log ?? (() => undefined);
  const running = await adoptPostmaster(dataFolder, options.durable, log);
  if (running) return running;

  const account = serverAccount(dataFolder);
  const found = findPostgresBinaries(options.searchPath, dataMajorVersion(dataFolder), account);
  const binaries = readablePostgresBinaries(found, account);
  const owner = { dataFolder, binaries, account, durable: options.durable };
  await ensureCluster(owner);

  const socketFolder = temporaryFolder({
    name: `${SOCKET_PREFIX}${shortHash(dataFolder)}`,
    account,
    isPrivate: true,
  });
  const logFile = options.logFile ?? path.join(dataFolder, 'server.log');
  const pid = await launchPostgres({
    ...owner,
    socketFolder,
    logFile,
    sharedMegabytes: options.sharedMegabytes,
  });
  log(`PostgreSQL ${binaries.version} started on ${dataFolder}`);
  return serverHandle({
    pid,
    dataFolder,
    socketFolder,
    version: binaries.version,
    adopted: false,
    programFolder: binaries.folder,
  });
}

const SOCKET_PREFIX = 'lastmile-pg-';
const FAST_STOP_MS = 6_000;
const RECOVERY_MS = 60_000;

/** Null when nothing (any more) runs on the folder; a server that runs but cannot be used is stopped. */
async function adoptPostmaster(
  dataFolder: string,
  durable: boolean,
  log: (message: string) => void,
): Promise<PostgresServer | null> {
  const pid = readPostmaster(dataFolder)?.pid;
  if (pid === undefined) return null;
  if (!isPostmasterOf(pid, dataFolder)) {
    disarmPidFile(dataFolder);
    return null;
  }
  const status = (): string => readPostmaster(dataFolder)?.status ?? '';
  await waitUntil(() => !isPostmasterOf(pid, dataFolder) || status() === 'ready' || status() === 'stopping', {
    timeoutMs: RECOVERY_MS,
  });
  const socketFolder = readPostmaster(dataFolder)?.socketFolder ?? '';
  const state = status() === 'ready' ? await probe(socketFolder) : null;
  if (state && (state.durable || !durable)) {
    log(`PostgreSQL ${state.version} still ran on ${dataFolder} and was taken over`);
    return serverHandle({
      pid,
      dataFolder,
      socketFolder,
      version: state.version,
      adopted: true,
      programFolder: null,
    });
  }
  await stopPostmaster(pid, dataFolder, FAST_STOP_MS);
  return null;
}

/** Null when the server does not answer, for example because its socket was swept away with the temporary files. */
async function probe(socketFolder: string): Promise<{ version: string; durable: boolean } | null> {
  try {
    return await withConnection(socketDatabaseUrl(socketFolder, 'postgres'), async (client) => {
      const { rows } = await client.query<{ version: string; durable: boolean }>(
        `SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
                current_setting('fsync') = 'on' AS durable`,
      );
      return rows[0] ?? null;
    });
  } catch {
    return null;
  }
}

interface HandleInput {
  pid: number;
  dataFolder: string;
  socketFolder: string;
  version: string;
  adopted: boolean;
  programFolder: string | null;
}

function serverHandle({ dataFolder, ...facts }: HandleInput): PostgresServer {
  const { pid, socketFolder } = facts;
  return {
    ...facts,
    url: (database = 'postgres') => socketDatabaseUrl(socketFolder, database),
    async stop({ fastMs = FAST_STOP_MS } = {}) {
      await stopPostmaster(pid, dataFolder, fastMs);
      if (path.basename(socketFolder).startsWith(SOCKET_PREFIX))
        rmSync(socketFolder, { recursive: true, force: true });
    },
  };
}

/** One spelling for one folder, so that a link to it leads to the same server. */
function canonicalPath(dataFolder: string): string {
  const absolute = path.resolve(dataFolder);
  mkdirSync(path.dirname(absolute), { recursive: true, mode: 0o755 });
  const isThere = statSync(absolute, { throwIfNoEntry: false }) !== undefined;
  return isThere
    ? realpathSync(absolute)
    : path.join(realpathSync(path.dirname(absolute)), path.basename(absolute));
}
