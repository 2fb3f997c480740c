import { SubgraphFailure } from './subgraph-failure';

/** Why work is given up at the deadline of whoever wanted it. */
export function deadlinePassed(): SubgraphFailure {
  return new SubgraphFailure('GATEWAY_TIMEOUT', 'the deadline of the request passed', { kind: 'deadline' });
}
