/** Items a slow reader may be behind before the oldest are dropped: it sees the newest state either way. */
const DEFAULT_LIMIT = 1_000;

/** A queue between a source that pushes and a reader that pulls. */
export interface BoundedQueue<T> extends AsyncIterableIterator<T> {
  push(item: T): void;
  end(): void;
}

/** A bounded queue; `onEnd` runs once, when the reader leaves or `end` is called. */
export function createBoundedQueue<T>(onEnd: () => void, limit = DEFAULT_LIMIT): BoundedQueue<T> {
  const items: T[] = [];
  let waiting: ((result: IteratorResult<T>) => void) | null = null;
  let ended = false;

  const end = (): void => {
    if (ended) return;
    ended = true;
    items.length = 0;
    waiting?.({ done: true, value: undefined });
    waiting = null;
    onEnd();
  };
  return {
    push(item) {
      if (ended) return;
      if (waiting) {
        waiting({ done: false, value: item });
        waiting = null;
        return;
      }
      if (items.length >= limit) items.shift();
      items.push(item);
    },
    end,
    next() {
      const item = items.shift();
      if (item !== undefined) return Promise.resolve({ done: false, value: item });
      if (ended) return Promise.resolve({ done: true, value: undefined });
      return new Promise((resolve) => (waiting = resolve));
    },
    return() {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
