/**
 * The same values, with a `return` that acts at once: it calls `stop`, which must end the source, instead of waiting like
 * a generator until the pending `next` has come.
 */
export function stoppable<Value>(
  source: AsyncIterable<Value>,
  stop: () => void,
): AsyncIterableIterator<Value> {
  const iterator = source[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      const result = await iterator.next();
      if (result.done) stop();
      return result;
    },
    return: async () => {
      stop();
      return { done: true, value: undefined };
    },
  };
}
