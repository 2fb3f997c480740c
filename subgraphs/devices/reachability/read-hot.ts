import { type HotKey, type HotRecord } from '../hot-state/hot-state';
import { HotStateUnavailable } from '../hot-state/hot-state-unavailable';
import { type DevicesServices } from '../request/services';

/**
 * What the hot state knows of each box, in the order asked; null for all of them when it cannot be reached.
 * Redis may be lost at any moment, and then the rest of the answer stays whole (domain I14).
 */
export async function readHot(
  { hotState, log }: Pick<DevicesServices, 'hotState' | 'log'>,
  keys: readonly HotKey[],
  nowMs: number,
): Promise<readonly (HotRecord | null)[] | null> {
  return whileReachable(log, () => hotState.readMany(keys, nowMs));
}

/** The answer of the hot state, or null when it cannot be reached. Other errors are thrown on. */
export async function whileReachable<T>(
  log: DevicesServices['log'],
  ask: () => Promise<T>,
): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof HotStateUnavailable)) throw error;
    log.debug({ err: error }, 'hot state unavailable');
    return null;
  }
}
