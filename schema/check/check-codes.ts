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
  PLAN_IMPOSSIBLE: { severity: 'breaking', meaning: 'A recorded operation is valid but cannot be planned any more' },
  PLAN_MORE_FETCHES: { severity: 'breaking', meaning: 'A recorded operation needs more requests to subgraphs than `--max-extra-fetches` allows' },
  PLAN_DEEPER: { severity: 'breaking', meaning: 'A recorded operation waits for more requests in a row than `--max-extra-depth` allows' },
  PLAN_MORE_COST: { severity: 'breaking', meaning: 'A recorded operation costs more than `--max-extra-cost` allows' },
  CONTRACT_INVALID: { severity: 'breaking', meaning: "A partner's tags make no valid schema any more; dangerous when they did not before" },
  APPROVAL_EXPIRED: { severity: 'dangerous', meaning: 'An approval ran out and meets nothing any more' },
} as const satisfies Readonly<Record<string, CodeDefinition>>;
