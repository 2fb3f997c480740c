/** Lets a limited number of runs through at once; the others wait their turn. */
export type Gate = <T>(run: () => Promise<T>) => Promise<T>;

/**
 * A gate, first come, first served. A thousand claims at once would otherwise all read "free" before the first is
 * written, take every connection of the pool and make readers wait behind them.
 */
export function createGate(limit: number): Gate {
  const waiting: (() => void)[] = [];
  let free = limit;
  return async (run) => {
    if (free > 0) free -= 1;
    // The one that leaves hands its place over, so `free` stays as it is.
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
