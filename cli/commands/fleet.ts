import type { Command } from 'commander';
import { DEFAULT_DATA_FOLDER, DEFAULT_SEED } from './defaults';
import { wholeNumber } from './parse-option';
import type { FleetCommandOptions } from './run-fleet-command';

/** `lastmile fleet simulate`: the boxes of a devices subgraph, without the boxes. */
export function addFleet(program: Command): void {
  program
    .command('fleet')
    .description('the simulated fleet')
    .command('simulate')
    .description('send the heartbeats of every activated box and do what is desired of it')
    .option('--devices-url <url>', 'the devices subgraph', 'http://127.0.0.1:4102')
    .option('--data <folder>', 'the data folder whose keys sign for the boxes', DEFAULT_DATA_FOLDER)
    .option('--seed <text>', 'another text gives the boxes other luck', DEFAULT_SEED)
    .option('--speed <factor>', 'pull and start images faster than in life', wholeNumber(1, 1_000), 1)
    .option('--interval <seconds>', 'between two beats of a box', wholeNumber(1, 3_600), 30)
    .action(async (options: FleetCommandOptions) => {
      const { simulateFleet } = await import('./run-fleet-command.js');
      await simulateFleet(options);
    });
}
