import { type Command, Option } from 'commander';
import type { ReportFormat } from '../../../schema/report/format-report';

/** How a command reports. */
export interface ReportOptions {
  readonly format: ReportFormat;
  readonly output?: string;
}

/** Beside `REPORT_FORMATS`, whose loading would slow down every command; a test compares them. */
export const FORMAT_NAMES = ['text', 'json', 'sarif', 'junit', 'markdown', 'github', 'gitlab'] as const;

/** Adds `--format` and `--output` to a command. */
export function addReportOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'the form of the report').choices(FORMAT_NAMES).default('text'),
    )
    .option('--output <file>', 'write the report there instead of printing it');
}
