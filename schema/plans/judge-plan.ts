import { type Change, type PlanFigures, type Severity } from '../check/check-result';
import { affectedBy } from '../usage/affected-operations';
import { type RecordedGroup } from '../usage/group-recorded';

/** When a plan that grew is a finding. What is absent never is. */
export interface PlanThresholds {
  /** How many requests to subgraphs a plan may have more. */
  readonly maxExtraFetches?: number | undefined;
  /** How much longer its longest chain may be. */
  readonly maxExtraDepth?: number | undefined;
  /** How many times its cost may be what it was. */
  readonly maxCostRatio?: number | undefined;
  /** @default dangerous */
  readonly growthSeverity?: Severity | undefined;
}

/** What became of planning an operation in one version. */
export interface JudgedPlan {
  readonly figures: PlanFigures | null;
  /** Why there is no plan; `INVALID` when the operation is not valid. */
  readonly code: string | undefined;
}

/** An operation with its plans. */
export interface ComparedPlan {
  readonly group: RecordedGroup;
  /** Of its first field, or its root type. */
  readonly coordinate: string;
  readonly before: JudgedPlan;
  readonly after: JudgedPlan;
}

/** A plan that is no more, could not be made in time, or grew. */
export const OPERATION_UNPLANNABLE = 'OPERATION_UNPLANNABLE';
export const PLAN_TIMEOUT = 'PLAN_TIMEOUT';
export const PLAN_GREW = 'PLAN_GREW';

/** What of two plans is worth a finding: the gateway would refuse the operation now, or needs more for it. */
export function judgePlan(compared: ComparedPlan, thresholds: PlanThresholds): readonly Change[] {
  const { before, after } = compared;
  // That it is not valid any more is told by who validates it; what had no plan before has lost none.
  if (!before.figures || after.code === 'INVALID') return [];
  if (!after.figures) return [lostPlan(compared)];
  const growth = growthOf(before.figures, after.figures, thresholds);
  if (growth.length === 0) return [];
  const severity = thresholds.growthSeverity ?? 'dangerous';
  return [finding(compared, PLAN_GREW, severity, `takes more to answer: ${growth.join(', ')}`)];
}

function lostPlan(compared: ComparedPlan): Change {
  const { code } = compared.after;
  // Another machine may be faster: it says nothing for certain.
  if (code === 'PLAN_TIMEOUT' || code === 'UNAVAILABLE') {
    return finding(compared, PLAN_TIMEOUT, 'dangerous', 'was not planned in time any more');
  }
  return finding(compared, OPERATION_UNPLANNABLE, 'breaking', `cannot be planned any more (${code})`);
}

function growthOf(before: PlanFigures, after: PlanFigures, thresholds: PlanThresholds): string[] {
  const { maxExtraFetches, maxExtraDepth, maxCostRatio } = thresholds;
  const growth: string[] = [];
  if (maxExtraFetches !== undefined && after.fetches - before.fetches > maxExtraFetches) {
    growth.push(`${after.fetches} requests instead of ${before.fetches}`);
  }
  if (maxExtraDepth !== undefined && after.depth - before.depth > maxExtraDepth) {
    growth.push(`${after.depth} one after the other instead of ${before.depth}`);
  }
  const [old, now] = [before.cost, after.cost];
  if (maxCostRatio !== undefined && old !== null && now !== null && now > old * maxCostRatio) {
    growth.push(`cost ${now} instead of ${old}`);
  }
  return growth;
}

function finding(
  { group, coordinate }: ComparedPlan,
  code: string,
  severity: Severity,
  what: string,
): Change {
  return {
    code,
    severity,
    coordinate,
    message: `The operation ${group[0].operation} ${what}.`,
    affected: affectedBy(group),
    file: null,
    line: null,
  };
}
