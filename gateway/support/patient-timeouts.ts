/** Something that may take too long. */
export interface Expiring {
  /** Its time is over. */
  expire(): void;
}

/** One running timeout; only to be given back to `stop`. */
export interface PatientTimeout {
  readonly whose: Expiring;
  /** On the patient clock. */
  readonly dueMs: number;
  readonly startedAtTick: number;
  /** Where it stands in the list; -1 when it runs no more. */
  place: number;
}

const TICK_MS = 10;
/** How much a busy period counts at most, however long it was. */
const LONGEST_TICK_MS = 4 * TICK_MS;
/** So often the event loop must have come round before a timeout may expire. */
const LEAST_TICKS = 3;

/**
 * Many timeouts on one clock that runs only while this process could have noticed an answer. A plain timer fires first
 * after the event loop was busy, before the answers that arrived meanwhile are read, and blames others for our own delay.
 * Timeouts are some ten milliseconds coarse; starting and stopping one allocates a small object and touches no timer.
 */
export class PatientTimeouts {
  private readonly running: PatientTimeout[] = [];
  private ticker: NodeJS.Timeout | undefined;
  private clockMs = 0;
  private ticks = 0;
  private readAt = 0;

  /** How many run now. */
  get size(): number {
    return this.running.length;
  }

  /** Calls `expire` once, after about `milliseconds` unless it is stopped before. */
  start(milliseconds: number, expire: () => void): PatientTimeout {
    return this.startFor({ expire }, milliseconds);
  }

  /** The same for a thing that knows what to do when its time is over. */
  startFor(whose: Expiring, milliseconds: number): PatientTimeout {
    if (!this.ticker) this.wind();
    const timeout: PatientTimeout = {
      whose,
      // The clock was read up to one tick ago: without that tick a timeout could expire early.
      dueMs: this.clockMs + milliseconds + TICK_MS,
      startedAtTick: this.ticks,
      place: this.running.length,
    };
    this.running.push(timeout);
    return timeout;
  }

  /** Forgets `timeout`; does nothing when it has expired or was stopped. */
  stop(timeout: PatientTimeout): void {
    const { place } = timeout;
    const last = this.running.at(-1);
    if (place < 0 || !last) return;
    this.running[place] = last;
    last.place = place;
    timeout.place = -1;
    this.running.pop();
  }

  /** Forgets all of them. */
  close(): void {
    clearInterval(this.ticker);
    this.ticker = undefined;
    for (const timeout of this.running.splice(0)) timeout.place = -1;
  }

  private wind(): void {
    this.readAt = performance.now();
    // What is waited for holds the process, not the waiting.
    this.ticker = setInterval(() => this.tick(), TICK_MS).unref();
  }

  private tick(): void {
    if (this.running.length === 0) return this.close();
    const now = performance.now();
    this.clockMs += Math.min(now - this.readAt, LONGEST_TICK_MS);
    this.readAt = now;
    this.ticks += 1;
    const due = this.running.filter(
      ({ dueMs, startedAtTick }) => dueMs <= this.clockMs && this.ticks - startedAtTick >= LEAST_TICKS,
    );
    for (const timeout of due) {
      // One that expired before it may have stopped it.
      if (timeout.place < 0) continue;
      this.stop(timeout);
      timeout.whose.expire();
    }
  }
}
