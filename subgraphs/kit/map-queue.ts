import type { BoundedQueue } from './bounded-queue';

/**
 * The items of a queue, each turned into something else or left out (null), one at a time. Unlike an async generator
 * it can be left while it waits for the next item, so that a reader who goes away leaves nothing behind.
 */
export function mapQueue<In, Out>(
  queue: BoundedQueue<In>,
  map: (item: In) => Promise<Out | null>,
): AsyncIterableIterator<Out> {
  return {
    async next() {
      for (;;) {
        const item: IteratorResult<In, unknown> = await queue.next();
        if (item.done) return { done: true, value: undefined };
        const mapped = await map(item.value);
        if (mapped !== null) return { done: false, value: mapped };
      }
    },
    async return() {
      queue.end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
