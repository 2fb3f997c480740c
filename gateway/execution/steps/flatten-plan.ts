import { type FetchNode, type PlanNode } from '@apollo/query-planner';
import { type FetchStep, type StepCondition } from './fetch-step';

/**
 * The fetches of a plan as a list, each with the ones it must wait for: what a Sequence has before it. Throws on a
 * `@defer` in it, whose parts have lists of their own.
 */
export function flattenPlan(node: PlanNode | undefined): readonly FetchStep[] {
  const steps: FetchStep[] = [];
  if (node) addNode(steps, node, { path: [], after: [], conditions: [] });
  return steps;
}

interface Place {
  readonly path: readonly string[];
  readonly after: readonly number[];
  readonly conditions: readonly StepCondition[];
}

/** Adds the fetches below `node` and returns the indices of those that something after it must wait for. */
function addNode(steps: FetchStep[], node: PlanNode, place: Place): readonly number[] {
  switch (node.kind) {
    case 'Fetch':
      return addFetch(steps, node, place);
    case 'Flatten':
      return addNode(steps, node.node, { ...place, path: [...place.path, ...node.path.map(String)] });
    case 'Parallel':
      return node.nodes.flatMap((child) => addNode(steps, child, place));
    case 'Sequence':
      return addSequence(steps, node.nodes, place);
    case 'Condition':
      return [
        ...addBranch(steps, node.ifClause, { variable: node.condition, value: true }, place),
        ...addBranch(steps, node.elseClause, { variable: node.condition, value: false }, place),
      ];
    case 'Defer':
      throw new Error('a deferred part is no step: its parts are flattened one by one');
  }
}

function addFetch(steps: FetchStep[], fetch: FetchNode, place: Place): readonly number[] {
  const index = steps.length;
  steps.push({ index, fetch, ...place });
  return [index];
}

function addSequence(steps: FetchStep[], nodes: readonly PlanNode[], place: Place): readonly number[] {
  let { after } = place;
  for (const node of nodes) {
    const added = addNode(steps, node, { ...place, after });
    // A part without any fetch holds nobody back.
    if (added.length > 0) after = added;
  }
  return after === place.after ? [] : after;
}

function addBranch(
  steps: FetchStep[],
  node: PlanNode | undefined,
  condition: StepCondition,
  place: Place,
): readonly number[] {
  return node ? addNode(steps, node, { ...place, conditions: [...place.conditions, condition] }) : [];
}
