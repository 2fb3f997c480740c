import { type Exposition } from '../telemetry/metrics';
import {
  asPrimaryMessage,
  type PrimaryAnswer,
  type PrimaryMessage,
  type WorkerMessage,
  type WorkerQuestion,
} from './worker-messages';

/** The channel of a process to its parent, as far as a worker uses it. */
export interface ParentChannel {
  readonly send?: ((message: unknown) => unknown) | undefined;
  readonly connected: boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'disconnect', listener: () => void): unknown;
}

const ANSWER_WITHIN_MS = 3_000;

/** A worker's end of the channel to its primary. */
export class PrimaryLink {
  /** True while others serve on the same port. */
  hasOthers = false;
  /** Resolves when the primary wants the worker to stop, or is gone. */
  readonly stopped: Promise<void>;
  private readonly asked = new Map<number, (answer: PrimaryAnswer) => void>();
  private lastId = 0;

  /** `figures` reads what this worker has counted. */
  constructor(
    private readonly channel: ParentChannel,
    private readonly figures: () => Promise<unknown>,
  ) {
    let stop: () => void;
    this.stopped = new Promise((resolve) => (stop = resolve));
    channel.on('message', (raw) => {
      const message = asPrimaryMessage(raw);
      if (message?.type === 'primary/stop') stop();
      else if (message?.type === 'primary/ping') this.tell({ type: 'worker/alive' });
      else if (message) this.hear(message);
    });
    channel.once('disconnect', () => {
      this.hasOthers = false;
      stop();
    });
  }

  /** Tells the primary something, if it is still there. */
  tell(message: WorkerMessage): void {
    if (this.channel.connected) this.channel.send?.(message);
  }

  /** The primary's answer; undefined when it does not come in time. */
  ask(question: WorkerQuestion): Promise<PrimaryAnswer | undefined> {
    const id = (this.lastId += 1);
    return new Promise((resolve) => {
      const end = (answer?: PrimaryAnswer): void => {
        clearTimeout(timer);
        this.asked.delete(id);
        resolve(answer);
      };
      const timer = setTimeout(end, ANSWER_WITHIN_MS);
      this.asked.set(id, end);
      if (this.channel.connected) this.tell({ ...question, id });
      else end();
    });
  }

  /** The figures of all workers; of this one alone, as `own` reads them, when the primary does not answer. */
  async expose(own: () => Promise<Exposition>): Promise<Exposition> {
    const answer = await this.ask({ type: 'worker/scraped' });
    return answer?.type === 'primary/exposition' ? answer.exposition : own();
  }

  /** Leaves the primary its figures, which would end with this worker. */
  async sayGoodbye(): Promise<void> {
    this.tell({ type: 'worker/figures', figures: await this.figures() });
  }

  private hear(message: PrimaryMessage): void {
    if (message.type === 'primary/others') {
      this.hasOthers = message.hasOthers;
    } else if (message.type === 'primary/figures') {
      const { id } = message;
      void this.figures().then((figures) => this.tell({ type: 'worker/figures', id, figures }));
    } else if (message.type === 'primary/plan' || message.type === 'primary/exposition') {
      this.asked.get(message.id)?.(message);
    }
  }
}
