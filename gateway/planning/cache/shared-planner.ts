import { activeLabels, operationText } from '../operation-text';
import { type Planner } from '../planner';
import { decodePlan, encodePlan } from './plan-codec';
import { planKey } from './plan-key';
import { type SharedPlanStore } from './shared-plan-store';

/** What the plans in a shared store are for. */
export interface SharedPlanSettings {
  readonly supergraphId: string;
  readonly isSubgraph: (name: string) => boolean;
}

/** Wraps a planner so that it looks into a shared store before it plans, and puts there what it has planned. */
export function createSharedPlanner(
  planner: Planner,
  store: SharedPlanStore,
  { supergraphId, isSubgraph }: SharedPlanSettings,
): Planner {
  return {
    plan: async (operation, conditions) => {
      const key = planKey(supergraphId, operationText(operation.document), activeLabels(conditions));
      const text = await store.get(key);
      const known = text === undefined ? undefined : decodePlan(text, isSubgraph);
      if (known) return known;
      const plan = await planner.plan(operation, conditions);
      store.set(key, encodePlan(plan));
      return plan;
    },
  };
}
