import { type Logger } from 'pino';
import { messageOf } from '../support/message-of';
import { type LivingWorker, type WorkerEnd } from './living-worker';
import { restartDelayMs } from './restart-delay';

/** What a seat needs from its surroundings. */
export interface SeatOptions {
  /** Starts a process for this seat. */
  readonly fork: () => LivingWorker;
  /** How long a worker may take to stop. */
  readonly patienceMs: number;
  readonly log: Logger;
  /** Is told whenever a worker has begun or ceased to serve. */
  readonly changed: () => void;
  /** Is told of each worker that ended without having been asked to. */
  readonly crashed: () => void;
}

/** A worker that has lived this long was not one of those that die at once. */
const HEALTHY_AFTER_MS = 60_000;

/** One of the places for a worker. It is kept taken: who crashes is replaced, who leaves gets a successor first. */
export class WorkerSeat {
  private current: LivingWorker | undefined;
  private replacing: Promise<void> | undefined;
  private crashes = 0;
  private retry: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(private readonly options: SeatOptions) {}

  /** True while its worker serves. */
  get isServing(): boolean {
    return this.current?.isServing ?? false;
  }

  /** Whether `worker` sits here. */
  holds(worker: LivingWorker): boolean {
    return worker === this.current;
  }

  /** Starts the first worker and gives its URL. Rejects with the reason when it cannot serve. */
  async open(): Promise<string> {
    const worker = this.options.fork();
    const url = await worker.ready;
    this.seat(worker);
    return url;
  }

  /**
   * Starts a successor, and stops the worker when the successor serves. Rejects, and leaves the worker as it is, when the
   * successor cannot serve.
   */
  replace(): Promise<void> {
    this.replacing ??= this.replaceNow().finally(() => {
      this.replacing = undefined;
      // Whoever ended meanwhile was left to this.
      if (!this.current && !this.isClosed) this.refill();
    });
    return this.replacing;
  }

  /** Stops for good. Resolves when no process is left. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.retry);
    await Promise.all([this.replacing?.catch(() => undefined), this.current?.stop(this.options.patienceMs)]);
  }

  private async replaceNow(): Promise<void> {
    const last = this.current;
    const next = this.options.fork();
    await next.ready;
    if (this.isClosed) return void (await next.stop(this.options.patienceMs));
    this.seat(next);
    await last?.stop(this.options.patienceMs);
  }

  private seat(worker: LivingWorker): void {
    this.current = worker;
    this.options.log.info({ worker: worker.pid }, 'a worker serves');
    this.options.changed();
    void worker.gone.then((end) => this.ended(worker, end));
  }

  private ended(worker: LivingWorker, { code, signal }: WorkerEnd): void {
    const { log, changed, crashed } = this.options;
    log.info({ worker: worker.pid, code, signal }, 'a worker ended');
    changed();
    if (worker !== this.current) return;
    this.current = undefined;
    if (this.isClosed || this.replacing) return;
    if (performance.now() - worker.startedAt >= HEALTHY_AFTER_MS) this.crashes = 0;
    if (!worker.isLeaving) crashed();
    this.refill();
  }

  private refill(): void {
    clearTimeout(this.retry);
    const delayMs = restartDelayMs((this.crashes += 1));
    this.retry = setTimeout(() => {
      this.replace().catch((error: unknown) => {
        this.options.log.error({ reason: messageOf(error) }, 'a worker could not be started');
      });
    }, delayMs);
  }
}
