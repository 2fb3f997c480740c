import type { CheckResult } from '../check/check-result';
import { githubReport } from './github-report';
import { gitlabReport } from './gitlab-report';
import { jsonReport } from './json-report';
import { junitReport } from './junit-report';
import { markdownReport } from './markdown-report';
import { sarifReport } from './sarif-report';
import { textReport, type TextOptions } from './text-report';

/** The forms of a report, by the name that `--format` knows. */
export const REPORT_FORMATS = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  junit: junitReport,
  markdown: markdownReport,
  github: githubReport,
  gitlab: gitlabReport,
} as const satisfies Readonly<Record<string, (result: CheckResult, options: TextOptions) => string>>;

/** A key of the table above. */
export type ReportFormat = keyof typeof REPORT_FORMATS;

/** The report in one of the forms. */
export function formatReport(result: CheckResult, format: ReportFormat, options: TextOptions): string {
  return REPORT_FORMATS[format](result, options);
}
