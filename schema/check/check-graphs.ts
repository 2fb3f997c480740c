import { applyApprovals } from '../approvals/apply-approvals';
import type { Approval } from '../approvals/read-approvals';
import { diffGraphs } from '../changes/diff-graphs';
import type { LintConfig } from '../lint/lint-config';
import { lintGraph } from '../lint/lint-graph';
import type { Partner } from '../partners/read-partner';
import { checkPlans, type PlanComparison } from '../plans/compare-plans';
import type { PlanThresholds } from '../plans/judge-plan';
import { applyUsage } from '../usage/apply-usage';
import type { RecordedOperation } from '../usage/recorded-operation';
import type { Change, CheckResult, CompositionFinding } from './check-result';
import { fillPlaces } from './fill-places';
import type { GraphVersion } from './graph-version';
import { mergePartners } from './merge-partners';
import { comparePartner } from './partner-changes';

/** All that a check looks at, as values. */
export interface CheckInput {
  readonly base: GraphVersion;
  readonly candidate: GraphVersion;
  /** What composition remarked about the candidate. */
  readonly hints: readonly CompositionFinding[];
  readonly usage: Usage;
  readonly partners: readonly Partner[];
  readonly approvals: readonly Approval[];
  /** The day on which approvals are judged, `YYYY-MM-DD`. */
  readonly today: string;
  /** Absent = nothing is linted. */
  readonly lint?: LintConfig | undefined;
  readonly planLimits: PlanThresholds;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Who uses the graph. */
export interface Usage {
  readonly operations: readonly RecordedOperation[];
  /** Whether traffic was recorded. If not, others than the known operations may use anything. */
  readonly isRecorded: boolean;
}

/** Says what the change from one version to another breaks, for whom, and what gets slower. */
export async function checkGraphs(input: CheckInput): Promise<CheckResult> {
  const { operations } = input.usage;
  const found = findChanges(input);
  const partners = input.partners.map((partner) =>
    comparePartner(partner, input.base, input.candidate, input.usage.isRecorded ? operations : null),
  );
  const { plans, findings: slower } = await planAgain(input);
  const placed = fillPlaces([...mergePartners(found, partners), ...slower], input.candidate);
  const changes = applyApprovals(placed, input.approvals, input.today);
  return {
    conclusion: changes.some(({ severity }) => severity === 'breaking') ? 'breaking' : 'safe',
    changes: [...changes].sort(byWeight),
    composition: { errors: [], hints: input.hints },
    plans,
  };
}

/** The result of a check that could not be made. */
export function failedCheck(
  errors: readonly CompositionFinding[],
  hints: readonly CompositionFinding[] = [],
): CheckResult {
  return { conclusion: 'failed', changes: [], composition: { errors, hints }, plans: [] };
}

function findChanges(input: CheckInput): readonly Change[] {
  const { base, candidate, lint } = input;
  // Only what an operation can touch is weighed by operations.
  return [
    ...withUsage(diffGraphs(base, candidate), input),
    ...(lint ? lintGraph(base, candidate, lint) : []),
  ];
}

function withUsage(
  changes: readonly Change[],
  { base, candidate, usage, onProgress }: CheckInput,
): readonly Change[] {
  if (!usage.isRecorded && usage.operations.length === 0) return changes;
  const weighed = applyUsage(changes, base, candidate, usage.operations, onProgress ? { onProgress } : {});
  if (usage.isRecorded) return weighed;
  // Trusted documents say who is hurt. That nobody else is, only recorded traffic can say.
  return weighed.map((change, index) => ({
    ...change,
    severity: changes[index]?.severity ?? change.severity,
  }));
}

async function planAgain(input: CheckInput): Promise<PlanComparison> {
  const { base, candidate, usage, planLimits, onProgress } = input;
  if (usage.operations.length === 0) return { plans: [], findings: [] };
  return checkPlans(base, candidate, usage.operations, { ...planLimits, ...(onProgress && { onProgress }) });
}

const WEIGHT = { breaking: 0, dangerous: 1, safe: 2 } as const;

function byWeight(left: Change, right: Change): number {
  return WEIGHT[left.severity] - WEIGHT[right.severity] || compareText(left.coordinate, right.coordinate);
}

/** By code units, so that the order is the same on every machine. */
function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
