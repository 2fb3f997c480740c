import { type Dispatcher, Pool } from 'undici';

/** What to send, for how long. */
export interface LoadOrder {
  readonly url: string;
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
  /** The length of the right answer: any other counts as a failure. */
  readonly answerBytes: number;
}

/** What came of it. */
export interface LoadResult {
  /** All answered requests, those that were running when the time was up included. */
  readonly requests: number;
  readonly elapsedMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failures: number;
  readonly firstFailure: string | null;
}

/** Sends one request per connection, the next when the answer is complete, until the time is up; then waits for the rest. */
export async function runClosedLoop(order: LoadOrder): Promise<LoadResult> {
  const { origin, pathname } = new URL(order.url);
  const pool = new Pool(origin, { connections: order.connections, pipelining: 1 });
  const latencies: number[] = [];
  const failures: string[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + order.seconds * 1_000;
  const message: Dispatcher.DispatchOptions = {
    path: pathname,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: order.body,
  };
  const lane = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const sentAt = performance.now();
      const failure = await send(pool, message, order.answerBytes);
      latencies.push(performance.now() - sentAt);
      if (failure !== null) failures.push(failure);
      // A gateway that refuses everything is not asked for the whole time.
      if (failures.length > 100) return;
    }
  };
  await Promise.all(Array.from({ length: order.connections }, lane));
  const elapsedMs = performance.now() - startedAt;
  await pool.destroy();
  latencies.sort((left, right) => left - right);
  return {
    requests: latencies.length,
    elapsedMs,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    failures: failures.length,
    firstFailure: failures[0] ?? null,
  };
}

/** The value below which a share of the sorted values lies (nearest rank); 0 for none. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** Sends and reads one request; null, or what is wrong with its answer. `dispatch`, because the loader shares the machine. */
function send(pool: Pool, message: Dispatcher.DispatchOptions, answerBytes: number): Promise<string | null> {
  return new Promise((resolve) => {
    let status = 0;
    let received = 0;
    pool.dispatch(message, {
      onRequestStart: () => undefined,
      onResponseStart: (_controller, statusCode) => void (status = statusCode),
      onResponseData: (_controller, chunk) => void (received += chunk.length),
      onResponseEnd: () => {
        const isRight = status === 200 && received === answerBytes;
        resolve(isRight ? null : `status ${status} with ${received} bytes, expected ${answerBytes}`);
      },
      onResponseError: (_controller, error) => resolve(String(error)),
    });
  });
}
