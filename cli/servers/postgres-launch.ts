import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../process/wait-until';
import { StartupError } from '../startup-error';
import { type ClusterOwner, dataFolderArgument, serverSpawnOptions } from './postgres-cluster';
import { postgresSettings } from './postgres-settings';
import { readPostmaster } from './postmaster';

/** One start of a server. */
export interface LaunchRequest extends ClusterOwner {
  socketFolder: string;
  logFile: string;
  sharedMegabytes?: number | undefined;
}

// Backends of a postmaster that was killed need a moment to notice and let go of the shared memory.
const RETRY_FOR_MS = 10_000;
// Recovery after a crash replays at most max_wal_size, which takes seconds even on a slow disk.
const READY_WITHIN_MS = 60_000;
const LARGEST_LOG_BYTES = 10 * 1024 * 1024;

/**
 * Starts the server in a session of its own and returns its pid once it accepts connections.
 * A Ctrl-C at the terminal does not reach it, and it outlives this process unless it is stopped.
 *
 * @throws StartupError `POSTGRES_FAILED` with the end of its log.
 */
export async function launchPostgres(request: LaunchRequest): Promise<number> {
  rotateLog(request.logFile);
  const deadline = performance.now() + RETRY_FOR_MS;
  for (;;) {
    const outcome = await launchOnce(request);
    if (outcome.pid !== null) return outcome.pid;
    if (!isPassing(outcome.output) || performance.now() > deadline) throw failed(request, outcome.output);
    await sleep(250);
  }
}

type Outcome = { pid: number } | { pid: null; output: string };

async function launchOnce(request: LaunchRequest): Promise<Outcome> {
  const { dataFolder, binaries, account, logFile } = request;
  const logStart = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(logFile, 'a', 0o644);
  const data = dataFolderArgument(dataFolder, account);
  const child = spawn(
    path.join(binaries.folder, 'postgres'),
    ['-D', data.argument, ...postgresSettings({ ...request, majorVersion: binaries.majorVersion })],
    { ...serverSpawnOptions(binaries, account, ['ignore', log, log, ...data.stdio]), detached: true },
  );
  child.unref();
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  closeSync(log);
  data.close();
  const isReady = (): boolean => isServing(dataFolder, child.pid);
  await waitUntil(() => ended || isReady(), { timeoutMs: READY_WITHIN_MS });
  if (child.pid !== undefined && isReady()) return { pid: child.pid };
  if (!ended) child.kill('SIGQUIT');
  return { pid: null, output: readFileSync(logFile, 'utf8').slice(logStart) };
}

function isServing(dataFolder: string, pid: number | undefined): boolean {
  const postmaster = readPostmaster(dataFolder);
  return postmaster !== null && postmaster.pid === pid && postmaster.status === 'ready';
}

/** True for complaints about a server that is just going away. */
function isPassing(output: string): boolean {
  return /shared memory block|lock file "[^"]*" already exists|is another postmaster/i.test(output);
}

function failed({ dataFolder, logFile }: LaunchRequest, output: string): StartupError {
  const complaints = output.split('\n').filter((line) => /FATAL|PANIC|ERROR|error while/.test(line));
  const reason = (complaints.length > 0 ? complaints : output.trim().split('\n')).slice(-2).join(' ');
  return new StartupError(
    'POSTGRES_FAILED',
    `PostgreSQL did not start on ${dataFolder}: ${reason || 'it said nothing'}. Its log is ${logFile}.`,
  );
}

function rotateLog(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_LOG_BYTES) renameSync(logFile, `${logFile}.1`);
}
