import { type PlanNode, type QueryPlan } from '@apollo/query-planner';
import { type GraphQLSchema } from 'graphql';
import { createPlanCompiler, type CompiledGroup } from '../../gateway/execution/steps/compile-plan';
import { type PlanFigures } from '../check/check-result';

/** One request of a plan, as the gateway's engine really sends it. */
export interface PlannedRequest {
  readonly index: number;
  readonly subgraph: string;
  /** 0 for those that wait for none. */
  readonly level: number;
  readonly after: readonly number[];
  readonly steps: CompiledGroup['steps'];
  /** True when all its steps are for a deferred part of the answer. */
  readonly isDeferred: boolean;
}

/** The requests of a plan; those of an event come after the request that opens a subscription. */
export type ListRequests = (plan: QueryPlan, isMutation: boolean) => readonly PlannedRequest[];

/** Lists the requests of plans made for one supergraph, by its full schema. */
export function createRequestLister(fullSchema: GraphQLSchema): ListRequests {
  const compile = createPlanCompiler(fullSchema);
  const requestsOf = (node: PlanNode | undefined, isMutation: boolean): readonly PlannedRequest[] =>
    withLevels(compile(node, isMutation).groups);
  return ({ node }, isMutation) => {
    if (node?.kind !== 'Subscription') return requestsOf(node, isMutation);
    const opening = requestsOf(node.primary, false);
    const following = requestsOf(node.rest, false).map((request) => ({
      ...request,
      index: request.index + opening.length,
      level: request.level + 1,
      after: [...request.after.map((index) => index + opening.length), ...(request.level === 0 ? [0] : [])],
    }));
    return [...opening, ...following];
  };
}

/** The figures of a plan, without its cost. */
export function figuresOf(requests: readonly PlannedRequest[]): Omit<PlanFigures, 'cost'> {
  return {
    fetches: requests.length,
    depth: Math.max(0, ...requests.map(({ level }) => level + 1)),
    subgraphs: [...new Set(requests.map(({ subgraph }) => subgraph))].sort(),
  };
}

/** A level is how many requests are waited for, one after the other: the groups are sorted that way. */
function withLevels(groups: readonly CompiledGroup[]): readonly PlannedRequest[] {
  const levels: number[] = [];
  return groups.map(({ index, steps, after, part }) => {
    const level = Math.max(-1, ...after.map((other) => levels[other] ?? 0)) + 1;
    levels[index] = level;
    const subgraph = steps[0]?.fetch.serviceName ?? '';
    return { index, subgraph, level, after, steps, isDeferred: part > 0 };
  });
}
