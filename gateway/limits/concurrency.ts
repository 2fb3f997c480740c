import { RequestRefused } from '../errors';
import { type Principal, quotaKey } from '../identity/principal';

/** Counts what runs now, in total and per client, and sheds what is too much. */
export class ConcurrencyGate {
  private total = 0;
  private readonly byClient = new Map<string, number>();

  constructor(
    private readonly limits: { readonly total: number; readonly perClient: number },
    private readonly what: string,
  ) {}

  /** How many are inside now. */
  get size(): number {
    return this.total;
  }

  /**
   * Lets the caller in and returns how to leave, which may be called more than once. Throws RequestRefused with
   * Retry-After when the gate is full. Anonymous callers are no client: only the total bounds them.
   */
  enter(principal: Principal): () => void {
    const key = quotaKey(principal);
    const mine = this.byClient.get(key) ?? 0;
    const bound = principal.authenticated ? this.limits.perClient : this.limits.total;
    if (this.total >= this.limits.total || mine >= bound) {
      const message = `Too many ${this.what} at the same time; try again later.`;
      throw new RequestRefused('REQUEST_CONCURRENCY_LIMITED', { message }, { 'retry-after': '1' });
    }
    this.total += 1;
    this.byClient.set(key, mine + 1);
    let isInside = true;
    return () => {
      if (isInside) this.leave(key);
      isInside = false;
    };
  }

  private leave(key: string): void {
    this.total -= 1;
    const mine = (this.byClient.get(key) ?? 1) - 1;
    if (mine === 0) this.byClient.delete(key);
    else this.byClient.set(key, mine);
  }
}
