import { operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { GraphQLError } from 'graphql';
import { RequestRefused } from '../errors';
import { type LoadedSupergraph } from '../supergraph/supergraph';
import { type Planner } from './planner';

/** The planner of @apollo/query-planner behind the port. */
export function createApolloPlanner({ supergraph, apiSchema }: LoadedSupergraph): Planner {
  const planner = new QueryPlanner(supergraph);
  return {
    plan: async ({ document, operationName }, { overrideLabels }) => {
      try {
        const operation = operationFromDocument(apiSchema, document, {
          validate: false,
          ...(operationName !== undefined && { operationName }),
        });
        const plan = planner.buildQueryPlan(operation, { overrideConditions: new Map(overrideLabels) });
        refuseContexts(plan);
        return plan;
      } catch (error) {
        // The planner refuses operations beyond its own limits with such errors; they are about the operation.
        if (error instanceof GraphQLError) throw new RequestRefused('QUERY_TOO_COMPLEX');
        throw error;
      }
    },
  };
}

/** The stock executor does not carry values of `@fromContext` to their fetch: it would ask with a variable missing. */
function refuseContexts(plan: QueryPlan): void {
  if (!JSON.stringify(plan).includes('"contextRewrites"')) return;
  throw new RequestRefused('OPERATION_RESOLUTION_FAILURE', {
    message: 'The operation reads a field with @fromContext, which this gateway cannot execute.',
  });
}
