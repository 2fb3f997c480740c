import type { Command } from 'commander';
import { DEFAULT_DATA_FOLDER, DEFAULT_HOST, DEFAULT_PORT, DEFAULT_SEED } from './defaults';
import { portNumber, wholeNumber } from './parse-option';
import { MAX_DEVICES } from './seed';

interface UpCommandOptions {
  readonly port?: number;
  readonly host: string;
  readonly devices: number;
  readonly seed: string;
  readonly data: string;
  readonly fleet: boolean;
}

/** `lastmile up`: everything, seeded and alive. */
export function addUp(program: Command): void {
  program
    .command('up')
    .description('start everything: PostgreSQL, Redis, four subgraphs, the gateway and a fleet')
    .option('--port <number>', `the gateway's port (default: PORT, else ${DEFAULT_PORT})`, portNumber)
    .option('--host <address>', 'the address the gateway listens on', DEFAULT_HOST)
    .option('--devices <number>', 'boxes of the first start', wholeNumber(1, MAX_DEVICES), 2_000)
    .option('--seed <text>', 'another text gives another fleet', DEFAULT_SEED)
    .option('--data <folder>', 'where all state lives', DEFAULT_DATA_FOLDER)
    .option('--no-fleet', 'without simulated boxes')
    .action(async (options: UpCommandOptions) => {
      const { runUp } = await import('../up/run-up.js');
      await runUp({ ...options, port: options.port ?? portOf(process.env['PORT']) }, process.env);
    });
}

function portOf(text: string | undefined): number {
  return text === undefined || text === '' ? DEFAULT_PORT : portNumber(text);
}
