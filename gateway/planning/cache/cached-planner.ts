import { type QueryPlan } from '@apollo/query-planner';
import { type DocumentNode } from 'graphql';
import { type ErrorCode, RequestRefused } from '../../errors';
import { estimateBytes } from '../../support/estimate-bytes';
import { SingleFlight } from '../../support/single-flight';
import { WeightedCache } from '../../support/weighted-cache';
import { activeLabels, operationText } from '../operation-text';
import { type PlanConditions, type PlannableOperation, type Planner } from '../planner';
import { planKey } from './plan-key';

/** A remembered operation and how often its plan was asked for. */
export interface PlanUse {
  readonly text: string;
  readonly labels: readonly string[];
  readonly hits: number;
}

/** A planner that remembers. */
export interface CachedPlanner extends Planner {
  /** About how much memory its plans take. */
  readonly bytes: number;
  /** How many plans it holds. */
  readonly size: number;
  /** How often a plan was there already, and how often not. */
  readonly lookups: { readonly hits: number; readonly misses: number };
  /** The operations whose plans are asked for most, the first one most. */
  mostUsed(count: number): readonly PlanUse[];
}

/** What a cache is made for. */
export interface PlanCacheSettings {
  readonly supergraphId: string;
  readonly cacheBytes: number;
}

interface Entry {
  readonly text: string;
  readonly labels: readonly string[];
  readonly outcome: QueryPlan | { readonly refusal: RequestRefused; readonly expiresAt: number };
  hits: number;
}

/** What an entry takes beside its plan and text. */
const ENTRY_BYTES = 400;
/** What is compiled from a plan lives as long as the plan: measured 6 kB for the smallest, and 4 times a large one. */
const COMPILED_BYTES = 6_000;
const COMPILED_SHARE = 3.5;
/** A refusal is remembered for a while, so that sending the same operation again does not cost another thread. */
const REFUSAL_MS = 10_000;
const REMEMBERED_REFUSALS: readonly ErrorCode[] = [
  'PLAN_TIMEOUT',
  'QUERY_TOO_COMPLEX',
  'OPERATION_RESOLUTION_FAILURE',
];

/** Wraps a planner so that each operation is planned once: plans are remembered, and equal requests share one planning. */
export function createCachedPlanner(planner: Planner, settings: PlanCacheSettings): CachedPlanner {
  const plans = new WeightedCache<string, Entry>(settings.cacheBytes);
  const flights = new SingleFlight<QueryPlan>();
  const keyOf = createKeyOf(settings.supergraphId);
  const lookups = { hits: 0, misses: 0 };
  const remember = (key: string, entry: Entry): void =>
    plans.set(key, entry, ENTRY_BYTES + entry.text.length + weigh(planOf(entry)));
  const planOnce = async (
    key: string,
    operation: PlannableOperation,
    conditions: PlanConditions,
  ): Promise<QueryPlan> => {
    const asked = { text: operationText(operation.document), labels: activeLabels(conditions), hits: 0 };
    try {
      const plan = await planner.plan(operation, conditions);
      remember(key, { ...asked, outcome: plan });
      return plan;
    } catch (error) {
      if (error instanceof RequestRefused && REMEMBERED_REFUSALS.includes(error.code)) {
        remember(key, { ...asked, outcome: { refusal: error, expiresAt: performance.now() + REFUSAL_MS } });
      }
      throw error;
    }
  };
  return {
    get bytes() {
      return plans.bytes;
    },
    get size() {
      return plans.size;
    },
    lookups,
    plan: async (operation, conditions) => {
      const key = keyOf(operation.document, conditions);
      const known = plans.get(key);
      const plan = known && usable(known);
      if (known && plan) {
        known.hits += 1;
        lookups.hits += 1;
        return plan;
      }
      lookups.misses += 1;
      return flights.run(key, () => planOnce(key, operation, conditions));
    },
    mostUsed: (count) =>
      [...plans.values()]
        .filter((entry) => planOf(entry))
        .sort((left, right) => right.hits - left.hits)
        .slice(0, count)
        .map(({ text, labels, hits }) => ({ text, labels, hits })),
  };
}

/** About how much memory a plan takes, with what the executor makes of it. */
function weigh(plan: QueryPlan | undefined): number {
  return plan ? COMPILED_BYTES + estimateBytes(plan) * (1 + COMPILED_SHARE) : 0;
}

/** The plan of an entry; undefined when it must be planned again. Throws the refusal that is remembered. */
function usable(entry: Entry): QueryPlan | undefined {
  const plan = planOf(entry);
  if (plan) return plan;
  if ('refusal' in entry.outcome && performance.now() < entry.outcome.expiresAt) throw entry.outcome.refusal;
  return undefined;
}

function planOf({ outcome }: Entry): QueryPlan | undefined {
  return 'refusal' in outcome ? undefined : outcome;
}

/** Hashes each document once for each set of labels: documents are remembered by their owners. */
function createKeyOf(supergraphId: string): (document: DocumentNode, conditions: PlanConditions) => string {
  const known = new WeakMap<DocumentNode, WeakMap<readonly string[], string>>();
  return (document, conditions) => {
    const labels = activeLabels(conditions);
    const remembered = known.get(document)?.get(labels);
    if (remembered !== undefined) return remembered;
    const key = planKey(supergraphId, operationText(document), labels);
    known.set(document, (known.get(document) ?? new WeakMap<readonly string[], string>()).set(labels, key));
    return key;
  };
}
