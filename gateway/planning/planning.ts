import { type LoadedSupergraph } from '../supergraph/supergraph';
import { createCachedPlanner, type CachedPlanner, type PlanUse } from './cache/cached-planner';
import { createSharedPlanner } from './cache/shared-planner';
import { type SharedPlanStore } from './cache/shared-plan-store';
import {
  createComplexityGuard,
  createGuardedPlanner,
  type ComplexityGuard,
} from './complexity/guarded-planner';
import { type PlanningObserver } from './planning-observer';
import { createThreadedPlanner } from './threaded-planner';
import { PlanningThreads, type ThreadSettings } from './threads/planning-threads';
import { warmUp } from './warm-up';

/** How operations are planned. */
export interface PlanningSettings extends ThreadSettings {
  readonly cacheBytes: number;
  /** Planning work beyond which an operation is refused unplanned, in the units of `complexity/count-complexity.ts`. */
  readonly complexity: number;
}

/** What planning takes from outside. */
export interface PlanningDependencies {
  readonly observer: PlanningObserver;
  readonly store?: SharedPlanStore | undefined;
}

/** The planning of one supergraph, with a lifetime. */
export interface Planning {
  readonly planner: CachedPlanner;
  /** What the planner asks before it plans; it may be asked earlier, to name the graver of two reasons. */
  readonly guard: ComplexityGuard;
  /**
   * Plans before the supergraph takes traffic what was used on the last one. Resolves with the number of plans made, at
   * `deadline` (of the monotonic clock) at the latest.
   */
  warmUp(uses: readonly PlanUse[], deadline: number): Promise<number>;
  /** Frees what it can: another supergraph takes the traffic. Operations that still come are planned. */
  retire(): void;
  /** Ends everything; nothing is planned any more. */
  stop(): void;
}

/**
 * Starts planning for a supergraph; each step shields the next, dearer one: remembered plans, the count of choices, plans of
 * other gateways, threads. Rejects with an Error for operators when the supergraph cannot be planned for.
 */
export async function startPlanning(
  supergraph: LoadedSupergraph,
  settings: PlanningSettings,
  { observer, store }: PlanningDependencies,
): Promise<Planning> {
  const { id, sdl, subgraphUrls, clientSchema } = supergraph;
  const threads = new PlanningThreads(sdl, settings, observer);
  const threaded = createThreadedPlanner(threads, observer);
  const isSubgraph = (name: string): boolean => subgraphUrls.has(name);
  const shared = store ? createSharedPlanner(threaded, store, { supergraphId: id, isSubgraph }) : threaded;
  const guard = createComplexityGuard(sdl, settings.complexity);
  const guarded = createGuardedPlanner(shared, guard);
  const planner = createCachedPlanner(guarded, { supergraphId: id, cacheBytes: settings.cacheBytes });
  await threads.warm().catch((error: unknown) => {
    threads.stop();
    throw error;
  });
  return {
    planner,
    guard,
    warmUp: (uses, deadline) => warmUp(planner, clientSchema, uses, deadline),
    retire: () => threads.retire(),
    stop: () => threads.stop(),
  };
}
