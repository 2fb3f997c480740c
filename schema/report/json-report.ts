import type { CheckResult } from '../check/check-result';

/** The result as it is: a contract with those who read it by program. */
export function jsonReport({ conclusion, changes, composition, plans }: CheckResult): string {
  return `${JSON.stringify({ conclusion, changes, composition, plans }, null, 2)}\n`;
}
