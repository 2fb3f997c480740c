import type { CheckResult } from '../check/check-result';
import { findingsOf, type ReportedFinding } from './finding';
import { pathOf } from './place-text';
import { summaryOf } from './summary';

const COMMANDS = {
  error: 'error',
  breaking: 'error',
  dangerous: 'warning',
  hint: 'notice',
  safe: null,
} as const;

/** Workflow commands of GitHub Actions, one a line: they become annotations at the lines of the pull request. */
export function githubReport(result: CheckResult): string {
  const commands = findingsOf(result).flatMap((finding) => commandOf(finding) ?? []);
  // A line that is no command is shown in the log; its text must not become one.
  return [...commands, data(summaryOf(result)), ''].join('\n');
}

function commandOf(finding: ReportedFinding): string | null {
  const command = COMMANDS[finding.kind];
  if (command === null) return null;
  const file = pathOf(finding.file);
  const title = finding.coordinate === null ? finding.code : `${finding.code} ${finding.coordinate}`;
  const properties = [
    ...(file === null ? [] : [`file=${property(file)}`]),
    ...(file === null || finding.line === null ? [] : [`line=${finding.line}`]),
    `title=${property(title)}`,
  ];
  return `::${command} ${properties.join(',')}::${data(finding.message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
