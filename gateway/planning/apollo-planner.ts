import { operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { parse } from 'graphql';
import { MAX_EVALUATED_PLANS } from './evaluated-plans';
import { buildPlanningSupergraph } from './planning-supergraph';

/** Plans the one operation of a document, with some labels of `@override(label:)` on. Throws what the planner throws. */
export type PlanText = (text: string, labels: readonly string[]) => QueryPlan;

/** The planner of @apollo/query-planner over the text of a supergraph. Throws when it cannot be planned for. */
export function createApolloPlanner(sdl: string): PlanText {
  const { supergraph, restore } = buildPlanningSupergraph(sdl);
  const planner = new QueryPlanner(supergraph, {
    // Operations without @defer are planned as if it were off.
    incrementalDelivery: { enableDefer: true },
    debug: { maxEvaluatedPlans: MAX_EVALUATED_PLANS },
  });
  const schema = supergraph.apiSchema();
  return (text, labels) => {
    // It was validated where it came in.
    const operation = operationFromDocument(schema, parse(text), { validate: false });
    return restore(
      planner.buildQueryPlan(operation, {
        overrideConditions: new Map(labels.map((label) => [label, true])),
      }),
    );
  };
}
