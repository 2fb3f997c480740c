import { type LoadOrder, type LoadResult } from '../load/closed-loop';
import { type Part } from '../process/part';

/** What came of a load. */
export interface LoadTotal {
  readonly requests: number;
  readonly failures: number;
  readonly firstFailure: string | null;
}

/** Asks from the part that makes the load, without pause, until `work` is done; each round with new connections. */
export async function loadDuring(
  loader: Part,
  order: LoadOrder,
  work: () => Promise<void>,
): Promise<LoadTotal> {
  let isDone = false;
  const working = work().finally(() => (isDone = true));
  // It is awaited below; until then its failure only ends the load.
  working.catch(() => undefined);
  let total: LoadTotal = { requests: 0, failures: 0, firstFailure: null };
  while (!isDone && total.failures < MANY_FAILURES) {
    // What load/main.ts answers.
    const round = (await loader.ask('load', order)) as LoadResult;
    total = {
      requests: total.requests + round.requests,
      failures: total.failures + round.failures,
      firstFailure: total.firstFailure ?? round.firstFailure,
    };
  }
  await working;
  return total;
}

/** Nothing more is learnt from a gateway that fails like this. */
const MANY_FAILURES = 100;
