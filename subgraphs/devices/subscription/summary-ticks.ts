import { type BoundedQueue, createBoundedQueue } from '../../kit/bounded-queue';

/** A tick now and then one every period, until the reader leaves. One that reads slowly misses ticks, not figures. */
export function summaryTicks(everyMs: number): BoundedQueue<true> {
  const timer = setInterval(() => queue.push(true), everyMs);
  timer.unref();
  const queue = createBoundedQueue<true>(() => clearInterval(timer), 1);
  queue.push(true);
  return queue;
}
