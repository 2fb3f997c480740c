import { type ChildProcess, fork } from 'node:child_process';
import { rotatingLog } from './rotating-log';

/** What is run, and for how long it may stay silent. */
export interface LifeOptions {
  /** The script to run. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly nodeArgs?: readonly string[];
  /** Takes what it prints, see `rotatingLog`. */
  readonly logFile: string;
  /** A process that is not ready after this time is ended. */
  readonly readyWithinMs: number;
}

/** How a process ended. */
export interface Death {
  readonly code: number | null;
  /** It was ended because it did not become ready. */
  readonly wasLate: boolean;
}

/** One process of a part, from its start to its end. */
export interface Life {
  readonly process: ChildProcess;
  readonly death: Promise<Death>;
}

/** Starts the process; `onReady` is told where it listens when it says so in time. */
export function beginLife(options: LifeOptions, onReady: (url: string) => void): Life {
  const child = spawn(options);
  let wasLate = false;
  const patience = setTimeout(() => {
    wasLate = true;
    child.kill('SIGKILL');
  }, options.readyWithinMs);
  child.on('message', (message) => {
    if (!isReadyMessage(message) || wasLate) return;
    clearTimeout(patience);
    onReady(message.url);
  });
  const death = new Promise<Death>((resolve) => {
    child.once('error', () => resolve({ code: null, wasLate }));
    child.once('exit', () => clearTimeout(patience));
    // After its last words have been read, which `exit` does not wait for.
    child.once('close', (code) => resolve({ code, wasLate }));
  });
  return { process: child, death };
}

function spawn(options: LifeOptions): ChildProcess {
  const child = fork(options.entry, [...options.args], {
    env: options.environment,
    execArgv: [...(options.nodeArgs ?? [])],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = rotatingLog(options.logFile);
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.once('close', () => log.end());
  return child;
}

function isReadyMessage(message: unknown): message is { url: string } {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'ready' &&
    'url' in message &&
    typeof message.url === 'string'
  );
}
