import { DEFAULT_DEPRECATION_REASON } from 'graphql';
import { type LintRule } from '../lint-rule';

const DATE = /\b(\d{4})-(\d{2})-(\d{2})\b/;

/** Rules of how things are phased out. */
export const DEPRECATION_RULES = {
  'deprecation-reason': {
    code: 'LINT_DEPRECATION_REASON',
    severity: 'safe',
    explanation: 'A deprecation says what to use instead; without a reason, people keep what they have.',
    check: ({ deprecationReason }) =>
      deprecationReason !== null && ['', DEFAULT_DEPRECATION_REASON].includes(deprecationReason.trim())
        ? 'is deprecated without a reason'
        : null,
  },
  'deprecation-date': {
    code: 'LINT_DEPRECATION_DATE',
    severity: 'safe',
    explanation:
      'A deprecation names the day (YYYY-MM-DD) after which the thing may be removed, so that clients can plan.',
    check: ({ deprecationReason }) =>
      deprecationReason !== null && !hasDate(deprecationReason)
        ? 'is deprecated without a date (YYYY-MM-DD) of removal in its reason'
        : null,
  },
} as const satisfies Readonly<Record<string, LintRule>>;

function hasDate(text: string): boolean {
  const [date] = DATE.exec(text) ?? [];
  // The 31st of June is no date.
  return date !== undefined && new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) === true;
}
