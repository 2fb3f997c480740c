import type { CheckResult } from '../check/check-result';

/** The result as it is: a contract with those who read it by program. */
export function jsonReport({ conclusion, changes, composition, plans }: CheckResult): string {
  const ordered = changes.map(({ code, severity, coordinate, message, affected, file, line, approval }) => ({
    code, severity, coordinate, message, affected, file, line, ...(approval && { approval }),
  })); // prettier-ignore
  return `${JSON.stringify({ conclusion, changes: ordered, composition, plans }, null, 2)}\n`;
}
