import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of the bench. */
export interface Part {
  readonly pid: number;
  /** What it said when it was ready. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Asks over the IPC channel. Rejects when it fails or ends. */
  ask(type: string, value?: unknown): Promise<unknown>;
  /** Ends it: asks, and kills after some seconds. */
  stop(): Promise<void>;
}

/** How a part is started. */
export interface PartOptions {
  readonly name: string;
  /** The compiled script. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly nodeFlags?: readonly string[];
  /** The file that takes its standard output. @default nowhere */
  readonly outputFile?: string;
}

/** The parts of one bench, so that all can be ended whatever happens. */
export interface Parts {
  /** Starts a part. Rejects when it ends before it is ready, or when the bench is ending. */
  start(options: PartOptions): Promise<Part>;
  stopAll(): Promise<void>;
}

/** Longer than a gateway takes to drain. */
const STOP_WITHIN_MS = 9_000;

/** No parts yet. */
export function createParts(): Parts {
  const running = new Set<ChildProcess>();
  let isEnding = false;
  return {
    start: async (options) => {
      if (isEnding) throw new Error(`${options.name} is not started: the bench is ending`);
      const child = launch(options);
      running.add(child);
      child.once('exit', () => running.delete(child));
      return toPart(options.name, child, await readyMessage(options.name, child));
    },
    stopAll: async () => {
      isEnding = true;
      await Promise.all([...running].map(end));
    },
  };
}

function launch({ entry, args = [], nodeFlags = [], outputFile = '/dev/null' }: PartOptions): ChildProcess {
  const output = openSync(outputFile, 'a');
  const child = fork(entry, [...args], {
    execArgv: [...nodeFlags],
    env: partEnvironment(process.env),
    stdio: ['ignore', output, 'inherit', 'ipc'],
  });
  closeSync(output);
  return child;
}

/** As in production, and without settings of the person's shell: they would change what is measured. */
function partEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(environment).filter(
    ([name]) => !/^(LASTMILE|APOLLO|OTEL)_/.test(name) && name !== 'NODE_OPTIONS',
  );
  return { ...Object.fromEntries(own), NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1' };
}

function readyMessage(name: string, child: ChildProcess): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`${name} ended with ${code ?? signal} before it was ready`)),
    );
    child.on('message', (message) => {
      // Our own processes and the gateway send nothing but objects.
      const said = message as Record<string, unknown>;
      if (said['type'] === 'ready') resolve(said);
    });
  });
}

function toPart(name: string, child: ChildProcess, ready: Record<string, unknown>): Part {
  let lastId = 0;
  const ask = (type: string, value?: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = (lastId += 1);
      const ended = (): void => reject(new Error(`${name} ended before it answered "${type}"`));
      const take = (message: unknown): void => {
        // Only `answerQuestions` sends ids.
        const answer = message as { id?: number; result?: unknown; error?: string };
        if (answer.id !== id) return;
        child.off('message', take);
        child.off('exit', ended);
        if (answer.error === undefined) resolve(answer.result);
        else reject(new Error(`${name}: ${answer.error}`));
      };
      child.on('message', take);
      child.once('exit', ended);
      child.send({ id, type, value }, (error) => error && reject(error));
    });
  // A process that has sent a message has a number.
  return { pid: child.pid ?? 0, ready, ask, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  if (child.connected) child.send({ type: 'stop' }, () => undefined);
  const patience = new AbortController();
  void sleep(STOP_WITHIN_MS, undefined, { signal: patience.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await gone;
  patience.abort();
}
