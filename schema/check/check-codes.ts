import type { Severity } from './check-result';

/** What a code says, and how much a finding with it asks of those who use the graph. */
export interface CodeDefinition {
  readonly severity: Severity;
  readonly meaning: string;
}

/** Codes of what only a whole check can see: plans, contracts and approvals. */
// prettier-ignore
export const CHECK_CODES = {
  OPERATION_INVALID: { severity: 'breaking', meaning: 'Recorded operations are not valid any more, for a reason that no other change tells' },
  OPERATION_UNPLANNABLE: { severity: 'breaking', meaning: 'A recorded operation is valid but cannot be planned any more' },
  PLAN_TIMEOUT: { severity: 'dangerous', meaning: 'A recorded operation was not planned in time any more' },
  PLAN_GREW: { severity: 'breaking', meaning: 'A recorded operation needs more than `--max-extra-fetches`, `--max-extra-depth` or `--max-extra-cost` allow' },
  CONTRACT_INVALID: { severity: 'breaking', meaning: "A partner's tags make no valid schema any more; dangerous when they did not before" },
  APPROVAL_EXPIRED: { severity: 'dangerous', meaning: 'An approval ran out and meets nothing any more' },
} as const satisfies Readonly<Record<string, CodeDefinition>>;
