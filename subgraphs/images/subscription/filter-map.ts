/**
 * What `work` makes of each item, without those it answers null for. Unlike an async generator it can be left while
 * it waits for the next item, which is where a subscription spends its life.
 */
export function filterMap<In, Out>(
  source: AsyncIterableIterator<In>,
  work: (item: In) => Promise<Out | null>,
): AsyncIterableIterator<Out> {
  return {
    async next() {
      for (;;) {
        const item = await source.next();
        if (item.done === true) return { done: true, value: undefined };
        const result = await work(item.value);
        if (result !== null) return { done: false, value: result };
      }
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
