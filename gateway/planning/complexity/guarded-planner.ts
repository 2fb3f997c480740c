import { RequestRefused } from '../../errors';
import { type Planner } from '../planner';
import { countComplexity } from './count-complexity';
import { subgraphChoices } from './subgraph-choices';

/**
 * Wraps a planner so that operations with more than `limit` units of planning work are refused with QUERY_TOO_COMPLEX
 * before they cost any. Throws when `sdl` is not GraphQL.
 */
export function createGuardedPlanner(planner: Planner, sdl: string, limit: number): Planner {
  const choices = subgraphChoices(sdl);
  return {
    plan: async (operation, conditions) => {
      if (countComplexity(operation.document, choices) > limit) {
        throw new RequestRefused('QUERY_TOO_COMPLEX', {
          message: 'The operation selects too many fields that could be resolved in several ways.',
        });
      }
      return planner.plan(operation, conditions);
    },
  };
}
