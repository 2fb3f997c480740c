import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CommanderError } from 'commander';
import { onStop } from '../../cli/supervisor/run-as-child';
import { progressView } from '../../cli/up/progress';
import { BodiesDiffer } from './measure/equal-bodies';
import { type BenchOptions, readOptions } from './options';
import { createParts, type Parts } from './process/part';
import { runProfile } from './profile/run-profile';
import { tableOf } from './report/table';
import { openBench, runBench, writeFigures } from './run-bench';

const EXIT_USAGE = 2;
/** What shells say of a command that was interrupted. */
const EXIT_INTERRUPTED = 130;

// `npm run bench:gateway`: figures on stdout, progress on stderr. Exit 1 when answers differ or fail, 2 for wrong usage.
void (async () => {
  const parts = createParts();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lastmile-bench-'));
  const cleanUp = async (): Promise<void> => {
    await parts.stopAll();
    rmSync(folder, { recursive: true, force: true });
  };
  let isInterrupted = false;
  onStop(async () => {
    isInterrupted = true;
    process.exitCode = EXIT_INTERRUPTED;
    await cleanUp();
  });
  try {
    await run(readOptions(process.argv.slice(2)), parts, folder);
  } catch (error) {
    // Whoever interrupts the bench is not told that its processes ended.
    if (!isInterrupted) process.exitCode = report(error);
  }
  // After an interruption `onStop` cleans up and ends the process.
  if (isInterrupted) return;
  await cleanUp();
  process.exit();
})();

async function run(options: BenchOptions, parts: Parts, folder: string): Promise<void> {
  const bench = await openBench(options, parts, folder);
  if (options.profile !== undefined)
    return runProfile(bench, options.profile, (text) => process.stdout.write(`${text}\n`));
  const view = progressView('measuring', process.stderr);
  try {
    // On a terminal the bar would be torn by tables in between, so they are printed at the end.
    const tell = (text: string): void => void (process.stderr.isTTY || process.stdout.write(text));
    const reports = await runBench(bench, view, (each) => tell(`\n${tableOf(each)}`));
    view.finish();
    if (process.stderr.isTTY) process.stdout.write(`${reports.map(tableOf).join('\n')}\n`);
    if (options.json !== undefined) writeFigures(options.json, options, reports);
  } finally {
    view.finish();
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  const text = error instanceof Error && !(error instanceof BodiesDiffer) ? error.stack : String(error);
  process.stderr.write(`bench: ${text}\n`);
  return 1;
}
