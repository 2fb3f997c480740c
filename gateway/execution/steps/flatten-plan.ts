import { type DeferNode, type FetchNode, type PlanNode } from '@apollo/query-planner';
import { type FetchStep, type StepCondition } from './fetch-step';
import { unwrapRoot } from './unwrap-root';

/** A plan as a list of fetches, each with the ones it must wait for: what a Sequence has before it. */
export interface FlatPlan {
  readonly steps: readonly FetchStep[];
  /** What the plan delivers bit by bit; the first one is what is not deferred. */
  readonly parts: readonly PlanPart[];
}

/** What a plan has for one answer: the first one, or that of a deferred fragment. */
export interface PlanPart {
  /** The label of the fragment; undefined for the first answer. */
  readonly label: string | undefined;
  /** The part that it is deferred in; undefined for the first answer. */
  readonly within: number | undefined;
  /** Indices of the steps of other parts that bring data of this one. */
  readonly after: readonly number[];
}

/** Flattens a plan. A deferred part is flattened in place: it waits for the fetches that the planner names. */
export function flattenPlan(node: PlanNode | undefined): FlatPlan {
  const plan: GrowingPlan = { steps: [], parts: [{ label: undefined, within: undefined, after: [] }] };
  if (node) addNode(plan, node, { path: [], after: [], conditions: [], part: 0 });
  return plan;
}

interface GrowingPlan extends FlatPlan {
  readonly steps: FetchStep[];
  readonly parts: PlanPart[];
}

interface Place {
  readonly path: readonly string[];
  readonly after: readonly number[];
  readonly conditions: readonly StepCondition[];
  readonly part: number;
}

/** Adds the fetches below `node` and returns the indices of those that something after it must wait for. */
function addNode(plan: GrowingPlan, node: PlanNode, place: Place): readonly number[] {
  switch (node.kind) {
    case 'Fetch':
      return addFetch(plan, node, place);
    case 'Flatten':
      return addNode(plan, node.node, { ...place, path: [...place.path, ...node.path.map(String)] });
    case 'Parallel':
      return node.nodes.flatMap((child) => addNode(plan, child, place));
    case 'Sequence':
      return addSequence(plan, node.nodes, place);
    case 'Condition':
      return [
        ...addBranch(plan, node.ifClause, { variable: node.condition, value: true }, place),
        ...addBranch(plan, node.elseClause, { variable: node.condition, value: false }, place),
      ];
    case 'Defer':
      return addDefer(plan, node, place);
  }
}

function addFetch({ steps }: GrowingPlan, fetch: FetchNode, place: Place): readonly number[] {
  const index = steps.length;
  const isDeferredRoot = place.part > 0 && !fetch.requires;
  steps.push({ index, fetch: isDeferredRoot ? unwrapRoot(fetch) : fetch, ...place });
  return [index];
}

function addSequence(plan: GrowingPlan, nodes: readonly PlanNode[], place: Place): readonly number[] {
  let { after } = place;
  for (const node of nodes) {
    const added = addNode(plan, node, { ...place, after });
    // A part without any fetch holds nobody back.
    if (added.length > 0) after = added;
  }
  return after === place.after ? [] : after;
}

function addBranch(
  plan: GrowingPlan,
  node: PlanNode | undefined,
  condition: StepCondition,
  place: Place,
): readonly number[] {
  return node ? addNode(plan, node, { ...place, conditions: [...place.conditions, condition] }) : [];
}

/** Nothing after it waits for what it defers. */
function addDefer(plan: GrowingPlan, { primary, deferred }: DeferNode, place: Place): readonly number[] {
  const added = primary.node ? addNode(plan, primary.node, place) : [];
  for (const { depends, label, node } of deferred) {
    const ids = new Set(depends.map(({ id }) => id));
    const named = plan.steps.flatMap(({ fetch, index }) =>
      fetch.id !== undefined && ids.has(fetch.id) ? [index] : [],
    );
    // What the enclosing part waits for comes before all that is in it.
    const after = [...new Set([...place.after, ...named])];
    const part = plan.parts.push({ label, within: place.part, after }) - 1;
    if (node) addNode(plan, node, { ...place, after, part });
  }
  return added;
}
