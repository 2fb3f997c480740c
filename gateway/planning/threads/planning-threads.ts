import { RequestRefused } from '../../errors';
import { PatientTimeouts } from '../../support/patient-timeouts';
import { messageOf } from '../../support/message-of';
import { type PlanningObserver, type RestartReason } from '../planning-observer';
import { type PlanReply, type PlanRequest } from './plan-messages';
import {
  startPlanningThread,
  ThreadLostError,
  type PlanningThread,
  type StartThread,
} from './planning-thread';
import { limitWork } from './work-limit';

/** How threads are used. */
export interface ThreadSettings {
  /** How many threads there may be. */
  readonly workers: number;
  /** How long one operation may be planned, without its waiting: processor time of its thread, where that is known. */
  readonly timeoutMs: number;
  /** After how long without work a thread is ended; the next operation starts one again. */
  readonly idleMs: number;
  /** @default 200 */
  readonly queueLimit?: number;
}

interface Job {
  readonly request: PlanRequest;
  readonly timeoutMs: number;
  readonly queuedAt: number;
  readonly resolve: (reply: PlanReply) => void;
  readonly reject: (error: Error) => void;
}

interface Slot {
  readonly thread: PlanningThread;
  state: 'starting' | 'idle' | 'busy';
  idleTimer?: NodeJS.Timeout;
}

const QUEUE_LIMIT = 200;
const PROVEN_PATIENCE = 10;
/** Nobody listens any more to what waited longer than the deadline of a request. */
const MAX_WAIT_MS = 10_000;
const START_LIMIT_MS = 120_000;
/** So many failures in a row are no accident: what waits is told instead of waiting on. */
const HOPELESS_FAILURES = 3;

/**
 * Plans operations of one supergraph in threads. Each thread plans one at a time; whoever takes longer than the limit loses
 * its thread, and what waits behind it goes on with the next one. Threads start when there is work and end when there has
 * been none for a while.
 */
export class PlanningThreads {
  private readonly slots = new Set<Slot>();
  private readonly waiting: Job[] = [];
  private readonly timeouts = new PatientTimeouts();
  private failures = 0;
  private retryTimer: NodeJS.Timeout | undefined;
  private idleMs: number;
  private isStopped = false;

  constructor(
    private readonly sdl: string,
    private readonly settings: ThreadSettings,
    private readonly observer: PlanningObserver,
    private readonly startThread: StartThread = startPlanningThread,
  ) {
    this.idleMs = settings.idleMs;
  }

  /** How many threads run or start. */
  get size(): number {
    return this.slots.size;
  }

  /** Starts a thread before there is work. Rejects with an Error for operators when the supergraph cannot be planned for. */
  async warm(): Promise<void> {
    await this.start().thread.ready;
  }

  /**
   * The reply to `request`. Rejects with RequestRefused: PLAN_TIMEOUT when it took too long, QUERY_TOO_COMPLEX when it took
   * too much memory, UNAVAILABLE when the thread died of it or none can be started, REQUEST_CONCURRENCY_LIMITED when too
   * many wait already. What is proven may take some times the limit: on a busy machine it must not lose what it had.
   */
  plan(request: PlanRequest, isProven = false): Promise<PlanReply> {
    if (this.isStopped) return Promise.reject(new RequestRefused('UNAVAILABLE'));
    if (this.waiting.length >= (this.settings.queueLimit ?? QUEUE_LIMIT)) return Promise.reject(shed());
    return new Promise((resolve, reject) => {
      const timeoutMs = this.settings.timeoutMs * (isProven ? PROVEN_PATIENCE : 1);
      this.waiting.push({ request, timeoutMs, queuedAt: performance.now(), resolve, reject });
      this.dispatch();
    });
  }

  /** From now on threads end as soon as nothing waits for them; operations that still come are planned. */
  retire(): void {
    this.idleMs = 0;
    for (const slot of this.slots) if (slot.state === 'idle') this.remove(slot);
  }

  /** Ends all threads; what waits is refused. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.retryTimer);
    this.timeouts.close();
    for (const slot of this.slots) this.remove(slot);
    for (const job of this.waiting.splice(0)) job.reject(new RequestRefused('UNAVAILABLE'));
  }

  private dispatch(): void {
    for (const slot of this.slots) {
      if (slot.state !== 'idle') continue;
      const job = this.next();
      if (!job) return;
      void this.work(slot, job);
    }
    const starting = [...this.slots].filter(({ state }) => state === 'starting').length;
    const isWanted = this.waiting.length > starting && this.slots.size < this.settings.workers;
    if (isWanted && this.retryTimer === undefined && !this.isStopped) this.start();
  }

  private next(): Job | undefined {
    for (let job = this.waiting.shift(); job; job = this.waiting.shift()) {
      if (performance.now() - job.queuedAt <= MAX_WAIT_MS) return job;
      job.reject(shed());
    }
    return undefined;
  }

  private start(): Slot {
    const slot: Slot = { thread: this.startThread({ sdl: this.sdl }), state: 'starting' };
    this.slots.add(slot);
    const limit = setTimeout(() => slot.thread.end(), START_LIMIT_MS).unref();
    slot.thread.ready
      .then(
        () => this.rest(slot),
        (error: unknown) => this.lose(slot, 'start', messageOf(error)),
      )
      .finally(() => clearTimeout(limit));
    return slot;
  }

  private async work(slot: Slot, job: Job): Promise<void> {
    clearTimeout(slot.idleTimer);
    slot.state = 'busy';
    slot.thread.hold(true);
    const startedAt = performance.now();
    // Patient: when this process was busy itself, the answer may be there already, and then it is taken.
    const stopWatching = limitWork(this.timeouts, {
      timeoutMs: job.timeoutMs,
      workMs: () => slot.thread.workMs(),
      expire: () => {
        this.observer.planned('timeout', performance.now() - startedAt);
        job.reject(new RequestRefused('PLAN_TIMEOUT'));
        this.replace(slot, 'timeout', `an operation was not planned within ${job.timeoutMs} ms`);
      },
    });
    try {
      const reply = await slot.thread.run(job.request);
      this.observer.planned(reply.kind, performance.now() - startedAt);
      job.resolve(reply);
      this.failures = 0;
      this.rest(slot);
    } catch (error) {
      this.buryJob(slot, job, error, performance.now() - startedAt);
    } finally {
      stopWatching();
    }
  }

  private buryJob(slot: Slot, job: Job, error: unknown, milliseconds: number): void {
    // Ended by us: the timer or `stop` has said so already.
    if (!this.slots.has(slot)) return job.reject(new RequestRefused('UNAVAILABLE'));
    this.observer.planned('lost', milliseconds);
    if (error instanceof ThreadLostError && error.loss === 'memory') {
      job.reject(new RequestRefused('QUERY_TOO_COMPLEX'));
      return this.replace(slot, 'memory', error.message);
    }
    job.reject(new RequestRefused('UNAVAILABLE'));
    this.lose(slot, 'crash', messageOf(error));
  }

  /** The thread is ready for the next operation. */
  private rest(slot: Slot): void {
    if (!this.slots.has(slot)) return slot.thread.end();
    slot.state = 'idle';
    this.dispatch();
    if (this.isBusy(slot)) return;
    slot.thread.hold(false);
    if (this.idleMs === 0) return this.remove(slot);
    slot.idleTimer = setTimeout(() => this.remove(slot), this.idleMs).unref();
  }

  private isBusy(slot: Slot): boolean {
    return slot.state === 'busy';
  }

  /** An operation was too much for the thread: the next one starts at once, so that nobody else waits for its start. */
  private replace(slot: Slot, reason: RestartReason, detail: string): void {
    this.remove(slot);
    this.observer.restarted(reason, detail);
    if (!this.isStopped && (this.idleMs > 0 || this.waiting.length > 0)) this.start();
  }

  /** The thread failed by itself: the next one starts after a pause that doubles with each failure in a row. */
  private lose(slot: Slot, reason: RestartReason, detail: string): void {
    if (!this.slots.has(slot)) return;
    this.remove(slot);
    this.observer.restarted(reason, detail);
    this.failures += 1;
    if (this.failures >= HOPELESS_FAILURES) {
      for (const job of this.waiting.splice(0)) job.reject(new RequestRefused('UNAVAILABLE'));
    }
    this.retryTimer ??= setTimeout(() => {
      this.retryTimer = undefined;
      this.dispatch();
    }, pauseMs(this.failures)).unref();
  }

  private remove(slot: Slot): void {
    clearTimeout(slot.idleTimer);
    this.slots.delete(slot);
    slot.thread.end();
  }
}

/** 100 ms, 200 ms, 400 ms, ... up to 5 s. */
function pauseMs(failures: number): number {
  return Math.min(100 * 2 ** (failures - 1), 5_000);
}

function shed(): RequestRefused {
  return new RequestRefused('REQUEST_CONCURRENCY_LIMITED', {}, { 'retry-after': '1' });
}
