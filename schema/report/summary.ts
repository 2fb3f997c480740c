import type { CheckResult, Severity } from '../check/check-result';

const HEADLINES = {
  safe: 'No breaking change',
  breaking: 'Breaking',
  failed: 'Failed',
} as const;

/** The result in one line: `Breaking: 2 breaking, 1 dangerous, 14 safe`. */
export function summaryOf(result: CheckResult): string {
  const errors = result.composition.errors.length;
  if (result.conclusion === 'failed') return `${HEADLINES.failed}: ${counted(errors, 'error')}`;
  const counts = (['breaking', 'dangerous', 'safe'] as const).map(
    (severity) => `${count(result, severity)} ${severity}`,
  );
  return `${HEADLINES[result.conclusion]}: ${counts.join(', ')}`;
}

/** `1 error`, `2 errors`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function count({ changes }: CheckResult, severity: Severity): number {
  return changes.filter((change) => change.severity === severity).length;
}
