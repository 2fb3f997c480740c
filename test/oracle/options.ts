import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { wholeNumber } from '../../cli/commands/parse-option';

/** What the person asked for. */
export interface FuzzOptions {
  readonly minutes: number;
  readonly seed: number;
  /** A case to run again instead. */
  readonly case?: string;
  /** How many findings end the run. */
  readonly findings: number;
  /** Where the files of findings go. */
  readonly out: string;
}

/** Reads a command line. Throws CommanderError, after having said why, when it is wrong or asks for help. */
export function readOptions(args: readonly string[]): FuzzOptions {
  const command = new Command('fuzz')
    .description('compares the gateway with one schema over the same generated data')
    .option('--minutes <number>', 'how long', wholeNumber(1, 10_000), 10)
    .option(
      '--seed <number>',
      'of the first world; the next one has the next seed',
      wholeNumber(0, 2 ** 31),
      1,
    )
    .option('--case <file>', 'run the case of a file again')
    .option('--findings <number>', 'stop after so many', wholeNumber(1, 1_000), 5)
    .option('--out <folder>', 'where files that reproduce findings go', join(tmpdir(), 'lastmile-fuzz'))
    .showHelpAfterError()
    .exitOverride();
  command.parse(args, { from: 'user' });
  return command.opts<FuzzOptions>();
}
