/**
 * Says that work is no longer wanted, like an AbortController at a tenth of its price: nothing is allocated until
 * somebody listens. One per request.
 */
export class Cancellation {
  /** Why; undefined while the work is still wanted. */
  reason: unknown;
  private cancelled = false;
  private listeners: Set<(reason: unknown) => void> | undefined;

  /** True once `cancel` was called. */
  get isCancelled(): boolean {
    return this.cancelled;
  }

  /** Tells every listener once, in the order in which they came. Later calls do nothing. */
  cancel(reason: unknown): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.reason = reason;
    const listeners = this.listeners;
    this.listeners = undefined;
    listeners?.forEach((listener) => listener(reason));
  }

  /** Calls `listener` when the work is cancelled, at once if it is already. Returns what takes the listener away. */
  onCancel(listener: (reason: unknown) => void): () => void {
    if (this.cancelled) {
      listener(this.reason);
      return () => undefined;
    }
    const listeners = (this.listeners ??= new Set());
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** The same for libraries that want an AbortSignal. */
  toSignal(): AbortSignal {
    const controller = new AbortController();
    this.onCancel((reason) => controller.abort(reason));
    return controller.signal;
  }
}
