import { AggregatorRegistry, Gauge, Registry } from 'prom-client';
import { type Exposition } from '../telemetry/metrics';
import { type LivingWorker } from './living-worker';

/** The figures of one process, as its registry gives them. */
type Figures = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

const ANSWER_WITHIN_MS = 1_000;

/**
 * Adds up the figures of all workers, also of those that have ended: what they had counted stays counted, so that no sum
 * ever falls. A worker that does not answer in time counts as it was when it last did.
 */
export class WorkerFigures {
  private readonly known = new Map<LivingWorker, Figures>();
  private readonly waiting = new Map<number, (worker: LivingWorker) => void>();
  private departed: readonly Figures[] = [];
  private lastId = 0;
  private crashes = 0;

  /** Counts a worker that ended unasked. */
  crashed(): void {
    this.crashes += 1;
  }

  /** Takes what a worker said about itself, as the answer to the question of this id. */
  take(worker: LivingWorker, figures: unknown, id?: number): void {
    // Only workers of this code send figures.
    this.known.set(worker, figures as Figures);
    if (id !== undefined) this.waiting.get(id)?.(worker);
  }

  /** Keeps the counts of a worker that has ended, and forgets what was true only while it lived. */
  depart(worker: LivingWorker): void {
    const last = this.known.get(worker) ?? [];
    this.known.delete(worker);
    this.departed = [...this.departed, last.filter(isCount)];
  }

  /** The sums over `workers` and all before them, in the text format of Prometheus. */
  async expose(workers: readonly LivingWorker[]): Promise<Exposition> {
    await this.refresh(workers);
    const own = await ownFigures(workers, this.crashes);
    // Everything below is read at one moment: nobody departs in between.
    const { departed } = this;
    const sums = AggregatorRegistry.aggregate([...departed, ...this.known.values(), own]);
    const past = await AggregatorRegistry.aggregate([...departed]).getMetricsAsJSON();
    this.departed = [past, ...this.departed.slice(departed.length)];
    return { text: await sums.metrics(), contentType: sums.contentType };
  }

  private refresh(workers: readonly LivingWorker[]): Promise<void> {
    const id = (this.lastId += 1);
    const missing = new Set(workers.filter(({ isConnected }) => isConnected));
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(end, ANSWER_WITHIN_MS);
      const answered = (worker: LivingWorker): void => {
        missing.delete(worker);
        if (missing.size === 0) end();
      };
      this.waiting.set(id, answered);
      if (missing.size === 0) end();
      for (const worker of missing) {
        worker.tell({ type: 'primary/figures', id });
        void worker.gone.then(() => answered(worker));
      }
    });
  }
}

function isCount({ type }: Figures[number]): boolean {
  // A registry gives names, though its declared type is that of an enumeration of numbers.
  return ['counter', 'histogram'].includes(String(type));
}

async function ownFigures(workers: readonly LivingWorker[], crashes: number): Promise<Figures> {
  const registry = new Registry();
  const show = (name: string, help: string, value: number): void =>
    new Gauge({ name, help, registers: [registry] }).set(value);
  show('gateway_workers', 'Workers that serve.', workers.filter(({ isServing }) => isServing).length);
  show('gateway_worker_crashes', 'Workers that ended unasked, since the start.', crashes);
  return registry.getMetricsAsJSON();
}
