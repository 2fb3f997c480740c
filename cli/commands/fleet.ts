import type { Command } from 'commander';
import { createDataFolder } from '../data-folder/layout';
import { fleetSigner } from '../fleet/fleet-signer';
import { runFleet } from '../fleet/run-fleet';
import { ensureKeys } from '../keys/key-files';
import { onStop } from '../supervisor/run-as-child';
import { DEFAULT_DATA_FOLDER, DEFAULT_SEED } from './defaults';
import { wholeNumber } from './parse-option';

interface FleetCommandOptions {
  readonly devicesUrl: string;
  readonly data: string;
  readonly seed: string;
  readonly speed: number;
  readonly interval: number;
}

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
    .action(simulate);
}

async function simulate(options: FleetCommandOptions): Promise<void> {
  const { envelopeKeys } = ensureKeys(createDataFolder(options.data).keys);
  const stopping = new AbortController();
  onStop(async () => stopping.abort());
  process.send?.({ type: 'ready', url: options.devicesUrl });
  await runFleet({
    devicesUrl: options.devicesUrl,
    signEnvelope: fleetSigner(
      () => envelopeKeys,
      () => new Date(),
    ),
    seed: options.seed,
    speed: options.speed,
    intervalMs: options.interval * 1_000,
    log: (message) => process.stdout.write(`${message}\n`),
    signal: stopping.signal,
  });
}
