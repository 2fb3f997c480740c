import type { Affected, Change, PlanChange, PlanFigures } from './check-result';
import type { CHECK_CODES } from './check-codes';

/** From where on a slower plan is a finding. What is absent is never one. */
export interface PlanLimits {
  /** How many more requests to subgraphs are let through. */
  readonly maxExtraFetches?: number | undefined;
  /** How many more requests in a row are let through. */
  readonly maxExtraDepth?: number | undefined;
  /** How much more cost is let through, in percent of what it was. */
  readonly maxExtraCostPercent?: number | undefined;
}

/** What was recorded of an operation, for messages; absent when it was not found. */
export type FindAffected = (plan: PlanChange) => Affected | undefined;

/**
 * What got so much slower that it stops the change, and what cannot be planned any more. `isStillValid` tells operations
 * that are no longer valid apart: those are told by what made them invalid.
 */
export function planFindings(
  plans: readonly PlanChange[],
  limits: PlanLimits,
  findAffected: FindAffected,
  isStillValid: (plan: PlanChange) => boolean,
): readonly Change[] {
  return plans.flatMap((plan) => {
    const affected = findAffected(plan) ?? {
      client: plan.client,
      operation: plan.operation,
      count: 0,
      lastSeen: null,
    };
    return problemsOf(plan, limits, isStillValid).map(({ code, message }) => ({
      code,
      severity: 'breaking' as const,
      coordinate: plan.operation,
      message,
      affected: [affected],
      file: null,
      line: null,
    }));
  });
}

interface Problem {
  readonly code: keyof typeof CHECK_CODES;
  readonly message: string;
}

function problemsOf(
  plan: PlanChange,
  limits: PlanLimits,
  isStillValid: (plan: PlanChange) => boolean,
): Problem[] {
  const { before, after, operation } = plan;
  if (before && !after) {
    if (!isStillValid(plan)) return [];
    return [{ code: 'PLAN_IMPOSSIBLE', message: `${operation} is valid but cannot be planned any more.` }];
  }
  if (!before || !after) return [];
  return [
    ...fetchProblem(operation, before, after, limits),
    ...depthProblem(operation, before, after, limits),
    ...costProblem(operation, before, after, limits),
  ];
}

function fetchProblem(
  operation: string,
  before: PlanFigures,
  after: PlanFigures,
  limits: PlanLimits,
): Problem[] {
  const { maxExtraFetches: max = Infinity } = limits;
  if (after.fetches - before.fetches <= max) return [];
  const message = `${operation} needs ${after.fetches} requests to subgraphs instead of ${before.fetches} (at most ${max} more are allowed).`;
  return [{ code: 'PLAN_MORE_FETCHES', message }];
}

function depthProblem(
  operation: string,
  before: PlanFigures,
  after: PlanFigures,
  limits: PlanLimits,
): Problem[] {
  const { maxExtraDepth: max = Infinity } = limits;
  if (after.depth - before.depth <= max) return [];
  const message = `${operation} waits for ${after.depth} requests in a row instead of ${before.depth} (at most ${max} more are allowed).`;
  return [{ code: 'PLAN_DEEPER', message }];
}

function costProblem(
  operation: string,
  before: PlanFigures,
  after: PlanFigures,
  limits: PlanLimits,
): Problem[] {
  const { maxExtraCostPercent: max = Infinity } = limits;
  if (before.cost === null || after.cost === null || after.cost <= before.cost * (1 + max / 100)) return [];
  const message = `${operation} costs ${after.cost} instead of ${before.cost} (at most ${max} % more are allowed).`;
  return [{ code: 'PLAN_MORE_COST', message }];
}
