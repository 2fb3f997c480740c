import { createApolloPlanner } from '../../../gateway/planning/apollo-planner';
import { createCachedPlanner } from '../../../gateway/planning/cache/cached-planner';
import {
  createComplexityGuard,
  createGuardedPlanner,
} from '../../../gateway/planning/complexity/guarded-planner';
import { type Planning } from '../../../gateway/planning/planning';
import { type PlanningObserver } from '../../../gateway/planning/planning-observer';
import { createThreadedPlanner } from '../../../gateway/planning/threaded-planner';
import { type PlanReply, type PlanRequest } from '../../../gateway/planning/threads/plan-messages';
import { type LoadedSupergraph } from '../../../gateway/supergraph/supergraph';
import { messageOf } from '../../../gateway/support/message-of';

/** A part of what the gateway allows itself: nothing here can be killed, and small operations find defects, too. */
const COMPLEXITY = 4_000;

/**
 * The planning of the gateway, all of it but its threads, which take longer to start than a case takes. `onRefused` gets
 * the planner's reasons.
 */
export function startInProcessPlanning(
  { sdl, id }: LoadedSupergraph,
  onRefused: PlanningObserver['refused'],
): Planning {
  const planText = createApolloPlanner(sdl);
  const thread = {
    plan: async ({ text, labels }: PlanRequest): Promise<PlanReply> => {
      try {
        return { kind: 'plan', json: JSON.stringify(planText(text, labels)) };
      } catch (error) {
        return { kind: 'refused', code: 'OPERATION_RESOLUTION_FAILURE', reason: messageOf(error) };
      }
    },
  };
  const observer = { planned: () => undefined, refused: onRefused, restarted: () => undefined };
  const guard = createComplexityGuard(sdl, COMPLEXITY);
  const guarded = createGuardedPlanner(createThreadedPlanner(thread, observer), guard);
  return {
    planner: createCachedPlanner(guarded, { supergraphId: id, cacheBytes: 4_000_000 }),
    guard,
    warmUp: async () => 0,
    retire: () => undefined,
    stop: () => undefined,
  };
}
