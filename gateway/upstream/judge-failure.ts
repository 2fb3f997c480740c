import { type BreakerVerdict } from './circuit-breaker';
import { type SubgraphFailure } from './subgraph-failure';

const WORTH_A_RETRY: ReadonlySet<number | undefined> = new Set([502, 503, 504]);

/** A connection that was just closed says little about the subgraph: sending again costs it no second piece of work. */
const STALE_COST = 0.25;

/**
 * What sending the request again would cost in retries; undefined when that makes no sense. Only for queries: a mutation
 * is never sent again.
 */
export function retryCost({ kind, status, wasSent }: SubgraphFailure): number | undefined {
  // A subgraph that cannot be reached at all cannot be reached a moment later either.
  if (kind === 'connection') return wasSent ? STALE_COST : undefined;
  return WORTH_A_RETRY.has(status) ? 1 : undefined;
}

/**
 * What a failure says about the subgraph. One that answers works, whatever it says; a client that left says nothing. The
 * deadline of the client's request counts against a subgraph that has had at least half of its own time.
 */
export function verdictOf(failure: SubgraphFailure, elapsedMs: number, timeoutMs: number): BreakerVerdict {
  switch (failure.kind) {
    case 'connection':
    case 'timeout':
      return 'fails';
    case 'status':
      return (failure.status ?? 0) >= 500 ? 'fails' : 'works';
    case 'deadline':
      return elapsedMs * 2 >= timeoutMs ? 'fails' : 'unknown';
    case 'answer':
      return 'works';
    default:
      return 'unknown';
  }
}
