/** How many tokens are kept for bad times. */
const CAPACITY = 50;

/**
 * Bounds what is sent again to a share of what is sent: a token bucket that every request fills a little, so that a
 * subgraph in trouble is not asked twice for everything.
 */
export class RetryBudget {
  private tokens: number;

  /** `share` of the requests may be sent again; 0 means none. */
  constructor(private readonly share: number) {
    this.tokens = share > 0 ? CAPACITY : 0;
  }

  /** Counts a request. */
  note(): void {
    this.tokens = Math.min(CAPACITY, this.tokens + this.share);
  }

  /** True when a request may be sent again, which then is paid for. `cost` is how much of a retry it is. */
  take(cost: number): boolean {
    if (this.share === 0 || this.tokens < cost) return false;
    this.tokens -= cost;
    return true;
  }
}
