import { type QueryPlan } from '@apollo/query-planner';
import { OperationTypeNode } from 'graphql';
import { RequestRefused } from '../../gateway/errors';
import { serialMutation } from '../../gateway/execution/serial-mutation';
import { separateClientKeys } from '../../gateway/execution/separate-client-keys';
import { type Executor } from '../../gateway/execution/executor';
import { checkPlan } from '../../gateway/execution/run-operation';
import { operationCost } from '../../gateway/limits/cost/operation-cost';
import { SchemaCosts } from '../../gateway/limits/cost/schema-costs';
import { PLANNING_COMPLEXITY } from '../../gateway/limits/limit-values';
import { createAnchoredPlanner } from '../../gateway/planning/anchored-planner';
import {
  createComplexityGuard,
  createGuardedPlanner,
} from '../../gateway/planning/complexity/guarded-planner';
import { type Planner } from '../../gateway/planning/planner';
import { createThreadedPlanner } from '../../gateway/planning/threaded-planner';
import { PlanningThreads } from '../../gateway/planning/threads/planning-threads';
import { plannedKeysOf } from '../../gateway/planning/workarounds/rewrite-for-planner';
import { buildSupergraph, type LoadedSupergraph } from '../../gateway/supergraph/supergraph';
import { type SelectedOperation } from '../usage/validity';
import { createRequestLister, type PlannedRequest } from './plan-figures';

/** How operations are planned. */
export interface VersionPlannerOptions {
  /** How many threads plan. @default 1 */
  readonly threads?: number;
  /** How long one operation may take to plan; what the gateway allows what it has planned before. @default 5,000 */
  readonly planTimeoutMs?: number;
  /** Planning work beyond which the gateway refuses an operation. @default 20,000, as in the gateway */
  readonly complexity?: number;
  /** The labels of `@override(label:)` that are on. @default none */
  readonly labels?: Readonly<Record<string, boolean>>;
}

/** A plan, or why there is none, by the gateway's code. */
export type PlanOutcome =
  | { readonly kind: 'plan'; readonly plan: QueryPlan; readonly requests: readonly PlannedRequest[] }
  | { readonly kind: 'refused'; readonly code: RequestRefused['code']; readonly message: string };

/** Plans operations of one version of the graph exactly as the gateway does, workarounds and limits included. */
export interface VersionPlanner {
  readonly supergraph: LoadedSupergraph;
  plan(selected: SelectedOperation): Promise<PlanOutcome>;
  /** The cost of an operation; null when it depends on values that are not known. */
  cost(selected: SelectedOperation): number | null;
  /** Ends its threads. */
  stop(): void;
}

/** Starts planning for the text of a supergraph. Throws SupergraphError when the gateway could not serve it. */
export function createVersionPlanner(sdl: string, options: VersionPlannerOptions = {}): VersionPlanner {
  const {
    threads: workers = 1,
    planTimeoutMs = 5_000,
    complexity = PLANNING_COMPLEXITY,
    labels = {},
  } = options;
  const supergraph = buildSupergraph(sdl);
  const settings = { workers, timeoutMs: planTimeoutMs, idleMs: 1_000, queueLimit: Number.MAX_SAFE_INTEGER };
  const threads = new PlanningThreads(sdl, settings, UNOBSERVED);
  const planner = asTheGateway(supergraph, threads, complexity);
  const listRequests = createRequestLister(supergraph.fullSchema);
  const conditions = { overrideLabels: new Map(Object.entries(labels)) };
  const costs = new SchemaCosts(supergraph.clientSchema, supergraph.supergraph.schema);
  return {
    supergraph,
    plan: async ({ document, operation }) => {
      const isMutation = operation.operation === OperationTypeNode.MUTATION;
      const planned = serialMutation(supergraph.clientSchema, document, {});
      try {
        const plan = await planner.plan(
          { document: planned, operationName: operation.name?.value },
          conditions,
        );
        checkPlan(plan, planned);
        return { kind: 'plan', plan, requests: listRequests(plan, isMutation) };
      } catch (error) {
        if (!(error instanceof RequestRefused)) throw error;
        return { kind: 'refused', code: error.code, message: error.message };
      }
    },
    cost: ({ document }) => costOf(document, costs),
    stop: () => threads.stop(),
  };
}

function asTheGateway(supergraph: LoadedSupergraph, threads: PlanningThreads, complexity: number): Planner {
  const guard = createComplexityGuard(supergraph.sdl, complexity);
  const guarded = createGuardedPlanner(createThreadedPlanner(threads, UNOBSERVED), guard);
  const planner = createAnchoredPlanner(guarded, supergraph.composedDirectives);
  return separateClientKeys({ planner, executor: NO_EXECUTOR }, plannedKeysOf(supergraph.sdl)).planner;
}

/** Pages of any size are priced: that they are refused is no matter of the schema. */
const COST_LIMITS = { pageSize: Number.MAX_SAFE_INTEGER, assumedListSize: 1 };

function costOf(document: SelectedOperation['document'], costs: SchemaCosts): number | null {
  try {
    const cost = operationCost(document, { costs, limits: COST_LIMITS, isBound: true });
    return typeof cost === 'number' ? cost : null;
  } catch (error) {
    // The schema asks for exactly one argument that limits a list, and the operation has another number of them.
    if (error instanceof RequestRefused) return null;
    throw error;
  }
}

const UNOBSERVED = { planned: () => undefined, refused: () => undefined, restarted: () => undefined };

const NO_EXECUTOR: Executor = {
  execute: () => Promise.reject(new Error('operations are planned here, not executed')),
  subscribe: () => Promise.reject(new Error('operations are planned here, not executed')),
};
