import { type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../startup-error';
import { beginLife, type Death, type LifeOptions } from './child-life';
import { endProcess } from './end-process';

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

/** What a part is, and who hears of it. */
export interface ChildOptions extends Omit<LifeOptions, 'readyWithinMs'> {
  /** How it is called in messages. */
  readonly name: string;
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

/** Starts a part. */
export function startChild(options: ChildOptions): Child {
  const lifeOptions = { ...options, readyWithinMs: options.readyWithinMs ?? READY_WITHIN_MS };
  const retirement = new AbortController();
  let current: ChildProcess | null = null;
  let waitMs = FIRST_WAIT_MS;

  const live = (onReady: (url: string) => void): Promise<Death> => {
    const begun = Date.now();
    const life = beginLife(lifeOptions, onReady);
    current = life.process;
    life.process.once('exit', () => {
      current = null;
      if (Date.now() - begun > STABLE_MS) waitMs = FIRST_WAIT_MS;
    });
    return life.death;
  };

  /**
   * Lives again after each unexpected death, until told to stop. Even after one that looks like wrong settings: it was ready
   * with the same ones before, so what it complains of is passing, such as a PostgreSQL that is just away.
   */
  const liveOn = async (): Promise<void> => {
    while (!retirement.signal.aborted) {
      options.say(
        `${options.name} ended unexpectedly; it starts again in ${waitMs / 1_000} s (${options.logFile})`,
      );
      await sleep(waitMs, undefined, { signal: retirement.signal }).catch(() => undefined);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      if (retirement.signal.aborted) return;
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
      if (retirement.signal.aborted)
        return reject(new StartupError('CHILD_FAILED', `${options.name} was stopped.`));
      if (wasReady) return void liveOn();
      reject(new StartupError('CHILD_FAILED', failureOf(lifeOptions, death)));
    });
  });
  ready.catch(() => undefined);

  return {
    ready,
    pid: () => current?.pid ?? null,
    retire: () => retirement.abort(),
    async stop() {
      retirement.abort();
      if (current) await endProcess(current);
    },
  };
}

function failureOf(
  { name, logFile, readyWithinMs }: ChildOptions & LifeOptions,
  { code, wasLate }: Death,
): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join('\n');
  const what = wasLate
    ? `was not ready within ${readyWithinMs / 1_000} s and was ended`
    : `ended with code ${code ?? 'none'} before it was ready`;
  return `${name} ${what}; its log is ${logFile}, it said:\n${lines || '(nothing)'}`;
}
