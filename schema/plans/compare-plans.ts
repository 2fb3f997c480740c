import { Kind, type GraphQLSchema } from 'graphql';
import { type Change, type PlanChange, type PlanFigures } from '../check/check-result';
import { type GraphVersion } from '../check/graph-version';
import { collectUse } from '../usage/collect-use';
import { type RecordedOperation } from '../usage/recorded-operation';
import { groupRecorded, type RecordedGroup } from '../usage/group-recorded';
import { isValid, selectRecorded, type SelectedOperation } from '../usage/validity';
import { judgePlan, type ComparedPlan, type PlanThresholds } from './judge-plan';
import { figuresOf } from './plan-figures';
import { createSupergraphSlices } from './supergraph-slices';
import { createVersionPlanner, type VersionPlanner, type VersionPlannerOptions } from './version-planner';

/** How plans are compared. */
export interface PlanComparisonOptions extends Omit<VersionPlannerOptions, 'threads'>, PlanThresholds {
  /** Told from time to time how many operations have been planned. */
  readonly onProgress?: (done: number, total: number) => void;
  /** How many threads plan. @default 2 */
  readonly threads?: number;
  /** Plans also what has the same plan for certain. @default false */
  readonly planAll?: boolean;
}

/** The plans of all operations before and after, and what of it is worth a finding. */
export interface PlanComparison {
  /** One for each operation of each client that was valid before, in the order in which they were recorded. */
  readonly plans: readonly PlanChange[];
  readonly findings: readonly Change[];
}

/** How many operations are under way: enough to keep all threads at work while the others are read. */
const AT_ONCE = 8;

/**
 * Plans each recorded operation in both versions, as the gateway does. Operations that were invalid before are left out;
 * those that are invalid now have no plan. Rejects with SupergraphError when the gateway could not serve a version.
 */
export async function checkPlans(
  base: GraphVersion,
  candidate: GraphVersion,
  operations: readonly RecordedOperation[],
  options: PlanComparisonOptions = {},
): Promise<PlanComparison> {
  const comparer = createComparer(base, candidate, options);
  const results: (ComparedPlan | undefined)[] = [];
  const groups = [...groupRecorded(operations)];
  const pending = groups.entries();
  let done = 0;
  // Several take from the same list, so that none waits for another.
  const work = async (): Promise<void> => {
    for (const [index, group] of pending) {
      results[index] = await comparer.compare(group);
      done += group.length;
      options.onProgress?.(done, operations.length);
    }
  };
  // Threads that start again after a failure do not keep the process alive, and it must not end as if all were well.
  const alive = setInterval(() => undefined, 1_000);
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    clearInterval(alive);
    comparer.stop();
  }
  const compared = results.flatMap((result) => result ?? []);
  return { plans: compared.flatMap(plansOf), findings: compared.flatMap((each) => judgePlan(each, options)) };
}

/** The plans alone. */
export async function comparePlans(
  base: GraphVersion,
  candidate: GraphVersion,
  operations: readonly RecordedOperation[],
  options: PlanComparisonOptions = {},
): Promise<readonly PlanChange[]> {
  return (await checkPlans(base, candidate, operations, options)).plans;
}

interface Comparer {
  compare(group: RecordedGroup): Promise<ComparedPlan | undefined>;
  stop(): void;
}

function createComparer(
  base: GraphVersion,
  candidate: GraphVersion,
  options: PlanComparisonOptions,
): Comparer {
  const { threads = 2, planAll = false } = options;
  const isSame = base.supergraph === candidate.supergraph;
  const each = { ...options, threads: isSame ? threads : Math.max(1, Math.floor(threads / 2)) };
  const before = createVersionPlanner(base.supergraph, each);
  const after = isSame ? before : startOrStop(candidate.supergraph, each, before);
  const haveSamePlan = isSame ? () => true : planAll ? () => false : createSameness(base, candidate);
  return {
    compare: async (group) => {
      const selected = selectRecorded(group[0]);
      if (!selected || !isValid(base.api, group[0], selected)) return undefined;
      const compared = { group, coordinate: rootCoordinate(base.api, selected) };
      if (!isValid(candidate.api, group[0], selected)) {
        return {
          ...compared,
          before: await judged(before, selected),
          after: { figures: null, code: 'INVALID' },
        };
      }
      if (!haveSamePlan(selected)) {
        const [old, now] = await Promise.all([judged(before, selected), judged(after, selected)]);
        return { ...compared, before: old, after: now };
      }
      const both = await judged(before, selected);
      const figures = both.figures && { ...both.figures, cost: after.cost(selected) };
      return { ...compared, before: both, after: { ...both, figures } };
    },
    stop: () => {
      before.stop();
      after.stop();
    },
  };
}

function startOrStop(sdl: string, options: VersionPlannerOptions, other: VersionPlanner): VersionPlanner {
  try {
    return createVersionPlanner(sdl, options);
  } catch (error) {
    other.stop();
    throw error;
  }
}

function createSameness(
  base: GraphVersion,
  candidate: GraphVersion,
): (selected: SelectedOperation) => boolean {
  const [before, after] = [
    createSupergraphSlices(base.supergraph),
    createSupergraphSlices(candidate.supergraph),
  ];
  return ({ document, operation }) => {
    const slice = before.sliceFor(collectUse(base.api, document, operation));
    // It is valid in both, but an interface may stand for other types in the other one.
    return slice !== undefined && slice === after.sliceFor(collectUse(candidate.api, document, operation));
  };
}

async function judged(planner: VersionPlanner, selected: SelectedOperation): Promise<ComparedPlan['before']> {
  const outcome = await planner.plan(selected);
  if (outcome.kind === 'refused') return { figures: null, code: outcome.code };
  const figures: PlanFigures = { ...figuresOf(outcome.requests), cost: planner.cost(selected) };
  return { figures, code: undefined };
}

function plansOf({ group, before, after }: ComparedPlan): PlanChange[] {
  const seen = new Set<string>();
  return group.flatMap(({ client, operation }) => {
    if (seen.has(client)) return [];
    seen.add(client);
    return [{ client, operation, before: before.figures, after: after.figures }];
  });
}

/** The first field that it selects at its root, as long as no fragment is in between. */
function rootCoordinate(schema: GraphQLSchema, { operation }: SelectedOperation): string {
  const root = schema.getRootType(operation.operation)?.name ?? '';
  const [first] = operation.selectionSet.selections;
  return first?.kind === Kind.FIELD && first.name.value !== '__typename'
    ? `${root}.${first.name.value}`
    : root;
}
