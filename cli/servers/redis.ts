import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { type EndStep, endProcess } from '../process/end-process';
import { endWithUs } from '../process/end-with-us';
import { processIdentity } from '../process/process-identity';
import { waitUntil } from '../process/wait-until';
import { StartupError, isSystemError } from '../startup-error';
import { shortHash } from './short-hash';
import { temporaryFolder } from './temporary-folder';

/** What `startRedis` is told. */
export interface RedisOptions {
  /** Holds the pid file and the log; made when absent. */
  folder: string;
  /** The `redis-server` to run. */
  binary: string;
  /** When it holds more than this it refuses writes. @default 256 */
  memoryLimitMegabytes?: number;
  /** Told what happens, a sentence at a time. */
  log?: (message: string) => void;
}

/** A running Redis that keeps everything in memory and that only our account can reach. */
export interface RedisServer {
  /** The path of its unix socket, which `new Redis(url)` of ioredis takes as an address; the same at every start of a folder. */
  url: string;
  pid: number;
  /** Ends it and waits until it is gone. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a private Redis, after ending one that an earlier start of the same folder left behind (what it held is hot state
 * that the boxes send again). It runs in a session of its own, so a Ctrl-C at the terminal does not reach it, and ends when
 * this process is gone.
 *
 * @throws StartupError `REDIS_FAILED` with the end of its log.
 */
export async function startRedis(options: RedisOptions): Promise<RedisServer> {
  const { folder, log = () => undefined } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (await endLeftover(folder)) log(`A Redis that an earlier start left behind in ${folder} was ended`);
  const socketFolder = temporaryFolder({
    name: `lastmile-redis-${shortHash(path.resolve(folder))}`,
    account: null,
    isPrivate: true,
  });
  const socket = path.join(socketFolder, 's');
  rmSync(socket, { force: true });
  const pid = await launch(options, socket).catch((error: unknown) => {
    rmSync(socketFolder, { recursive: true, force: true });
    throw error;
  });
  log(`Redis started, its log is ${path.join(folder, LOG)}`);
  return {
    url: socket,
    pid,
    async stop() {
      await endLeftover(folder, pid);
      rmSync(socketFolder, { recursive: true, force: true });
    },
  };
}

const LOG = 'redis.log';
const PID_FILE = 'redis.pid';
const READY_WITHIN_MS = 10_000;

async function launch(
  { folder, binary, memoryLimitMegabytes = 256 }: RedisOptions,
  socket: string,
): Promise<number> {
  const settings = {
    port: '0',
    unixsocket: socket,
    unixsocketperm: '700',
    save: '',
    appendonly: 'no',
    dir: path.resolve(folder),
    maxmemory: `${memoryLimitMegabytes}mb`,
    // An eviction would look like a box that went dark; a refused write is at least seen.
    'maxmemory-policy': 'noeviction',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const logFile = path.join(folder, LOG);
  const log = openSync(logFile, 'w', 0o644);
  const child = spawn(binary, args, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.unref();
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  if (child.pid !== undefined) {
    writePidFile(folder, child.pid);
    child.once('exit', endWithUs(child.pid));
  }
  const isReady = await waitUntil(async () => ended || (await answers(socket)), {
    timeoutMs: READY_WITHIN_MS,
  });
  if (isReady && !ended && child.pid !== undefined) return child.pid;
  if (!ended) child.kill('SIGKILL');
  throw failed(binary, logFile);
}

/** True when something accepts connections there and answers a PING. */
function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket, () => connection.write('PING\r\n'));
    const finish = (result: boolean) => (): void => {
      connection.destroy();
      resolve(result);
    };
    connection.setTimeout(1_000, finish(false));
    connection.once('data', finish(true));
    connection.once('error', finish(false));
    connection.once('close', finish(false));
  });
}

/** The pid together with what makes it unmistakable, since a number alone is soon somebody else's. */
function writePidFile(folder: string, pid: number): void {
  const file = path.join(folder, PID_FILE);
  writeFileSync(`${file}.new`, JSON.stringify({ pid, identity: processIdentity(pid) }));
  renameSync(`${file}.new`, file);
}

/** True when a server of this folder (and of this pid, when one is given) was running and has been ended. */
async function endLeftover(folder: string, onlyPid?: number): Promise<boolean> {
  const recorded = readPidFile(folder);
  if (!recorded || (onlyPid !== undefined && recorded.pid !== onlyPid)) return false;
  const isStillIt = (): boolean => processIdentity(recorded.pid) === recorded.identity;
  const wasRunning = isStillIt();
  const steps: EndStep[] = [
    { signal: 'SIGTERM', waitMs: 2_000 },
    { signal: 'SIGKILL', waitMs: 1_000 },
  ];
  await endProcess(recorded.pid, isStillIt, steps);
  rmSync(path.join(folder, PID_FILE), { force: true });
  return wasRunning;
}

function readPidFile(folder: string): { pid: number; identity: string } | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path.join(folder, PID_FILE), 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('identity' in value))
      return null;
    const { pid, identity } = value;
    return typeof pid === 'number' && typeof identity === 'string' ? { pid, identity } : null;
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || error instanceof SyntaxError) return null;
    throw error;
  }
}

function failed(binary: string, logFile: string): StartupError {
  const reason = readFileSync(logFile, 'utf8').trim().split('\n').slice(-2).join(' ');
  return new StartupError(
    'REDIS_FAILED',
    `${binary} did not start: ${reason || 'it said nothing'}. Its log is ${logFile}.`,
  );
}
