import type { PlanChange, PlanFigures } from '../check/check-result';

/** The plans that changed, since a graph has thousands that did not. */
export function changedPlans(plans: readonly PlanChange[]): readonly PlanChange[] {
  return plans.filter(({ before, after }) => figuresText(before) !== figuresText(after));
}

/** What changed between two plans: `fetches 3 → 5, subgraphs +images`. */
export function planText({ before, after }: PlanChange): string {
  if (!before) return 'had no plan, has one now';
  // Most of these are not valid any more, which the changes tell, or that there is none in the time that there is.
  if (!after) return 'had a plan, has none any more: see the changes';
  return [
    step('fetches', before.fetches, after.fetches),
    step('depth', before.depth, after.depth),
    step('cost', before.cost, after.cost),
    ...after.subgraphs.filter((name) => !before.subgraphs.includes(name)).map((name) => `+${name}`),
    ...before.subgraphs.filter((name) => !after.subgraphs.includes(name)).map((name) => `-${name}`),
  ]
    .filter((part) => part !== null)
    .join(', ');
}

function step(name: string, before: number | null, after: number | null): string | null {
  return before === after ? null : `${name} ${before ?? '?'} → ${after ?? '?'}`;
}

function figuresText(figures: PlanFigures | null): string {
  return JSON.stringify(
    figures && [figures.fetches, figures.depth, figures.cost, [...figures.subgraphs].sort()],
  );
}
