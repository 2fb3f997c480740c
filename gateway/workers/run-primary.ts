import { type GatewayConfig } from '../config';
import { type Logger } from 'pino';
import { WorkerCrew } from './worker-crew';

/** Longer than the grace of a worker, so that only those that hang are ended by force. */
const FORCE_AFTER_GRACE_MS = 3_000;

/** What the primary is told from outside. */
export interface PrimarySignals {
  /** Resolves when the gateway is to stop. */
  readonly stopped: Promise<void>;
  /** Is given what to do when all workers are to be replaced. */
  readonly onRoll: (roll: () => void) => void;
  /** Is told the URL once all workers serve. */
  readonly ready: (url: string) => void;
}

/**
 * Supervises the configured number of workers until it is to stop; serves nothing itself. Resolves when all workers have
 * drained and ended. Rejects with the reason when they cannot start.
 */
export async function runPrimary(config: GatewayConfig, log: Logger, signals: PrimarySignals): Promise<void> {
  const { readinessMs, graceMs } = config.shutdown;
  const crew = new WorkerCrew({
    size: config.workers,
    planBytes: config.planning.cacheBytes,
    patienceMs: readinessMs + graceMs + FORCE_AFTER_GRACE_MS,
    log,
  });
  let isStopped = false;
  const opened = crew.open();
  const ended = signals.stopped.then(() => {
    isStopped = true;
    return crew.close();
  });
  try {
    const url = await opened;
    signals.onRoll(() => void crew.roll());
    if (!isStopped) signals.ready(url);
  } catch (error) {
    if (!isStopped) throw error;
  }
  await ended;
}
