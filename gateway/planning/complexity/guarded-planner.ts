import { type DocumentNode } from 'graphql';
import { RequestRefused } from '../../errors';
import { type Planner } from '../planner';
import { countComplexity } from './count-complexity';
import { subgraphChoices } from './subgraph-choices';

/** Tells why an operation must not be planned; undefined when it may be. */
export type ComplexityGuard = (document: DocumentNode) => RequestRefused | undefined;

/** A guard against operations with more than `limit` units of planning work. Throws when `sdl` is not GraphQL. */
export function createComplexityGuard(sdl: string, limit: number): ComplexityGuard {
  const choices = subgraphChoices(sdl);
  return (document) => {
    if (countComplexity(document, choices) <= limit) return undefined;
    return new RequestRefused('QUERY_TOO_COMPLEX', {
      message: 'The operation selects too many fields that could be resolved in several ways.',
    });
  };
}

/** Wraps a planner so that what `guard` refuses is refused with QUERY_TOO_COMPLEX before it costs any work. */
export function createGuardedPlanner(planner: Planner, guard: ComplexityGuard): Planner {
  return {
    plan: async (operation, conditions) => {
      const refusal = guard(operation.document);
      if (refusal) throw refusal;
      return planner.plan(operation, conditions);
    },
  };
}
