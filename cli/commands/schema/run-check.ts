import path from 'node:path';
import { checkGraphs, failedCheck } from '../../../schema/check/check-graphs';
import type { CheckResult, CompositionFinding } from '../../../schema/check/check-result';
import { formatReport } from '../../../schema/report/format-report';
import type { CheckSources } from '../../../schema/sources/check-sources';
import { INPUT_CODES, InputError } from '../../../schema/sources/input-error';
import { readCheckInput } from '../../../schema/sources/read-check-input';
import { writeWhole } from '../../../schema/sources/write-whole';
import { progressView } from '../../up/progress';
import { EXIT_INVALID, guarded } from './guarded';
import { printProblems } from './print-problems';
import type { ReportOptions } from './report-options';

const EXIT_CODES = { safe: 0, breaking: 1, failed: EXIT_INVALID } as const;

/** Checks and reports; sets the exit code. */
export async function runCheck(sources: CheckSources, options: ReportOptions): Promise<void> {
  await guarded(async () => {
    const result = await checkSources(sources);
    process.exitCode = EXIT_CODES[result.conclusion];
    printProblems(malformed(result));
    await report(result, options);
  });
}

async function checkSources(sources: CheckSources): Promise<CheckResult> {
  const read = await readCheckInput(sources, process.cwd(), new Date());
  if ('errors' in read) return failedCheck(read.errors, read.hints);
  const progress = showProgress(read.input.usage.operations.length);
  try {
    return await checkGraphs({ ...read.input, ...(progress && { onProgress: progress.update }) });
  } finally {
    progress?.finish();
  }
}

/** So few are done before a bar is seen. */
const FEW_OPERATIONS = 500;

function showProgress(operations: number) {
  if (operations < FEW_OPERATIONS || !process.stderr.isTTY) return undefined;
  const view = progressView('operations', process.stderr);
  return {
    update: (done: number, total: number) => view.update(done / total, ''),
    finish: () => view.finish(),
  };
}

/** Apollo's codes of texts that are no schema, or not the kind that was asked for. */
const MALFORMED = new Set(['INVALID_GRAPHQL', 'INVALID_FEDERATION_SUPERGRAPH']);

/** What could not be read at all. That something does not compose is a result like others. */
function malformed({ composition }: CheckResult): readonly CompositionFinding[] {
  return composition.errors.filter(({ code }) => code in INPUT_CODES || MALFORMED.has(code));
}

/** Of malformed input nothing is written, but the report is still printed. */
async function report(result: CheckResult, { format, output }: ReportOptions): Promise<void> {
  if (output === undefined || malformed(result).length > 0) return print(result, format);
  try {
    await writeWhole(path.resolve(output), output, formatReport(result, format, { isColored: false }));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.exitCode = EXIT_INVALID;
    printProblems(error.findings);
    print({ ...result, ...failedCheck(error.findings) }, format);
  }
}

function print(result: CheckResult, format: ReportOptions['format']): void {
  process.stdout.write(formatReport(result, format, { isColored: isColored() }));
}

/** Colours only for people, unless they were asked for: other programs read what is printed in CI. */
function isColored(): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '' } = process.env;
  if (NO_COLOR !== '') return false;
  // For what is no terminal it is undefined, which would leave the choice to the environment.
  return FORCE_COLOR === '' ? (process.stdout.isTTY as boolean | undefined) === true : FORCE_COLOR !== '0';
}
