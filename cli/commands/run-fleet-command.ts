import { createDataFolder } from '../data-folder/layout';
import { fleetSigner } from '../fleet/fleet-signer';
import { runFleet } from '../fleet/run-fleet';
import { ensureKeys } from '../keys/key-files';
import { onStop } from '../supervisor/run-as-child';

/** What `lastmile fleet simulate` is told. */
export interface FleetCommandOptions {
  readonly devicesUrl: string;
  readonly data: string;
  readonly seed: string;
  readonly speed: number;
  /** Seconds between two beats of a box. */
  readonly interval: number;
}

/** Runs the simulated boxes until this process is asked to stop. */
export async function simulateFleet(options: FleetCommandOptions): Promise<void> {
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
