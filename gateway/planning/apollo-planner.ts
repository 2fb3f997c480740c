import { operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { parse, type DocumentNode } from 'graphql';
import { MAX_EVALUATED_PLANS } from './evaluated-plans';
import { buildPlanningSupergraph, type PlanningSupergraph } from './planning-supergraph';
import { narrowFragments } from './workarounds/narrow-fragments';

/** Plans the one operation of a document, with some labels of `@override(label:)` on. Throws what the planner throws. */
export type PlanText = (text: string, labels: readonly string[]) => QueryPlan;

/** The planner of @apollo/query-planner over the text of a supergraph. Throws when it cannot be planned for. */
export function createApolloPlanner(sdl: string): PlanText {
  const { supergraph, prepare, restore, planner } = openPlanner(sdl);
  const schema = supergraph.apiSchema();
  const clientSchema = schema.toGraphQLJSSchema({ includeDefer: true });
  const plan = (document: DocumentNode, labels: readonly string[]): QueryPlan =>
    planner.buildQueryPlan(
      // It was validated where it came in.
      operationFromDocument(schema, document, { validate: false }),
      { overrideConditions: new Map(labels.map((label) => [label, true])) },
    );
  return (text, labels) => {
    const document = prepare(parse(text), clientSchema);
    try {
      return restore(plan(document, labels));
    } catch (error) {
      const narrowed = narrowFragments(document, clientSchema);
      if (!narrowed) throw error;
      return restore(planOr(error, () => plan(narrowed, labels)));
    }
  };
}

interface OpenPlanner extends PlanningSupergraph {
  readonly planner: QueryPlanner;
}

function openPlanner(sdl: string): OpenPlanner {
  try {
    return open(buildPlanningSupergraph(sdl));
  } catch {
    // A cure that does not fit a supergraph must not keep it from being served: its other operations need none.
    return open(buildPlanningSupergraph(sdl, false));
  }
}

function open(planning: PlanningSupergraph): OpenPlanner {
  const planner = new QueryPlanner(planning.supergraph, {
    // Where it takes a fragment for equal to what it replaces, it forgets the variables in it.
    reuseQueryFragments: false,
    // Operations without @defer are planned as if it were off.
    incrementalDelivery: { enableDefer: true },
    debug: { maxEvaluatedPlans: MAX_EVALUATED_PLANS },
  });
  return { ...planning, planner };
}

/** What is told is why the operation itself could not be planned, not why another spelling could not be either. */
function planOr(error: unknown, plan: () => QueryPlan): QueryPlan {
  try {
    return plan();
  } catch {
    throw error;
  }
}
