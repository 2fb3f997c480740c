import type { PlanThresholds } from '../plans/judge-plan';
import type { UsageFilter } from '../usage/filter-operations';

/** What the user named for a check. Paths are relative to the folder of the command. */
export interface CheckSources {
  readonly base: string;
  readonly candidate: string;
  readonly traffic: readonly string[];
  readonly operations?: string | undefined;
  readonly partners?: string | undefined;
  /** Absent = `schema/approvals.yaml`, if there is one; null = none. */
  readonly approvals?: string | null | undefined;
  readonly lintConfig?: string | undefined;
  /** Whether the built-in rules are applied when no configuration is named. */
  readonly lint: boolean;
  readonly filter: UsageFilter;
  readonly planLimits: PlanThresholds;
}
