import type { CheckResult } from '../check/check-result';
import { findingsOf } from './finding';
import { fingerprints } from './fingerprint';
import { pathOf } from './place-text';

const SEVERITIES = {
  error: 'blocker',
  breaking: 'critical',
  dangerous: 'major',
  hint: 'info',
  safe: 'info',
} as const;

/** GitLab's code quality report. It wants a path and a line of everything, so what has none stands at the root. */
export function gitlabReport(result: CheckResult): string {
  const findings = findingsOf(result);
  const names = fingerprints(findings);
  const issues = findings.map(({ code, coordinate, message, kind, file, line }, index) => ({
    description: coordinate === null ? message : `${coordinate}: ${message}`,
    check_name: code,
    fingerprint: names[index],
    severity: SEVERITIES[kind],
    location: { path: pathOf(file) ?? '.', lines: { begin: line ?? 1 } },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}
