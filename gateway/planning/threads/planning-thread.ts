import { extname, join } from 'node:path';
import { Worker, type ResourceLimits } from 'node:worker_threads';
import { isRecord } from '../../support/is-record';
import { messageOf } from '../../support/message-of';
import { type PlanReply, type PlanRequest, type ThreadData, type ThreadMessage } from './plan-messages';
import { threadWorkMs } from './thread-work';

/** Why a thread ended without being told to. */
export type ThreadLoss = 'memory' | 'crash';

/** A thread ended by itself; what it worked on has no answer. */
export class ThreadLostError extends Error {
  constructor(
    readonly loss: ThreadLoss,
    message: string,
  ) {
    super(message);
    this.name = 'ThreadLostError';
  }
}

/** One running thread that plans one operation at a time. */
export interface PlanningThread {
  /** Resolves when it can plan. Rejects with an Error that says why it cannot. */
  readonly ready: Promise<void>;
  /** The answer to `request`. Rejects with ThreadLostError when the thread ends first. Only one runs at a time. */
  run(request: PlanRequest): Promise<PlanReply>;
  /** How much processor time it has used; undefined where the system does not tell. */
  workMs(): number | undefined;
  /** Whether the thread keeps the process alive. */
  hold(isHeld: boolean): void;
  /** Kills it, whatever it does. */
  end(): void;
}

/** Starts a thread on a file that speaks `plan-messages`. */
export type StartThread = (data: ThreadData) => PlanningThread;

/** The compiled file beside this one, or the TypeScript one where TypeScript is run directly. */
const THREAD_FILE = join(__dirname, `planner-thread${extname(__filename)}`);

/** Starts a thread with its own heap, bounded so that no operation can eat the memory of the machine. */
export function startPlanningThread(data: ThreadData, file = THREAD_FILE): PlanningThread {
  const worker = new Worker(file, { workerData: data, resourceLimits: limitsFor(data.sdl) });
  let loss: ThreadLostError | undefined;
  let pending: Pending<PlanReply> | undefined;
  let threadNumber: number | undefined;
  const ready = new Promise<void>((resolve, reject) => {
    const lose = (error: ThreadLostError): void => {
      loss ??= error;
      reject(loss);
      pending?.reject(loss);
      pending = undefined;
    };
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'ready') {
        threadNumber = message.threadNumber;
        return resolve();
      }
      if (message.kind === 'unusable') return reject(new Error(message.reason));
      pending?.resolve(message);
      pending = undefined;
    });
    worker.on('error', (error: unknown) => lose(new ThreadLostError(lossOf(error), messageOf(error))));
    worker.on('exit', (code) => lose(new ThreadLostError('crash', `the thread ended with code ${code}`)));
  });
  // Whoever waits for it is told; a thread that is ended before anyone waits is no unhandled rejection.
  ready.catch(() => undefined);
  return {
    ready,
    run: (request) =>
      new Promise((resolve, reject) => {
        if (loss) return reject(loss);
        pending = { resolve, reject };
        worker.postMessage(request);
      }),
    workMs: () => threadWorkMs(threadNumber),
    hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}

interface Pending<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

/** A planner takes about 20 MB and some hundred bytes per byte of supergraph; planning works in the rest. */
function limitsFor(sdl: string): ResourceLimits {
  const supergraphMb = Math.ceil(sdl.length / 1_000);
  return { maxOldGenerationSizeMb: 128 + supergraphMb, maxYoungGenerationSizeMb: 8 };
}

function lossOf(error: unknown): ThreadLoss {
  const isMemory = isRecord(error) && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isMemory ? 'memory' : 'crash';
}
