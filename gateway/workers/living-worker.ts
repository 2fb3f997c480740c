import { type Worker } from 'node:cluster';
import { watchHeartbeat, type Heartbeat } from './heartbeat';
import { asWorkerMessage, type PrimaryMessage, type WorkerMessage } from './worker-messages';

/** How a worker ended. */
export interface WorkerEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** One worker process as the primary sees it, from its start to its end. */
export class LivingWorker {
  readonly startedAt = performance.now();
  /** Where it listens. Rejects with its reason when it ends before that. */
  readonly ready: Promise<string>;
  readonly gone: Promise<WorkerEnd>;
  /** True from `ready` until it is asked to stop or ends. */
  isServing = false;
  /** True once its end is wanted. */
  isLeaving = false;
  private heartbeat: Heartbeat | undefined;

  /** `heard` gets all its messages; `hung` is called when it is ended because it has gone silent. */
  constructor(
    private readonly worker: Worker,
    heard: (message: WorkerMessage) => void,
    hung: () => void,
  ) {
    let reason = '';
    this.gone = new Promise((resolve) => {
      worker.once('exit', (code: number | null, signal: string | null) => {
        // Its last words may still be in the channel.
        if (worker.isConnected()) worker.once('disconnect', () => resolve({ code, signal }));
        else resolve({ code, signal });
      });
      // Without it a process that cannot be started would end this one.
      worker.on('error', () => undefined);
    });
    this.ready = new Promise((resolve, reject) => {
      worker.on('message', (raw: unknown) => {
        const message = asWorkerMessage(raw);
        if (!message) return;
        this.heartbeat?.heard();
        if (message.type === 'worker/failed') reason = message.reason;
        if (message.type === 'worker/leaving') this.isLeaving = true;
        if (message.type === 'worker/ready') {
          this.isServing = true;
          this.watch(hung);
          resolve(message.url);
        }
        heard(message);
      });
      void this.gone.then(({ code, signal }) => {
        this.isServing = false;
        this.heartbeat?.stop();
        reject(new Error(reason || `a worker ended with ${signal ?? code} before it was ready`));
      });
    });
    // Whoever waits for it gets the reason; nobody has to.
    this.ready.catch(() => undefined);
  }

  /** The number of its process. */
  get pid(): number {
    return this.worker.process.pid ?? 0;
  }

  /** True while it has an IPC channel. */
  get isConnected(): boolean {
    return this.worker.isConnected();
  }

  /** Tells it something; it may be gone already. */
  tell(message: PrimaryMessage): void {
    if (this.worker.isConnected()) this.worker.send(message, undefined, () => undefined);
  }

  /** Asks it to finish and end, and ends it by force after `patienceMs`. Resolves when it is gone. */
  async stop(patienceMs: number): Promise<WorkerEnd> {
    this.isLeaving = true;
    this.isServing = false;
    this.tell({ type: 'primary/stop' });
    const force = setTimeout(() => this.worker.process.kill('SIGKILL'), patienceMs);
    const end = await this.gone;
    clearTimeout(force);
    return end;
  }

  /** A worker that hangs cannot be asked to end. Before it serves, loading may hold its event loop for long. */
  private watch(hung: () => void): void {
    this.heartbeat = watchHeartbeat(
      () => this.tell({ type: 'primary/ping' }),
      () => {
        hung();
        this.worker.process.kill('SIGKILL');
      },
    );
  }
}
