import path from 'node:path';
import type { EnvelopeKeys } from '../../subgraphs/kit/envelope';
import { fleetSigner } from '../fleet/fleet-signer';
import { runFleet } from '../fleet/run-fleet';
import { beginLog, rotatingLog } from '../supervisor/rotating-log';

/** What the boxes of a local start need. */
export interface LocalFleetOptions {
  readonly devicesUrl: string;
  readonly envelopeKeys: EnvelopeKeys;
  readonly seed: string;
  readonly logsFolder: string;
  readonly say: (line: string) => void;
}

/**
 * Runs the simulated boxes inside the supervisor: two thousand of them are less work than a process of their own is memory.
 * Returns what stops them.
 */
export function startLocalFleet(options: LocalFleetOptions): () => Promise<void> {
  const logFile = path.join(options.logsFolder, 'fleet.log');
  beginLog(logFile);
  const log = rotatingLog(logFile);
  const stopping = new AbortController();
  const running = runFleet({
    devicesUrl: options.devicesUrl,
    signEnvelope: fleetSigner(
      () => options.envelopeKeys,
      () => new Date(),
    ),
    seed: options.seed,
    log: (message) => log.write(`${new Date().toISOString()} ${message}\n`),
    signal: stopping.signal,
  }).catch((error: unknown) => {
    // The boxes are a demonstration: without them the product goes on.
    options.say(`the fleet stopped: ${error instanceof Error ? error.message : String(error)} (${logFile})`);
  });
  return async () => {
    stopping.abort();
    await running;
    log.end();
  };
}
