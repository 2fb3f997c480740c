import { type FetchStep } from '../../gateway/execution/steps/fetch-step';
import { type PlannedRequest } from '../plans/plan-figures';

/** One part of a request: what it fetches for the objects at one place of the answer. */
export interface ExplainedPart {
  /** Where the objects are, such as `boxes.@.owner`; empty for the root. */
  readonly path: string;
  /** `Type.field` or, where the type is the one that is expected there, `field`. */
  readonly fields: readonly string[];
  /** Such as `$detailed` or `not $short`; all must hold for the part to be sent. */
  readonly conditions: readonly string[];
}

/** One request of a plan, in words. */
export interface ExplainedRequest {
  /** From 1. */
  readonly number: number;
  readonly subgraph: string;
  /** From 1. */
  readonly level: number;
  /** Numbers of those that it waits for; those that they wait for themselves are left out. */
  readonly after: readonly number[];
  readonly isDeferred: boolean;
  readonly parts: readonly ExplainedPart[];
}

/** Puts the requests of a plan in words. */
export function explainRequests(requests: readonly PlannedRequest[]): readonly ExplainedRequest[] {
  const ancestors = ancestorsOf(requests);
  return requests.map(({ index, subgraph, level, after, steps, isDeferred }) => ({
    number: index + 1,
    subgraph,
    level: level + 1,
    after: after
      .filter((other) => !after.some((between) => ancestors.get(between)?.has(other)))
      .map((other) => other + 1)
      .sort((left, right) => left - right),
    isDeferred,
    parts: steps.map(explainStep),
  }));
}

/** All that each request waits for; they are listed after those that they wait for. */
function ancestorsOf(requests: readonly PlannedRequest[]): ReadonlyMap<number, ReadonlySet<number>> {
  const ancestors = new Map<number, ReadonlySet<number>>();
  for (const { index, after } of requests) {
    ancestors.set(index, new Set(after.flatMap((other) => [other, ...(ancestors.get(other) ?? [])])));
  }
  return ancestors;
}

function explainStep(step: PlannedRequest['steps'][number]): ExplainedPart {
  const fields = step.operation.provides.map(({ key, conditions }) =>
    [...conditions.slice(-1), key].join('.'),
  );
  return {
    path: step.path.join('.'),
    fields: [...new Set(fields.filter((field) => !/(^|\.)__typename$/.test(field)))],
    conditions: step.conditions.map(inWords),
  };
}

function inWords({ variable, value }: FetchStep['conditions'][number]): string {
  return value ? `$${variable}` : `not $${variable}`;
}
