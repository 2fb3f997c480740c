import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../startup-error';
import { rotatingLog } from './rotating-log';

/** A part of the product: a process that says when it is ready, is started again when it dies, and stops when told. */
export interface Child {
  /** Resolves when it says so the first time; rejects when it ends before, or says nothing in time. */
  readonly ready: Promise<{ readonly url: string }>;
  /** Null between two lives. */
  pid(): number | null;
  /** From now on its end is expected: it is not started again. */
  retire(): void;
  /** Asks, then insists: a message, SIGTERM after 2.5 s, SIGKILL after 3.5 s. Resolves when it is gone. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  /** How it is called in messages. */
  readonly name: string;
  /** The script to run. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly nodeArgs?: readonly string[];
  /** Takes what it prints, see `rotatingLog`. */
  readonly logFile: string;
  /** A part that is not ready after this time is ended: its start fails, a later life is followed by another. @default 60,000 */
  readonly readyWithinMs?: number;
  /** Told of an unexpected end and of what is done about it. */
  readonly say: (line: string) => void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** A life this long means that the next death starts counting anew. */
const STABLE_MS = 60_000;
const READY_WITHIN_MS = 60_000;
const ASK_MS = 2_500;
const INSIST_MS = 1_000;

interface Death {
  readonly code: number | null;
  /** It was ended because it did not become ready. */
  readonly wasLate: boolean;
}

/** Starts a part. */
export function startChild(options: ChildOptions): Child {
  let current: ChildProcess | null = null;
  let stopping = false;
  let waitMs = FIRST_WAIT_MS;
  const restart = new AbortController();

  const retire = (): void => {
    stopping = true;
    restart.abort();
  };

  const live = (onReady: (url: string) => void): Promise<Death> => {
    const begun = Date.now();
    const child = spawn(options);
    current = child;
    let wasLate = false;
    const patience = setTimeout(() => {
      wasLate = true;
      child.kill('SIGKILL');
    }, options.readyWithinMs ?? READY_WITHIN_MS);
    child.on('message', (message) => {
      if (!isReadyMessage(message) || wasLate) return;
      clearTimeout(patience);
      onReady(message.url);
    });
    return new Promise((resolve) => {
      child.once('error', () => resolve({ code: null, wasLate }));
      child.once('exit', () => {
        clearTimeout(patience);
        current = null;
        if (Date.now() - begun > STABLE_MS) waitMs = FIRST_WAIT_MS;
      });
      // After its last words have been read, which `exit` does not wait for.
      child.once('close', (code) => resolve({ code, wasLate }));
    });
  };

  /**
   * Lives again after each unexpected death, until told to stop. Even after one that looks like wrong settings: it was ready
   * with the same ones before, so what it complains of is passing, such as a PostgreSQL that is just away.
   */
  const liveOn = async (): Promise<void> => {
    while (!stopping) {
      options.say(
        `${options.name} ended unexpectedly; it starts again in ${waitMs / 1_000} s (${options.logFile})`,
      );
      await sleep(waitMs, undefined, { signal: restart.signal }).catch(() => undefined);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      if (stopping) return;
      await live(() => options.say(`${options.name} is back`));
    }
  };

  const ready = new Promise<{ url: string }>((resolve, reject) => {
    let wasReady = false;
    const firstLife = live((url) => {
      wasReady = true;
      resolve({ url });
    });
    void firstLife.then((death) => {
      if (stopping) return reject(new StartupError('CHILD_FAILED', `${options.name} was stopped.`));
      if (wasReady) return void liveOn();
      reject(new StartupError('CHILD_FAILED', failureOf(options, death)));
    });
  });
  ready.catch(() => undefined);

  return {
    ready,
    pid: () => current?.pid ?? null,
    retire,
    async stop() {
      retire();
      if (current) await end(current);
    },
  };
}

function spawn(options: ChildOptions): ChildProcess {
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

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  if (child.connected) child.send({ type: 'stop' }, () => undefined);
  if (await within(gone, ASK_MS)) return;
  child.kill('SIGTERM');
  if (await within(gone, INSIST_MS)) return;
  child.kill('SIGKILL');
  await gone;
}

async function within(gone: Promise<void>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(milliseconds, false, { signal: timer.signal }).catch(() => false);
  const result = await Promise.race([gone.then(() => true), late]);
  timer.abort();
  return result;
}

function failureOf({ name, logFile, readyWithinMs }: ChildOptions, { code, wasLate }: Death): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join('\n');
  const what = wasLate
    ? `was not ready within ${(readyWithinMs ?? READY_WITHIN_MS) / 1_000} s and was ended`
    : `ended with code ${code ?? 'none'} before it was ready`;
  return `${name} ${what}; its log is ${logFile}, it said:\n${lines || '(nothing)'}`;
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
