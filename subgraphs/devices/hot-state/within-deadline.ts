import { HotStateUnavailable } from './hot-state-unavailable';

/**
 * The result of the work.
 *
 * @throws HotStateUnavailable when the work fails, or has not ended after `timeoutMs`.
 */
export async function withinDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    // The answer may lie unread in the socket when this process was busy for longer than the deadline, so the
    // event loop gets one more turn to read it before Redis is blamed.
    const timer = setTimeout(() => setImmediate(() => reject(tooLate(timeoutMs))), timeoutMs);
    work.then(resolve, (cause: unknown) => reject(failed(cause))).finally(() => clearTimeout(timer));
  });
}

function tooLate(timeoutMs: number): HotStateUnavailable {
  return new HotStateUnavailable(`no answer within ${timeoutMs} ms`);
}

function failed(cause: unknown): HotStateUnavailable {
  if (cause instanceof HotStateUnavailable) return cause;
  return new HotStateUnavailable(cause instanceof Error ? cause.message : String(cause), cause);
}
