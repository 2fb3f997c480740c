/** When a circuit opens, and for how long. */
export interface BreakerOptions {
  /** So many failures within the window open it, ... */
  readonly failures: number;
  /** ... when they are at least this share of the requests that ended in it. */
  readonly failureShare: number;
  readonly windowMs: number;
  /** How long nothing is sent before one request tries again. */
  readonly openMs: number;
}

/** Closed: all may pass. Open: none may. Half open: one may, and its end decides. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** How a request ended, as far as it says something about the subgraph; a client that left says nothing. */
export type BreakerVerdict = 'works' | 'fails' | 'unknown';

/** The right to send one request; given back with its verdict. */
export interface Permit {
  /** The state's number when it was given: what began before the last change decides nothing any more. */
  readonly era: number;
}

/** The window is counted in slices, and moves on by one slice. */
const SLICES = 10;

/** Keeps requests away from a subgraph that fails, so that they fail fast and it can recover. Times are given from outside. */
export class CircuitBreaker {
  private current: BreakerState = 'closed';
  private era = 0;
  private openedAtMs = 0;
  private isProbing = false;
  private permit: Permit = { era: 0 };
  private readonly worked = new Float64Array(SLICES);
  private readonly failed = new Float64Array(SLICES);
  private slice = 0;

  constructor(
    private readonly options: BreakerOptions,
    private readonly changed: (state: BreakerState) => void = () => undefined,
  ) {}

  /** What holds now; an open circuit whose time is over is half open once somebody wants to pass. */
  get state(): BreakerState {
    return this.current;
  }

  /** The right to send a request at `nowMs`; undefined when none may be sent. */
  enter(nowMs: number): Permit | undefined {
    if (this.current === 'open' && nowMs - this.openedAtMs >= this.options.openMs) this.become('half-open');
    if (this.current === 'open' || (this.current === 'half-open' && this.isProbing)) return undefined;
    this.isProbing = this.current === 'half-open';
    return this.permit;
  }

  /** Takes the verdict of a request that had `permit`. Every permit must come back. */
  leave({ era }: Permit, verdict: BreakerVerdict, nowMs: number): void {
    if (era !== this.era) return;
    if (this.current === 'half-open') {
      this.isProbing = false;
      if (verdict === 'works') this.become('closed');
      if (verdict === 'fails') this.open(nowMs);
    } else if (verdict !== 'unknown') {
      this.count(verdict, nowMs);
      if (verdict === 'fails' && this.isTooMuch()) this.open(nowMs);
    }
  }

  private count(verdict: 'works' | 'fails', nowMs: number): void {
    const slice = Math.floor((nowMs * SLICES) / this.options.windowMs);
    // Slices that have passed since are of the last window.
    for (let passed = Math.max(this.slice, slice - SLICES) + 1; passed <= slice; passed += 1) {
      this.worked[passed % SLICES] = 0;
      this.failed[passed % SLICES] = 0;
    }
    this.slice = Math.max(this.slice, slice);
    const counts = verdict === 'works' ? this.worked : this.failed;
    counts[this.slice % SLICES] = (counts[this.slice % SLICES] ?? 0) + 1;
  }

  private isTooMuch(): boolean {
    const failed = sum(this.failed);
    const { failures, failureShare } = this.options;
    return failed >= failures && failed >= failureShare * (failed + sum(this.worked));
  }

  private open(nowMs: number): void {
    this.openedAtMs = nowMs;
    this.become('open');
  }

  private become(state: BreakerState): void {
    this.current = state;
    this.era += 1;
    this.permit = { era: this.era };
    this.isProbing = false;
    this.worked.fill(0);
    this.failed.fill(0);
    this.changed(state);
  }
}

function sum(counts: Float64Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
