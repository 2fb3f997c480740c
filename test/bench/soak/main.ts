import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { wholeNumber } from '../../../cli/commands/parse-option';
import { onStop } from '../../../cli/supervisor/run-as-child';
import { progressView } from '../../../cli/up/progress';
import { createParts, type Parts } from '../process/part';
import { runGiants } from './giants-phase';
import { runOperations } from './operations-phase';
import { runRestarts } from './restart-phase';
import { openSoak } from './soak-world';
import { runSwaps } from './swap-phase';
import { tellGiants, tellOperations, tellRestarts, tellSwaps } from './tell-results';

const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;

interface SoakOptions {
  readonly swaps: number;
  readonly restarts: number;
  readonly operations: number;
  readonly giants: number;
  readonly warmUp: number;
  /** So many percent more than the objects before may stay in memory after all swaps or operations. */
  readonly growth: number;
}

// `npm run soak`: what happened on stdout, progress on stderr. Exit 1 when a request failed or memory grew.
void (async () => {
  const parts = createParts();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lastmile-soak-'));
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
    const isGood = await run(readOptions(process.argv.slice(2)), parts, folder);
    process.exitCode = isGood ? 0 : 1;
  } catch (error) {
    if (!isInterrupted) process.exitCode = report(error);
  }
  if (isInterrupted) return;
  await cleanUp();
  process.exit();
})();

function readOptions(args: readonly string[]): SoakOptions {
  return new Command('soak')
    .description(
      'replaces supergraphs and workers of a gateway under load, and sends operations that are all different: no request may fail, no memory stay',
    )
    .option('--swaps <number>', 'supergraphs', wholeNumber(0, 100_000), 100)
    .option(
      '--warm-up <number>',
      'supergraphs before the first look at the memory',
      wholeNumber(0, 1_000),
      20,
    )
    .option(
      '--growth <percent>',
      'how much the objects in the heap may grow by the swaps, or by the operations after a fifth of them',
      wholeNumber(0, 1_000),
      5,
    )
    .option('--restarts <number>', 'workers that get SIGTERM', wholeNumber(0, 100_000), 20)
    .option('--operations <number>', 'operations that are all different', wholeNumber(0, 10_000_000), 100_000)
    .option(
      '--giants <number>',
      'answers of a subgraph, a gigabyte each, that come at once; before that comes one',
      wholeNumber(0, 1_000),
      10,
    )
    .showHelpAfterError()
    .exitOverride()
    .parse(args, { from: 'user' })
    .opts<SoakOptions>();
}

async function run(
  { swaps, restarts, operations, giants, warmUp, growth }: SoakOptions,
  parts: Parts,
  folder: string,
): Promise<boolean> {
  const world = await openSoak(parts, folder);
  const view = progressView('soaking', process.stderr);
  const results: boolean[] = [];
  try {
    if (swaps > 0) {
      const result = await runSwaps(world, { swaps, warmUp }, (done) => view.update(done, 'swaps'));
      results.push(tellSwaps(result, growth));
    }
    if (restarts > 0) {
      const result = await runRestarts(world, restarts, (done) => view.update(done, 'restarts'));
      results.push(tellRestarts(result));
    }
    if (operations > 0) {
      const result = await runOperations(world, operations, (done) => view.update(done, 'operations'));
      results.push(tellOperations(result, growth));
    }
    if (giants > 0) {
      const reports = await runGiants(world, giants, (done) => view.update(done, 'giants'));
      results.push(...reports.map(tellGiants));
    }
  } finally {
    view.finish();
  }
  return results.every(Boolean);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  process.stderr.write(`soak: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}
