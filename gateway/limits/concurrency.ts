import { RequestRefused } from '../errors';
import { type Principal, quotaKey } from '../identity/principal';

/** How much of one client is inside. */
interface Client {
  /** Undefined for all anonymous callers together. */
  readonly key: string | undefined;
  inside: number;
}

/** Counts what runs now, in total and per client, and sheds what is too much. */
export class ConcurrencyGate {
  private total = 0;
  private readonly anonymous: Client = { key: undefined, inside: 0 };
  private readonly byKey = new Map<string, Client>();

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
    const client = principal.authenticated ? this.clientOf(quotaKey(principal)) : this.anonymous;
    const bound = principal.authenticated ? this.limits.perClient : this.limits.total;
    if (this.total >= this.limits.total || client.inside >= bound) {
      const message = `Too many ${this.what} at the same time; try again later.`;
      throw new RequestRefused('REQUEST_CONCURRENCY_LIMITED', { message }, { 'retry-after': '1' });
    }
    this.total += 1;
    client.inside += 1;
    if (client.key !== undefined) this.byKey.set(client.key, client);
    let isInside = true;
    return () => {
      if (isInside) this.leave(client);
      isInside = false;
    };
  }

  private clientOf(key: string): Client {
    return this.byKey.get(key) ?? { key, inside: 0 };
  }

  private leave(client: Client): void {
    this.total -= 1;
    client.inside -= 1;
    if (client.inside === 0 && client.key !== undefined) this.byKey.delete(client.key);
  }
}
