import { operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
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
        return planner.buildQueryPlan(operation, { overrideConditions: new Map(overrideLabels) });
      } catch (error) {
        // The planner refuses operations beyond its own limits with such errors; they are about the operation.
        if (error instanceof GraphQLError) throw new RequestRefused('QUERY_TOO_COMPLEX');
        throw error;
      }
    },
  };
}
