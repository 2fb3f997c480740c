/** Work that can be given up. */
export interface Cancellable {
  /** Gives it up, if it is not over. */
  abort(reason: unknown): void;
}

/**
 * Says that work is no longer wanted, like an AbortController at a tenth of its price: nothing is allocated until
 * somebody listens, and nothing for one piece of work at a time. One per request.
 */
export class Cancellation {
  /** Why; undefined while the work is still wanted. */
  reason: unknown;
  private cancelled = false;
  /** The work that began first; most requests have no more at the same time. */
  private work: Cancellable | undefined;
  private listeners: Set<Cancellable> | undefined;

  /** True once `cancel` was called. */
  get isCancelled(): boolean {
    return this.cancelled;
  }

  /** Tells every listener once, in the order in which they came. Later calls do nothing. */
  cancel(reason: unknown): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.reason = reason;
    const { work, listeners } = this;
    this.work = undefined;
    this.listeners = undefined;
    work?.abort(reason);
    listeners?.forEach((listener) => listener.abort(reason));
  }

  /** Aborts `work` when cancelled, at once if it is already, unless `release` comes first. */
  hold(work: Cancellable): void {
    if (this.cancelled) work.abort(this.reason);
    // Who came after others is told after them, so the place before them stays empty.
    else if (this.work === undefined && !this.listeners?.size) this.work = work;
    else (this.listeners ??= new Set()).add(work);
  }

  /** Forgets `work`. */
  release(work: Cancellable): void {
    if (this.work === work) this.work = undefined;
    else this.listeners?.delete(work);
  }

  /** Calls `listener` when the work is cancelled, at once if it is already. Returns what takes the listener away. */
  onCancel(listener: (reason: unknown) => void): () => void {
    const work: Cancellable = { abort: listener };
    this.hold(work);
    return () => this.release(work);
  }

  /** The same for libraries that want an AbortSignal. */
  toSignal(): AbortSignal {
    const controller = new AbortController();
    this.onCancel((reason) => controller.abort(reason));
    return controller.signal;
  }
}
