import { type QueryPlan } from '@apollo/query-planner';
import { print } from 'graphql';
import { LruCache } from '../support/lru-cache';
import { SingleFlight } from '../support/single-flight';
import { type PlanConditions, type PlannableOperation, type Planner } from './planner';

const REMEMBERED_PLANS = 1_000;

/** Wraps a planner so that each operation is planned once: plans are remembered, and equal requests share one planning. */
export function createCachedPlanner(planner: Planner): Planner {
  const plans = new LruCache<string, QueryPlan>(REMEMBERED_PLANS);
  const flights = new SingleFlight<QueryPlan>();
  // Filtered documents are remembered by their owners, so most requests need not print theirs again.
  const texts = new WeakMap<object, string>();
  return {
    plan: async (operation, conditions) => {
      const key = planKey(operation, conditions, texts);
      const known = plans.get(key);
      if (known) return known;
      return flights.run(key, async () => {
        const plan = await planner.plan(operation, conditions);
        plans.set(key, plan);
        return plan;
      });
    },
  };
}

function planKey(
  { document, operationName }: PlannableOperation,
  { overrideLabels }: PlanConditions,
  texts: WeakMap<object, string>,
): string {
  const text = texts.get(document) ?? print(document);
  texts.set(document, text);
  return JSON.stringify([operationName ?? null, [...overrideLabels].sort(), text]);
}
