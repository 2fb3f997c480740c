import cluster, { type Worker } from 'node:cluster';
import { type Logger } from 'pino';
import { messageOf } from '../support/message-of';
import { WeightedCache } from '../support/weighted-cache';
import { LivingWorker } from './living-worker';
import { WorkerFigures } from './worker-figures';
import { type WorkerMessage } from './worker-messages';
import { WorkerSeat } from './worker-seat';

/** What a crew is. */
export interface CrewOptions {
  readonly size: number;
  /** How long a worker may take to stop. */
  readonly patienceMs: number;
  /** How many bytes of plans are kept for them. */
  readonly planBytes: number;
  readonly log: Logger;
}

/** The workers of one gateway. They listen on one port; the primary hands them connections in turn. */
export class WorkerCrew {
  private readonly seats: readonly WorkerSeat[];
  private readonly workers = new Set<LivingWorker>();
  private readonly figures = new WorkerFigures();
  /** What any of them has planned, so that a new one needs not plan it again. */
  private readonly plans: WeightedCache<string, string>;
  private isStopping = false;
  private rolling: Promise<void> | undefined;
  private isRollWanted = false;

  constructor(private readonly options: CrewOptions) {
    const { size, patienceMs, planBytes, log } = options;
    this.plans = new WeightedCache(planBytes);
    cluster.schedulingPolicy = cluster.SCHED_RR;
    this.seats = Array.from(
      { length: size },
      () =>
        new WorkerSeat({
          fork: () => this.fork(),
          patienceMs,
          log,
          changed: () => this.tellOthers(),
          crashed: () => this.figures.crashed(),
        }),
    );
  }

  /** Starts all and gives their URL. Rejects with the reason when one cannot serve; then none is left. */
  async open(): Promise<string> {
    try {
      // All have the same one: node gives the workers of one primary the same port, also where any would do.
      const [url = ''] = await Promise.all(this.seats.map((seat) => seat.open()));
      return url;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Replaces one worker after the other. Ends early, with the old workers, when a new one cannot serve. */
  async roll(): Promise<void> {
    this.isRollWanted = true;
    this.rolling ??= this.rollNow().finally(() => (this.rolling = undefined));
    await this.rolling;
  }

  /** Stops all at once. Resolves when no process is left. */
  async close(): Promise<void> {
    this.isStopping = true;
    this.tellOthers();
    // Also those that are only starting, for whom a seat would wait.
    const ends = [...this.workers].map((worker) => worker.stop(this.options.patienceMs));
    await Promise.all([...ends, ...this.seats.map((seat) => seat.close())]);
  }

  private async rollNow(): Promise<void> {
    const { log } = this.options;
    while (this.isRollWanted && !this.isStopping) {
      this.isRollWanted = false;
      log.info('all workers are replaced');
      try {
        for (const seat of this.seats) if (!this.isStopping) await seat.replace();
        log.info('all workers have been replaced');
      } catch (error) {
        log.error({ reason: messageOf(error) }, 'a new worker cannot serve; the old ones stay');
      }
    }
  }

  private fork(): LivingWorker {
    const raw: Worker = cluster.fork();
    const worker = new LivingWorker(
      raw,
      (message) => this.hear(worker, message),
      () => this.options.log.error({ worker: worker.pid }, 'a worker hangs and is replaced'),
    );
    this.workers.add(worker);
    void worker.gone.then(() => {
      this.workers.delete(worker);
      this.figures.depart(worker);
    });
    return worker;
  }

  private hear(worker: LivingWorker, message: WorkerMessage): void {
    if (message.type === 'worker/figures') {
      this.figures.take(worker, message.figures, message.id);
    } else if (message.type === 'worker/leaving') {
      this.succeed(worker);
    } else if (message.type === 'worker/scraped') {
      void this.figures
        .expose([...this.workers])
        .then((exposition) => worker.tell({ type: 'primary/exposition', id: message.id, exposition }));
    } else if (message.type === 'worker/planned') {
      this.plans.set(message.key, message.text, message.key.length + message.text.length);
    } else if (message.type === 'worker/plan-wanted') {
      const text = this.plans.get(message.key);
      worker.tell({ type: 'primary/plan', id: message.id, ...(text !== undefined && { text }) });
    }
  }

  /** A worker that somebody else asked to end serves until another takes its place. */
  private succeed(worker: LivingWorker): void {
    const seat = this.seats.find((candidate) => candidate.holds(worker));
    if (this.isStopping || !seat) return;
    seat.replace().catch((error: unknown) => {
      this.options.log.error({ reason: messageOf(error) }, 'a worker that leaves has no successor');
      void worker.stop(this.options.patienceMs);
    });
  }

  private tellOthers(): void {
    const serving = [...this.workers].filter(({ isServing }) => isServing);
    for (const worker of this.workers) {
      const hasOthers = !this.isStopping && serving.some((other) => other !== worker);
      worker.tell({ type: 'primary/others', hasOthers });
    }
  }
}
