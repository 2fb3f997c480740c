import { clientError } from '../../kit/errors';
import { type DeviceFilter } from '../types/inputs';
import { type HotFilter } from './hot-filter';
import { type RecordFilter } from './record-filter';

/** A filter in its two halves: what the records answer, and what only the hot state knows. */
export interface SplitFilter {
  readonly record: RecordFilter;
  /** Null when nothing of it is asked for. */
  readonly hot: HotFilter | null;
}

/** Largest silence that can be asked for: beyond it the multiplication to milliseconds would mean nothing. */
const MAX_SILENCE_SECONDS = 2_147_483_647;

/**
 * The filter a client sent, without absent fields and in one order, so that equal filters are equal values.
 *
 * @throws GraphQLError BAD_USER_INPUT for a negative silence, and for a hot filter over the whole fleet: last-seen
 * indexes exist per PoP, and without one the answer would be a scan of every box (domain A2.6).
 */
export function splitFilter(filter: DeviceFilter): SplitFilter {
  const record: RecordFilter = {
    ...(filter.lifecycle && { lifecycle: ordered(filter.lifecycle) }),
    ...(filter.modelId != null && { modelId: filter.modelId }),
    ...(filter.arch && { arch: filter.arch }),
    ...(filter.softwareVersion != null && { softwareVersion: filter.softwareVersion }),
    ...(filter.popId != null && { popId: filter.popId }),
    ...(filter.regionId != null && { regionId: filter.regionId }),
    ...(filter.drifted != null && { drifted: filter.drifted }),
  };
  const hot: HotFilter = {
    ...(filter.reachability && { reachability: ordered(filter.reachability) }),
    ...(filter.health && { health: ordered(filter.health) }),
    ...(filter.silentForSeconds != null && { silentForSeconds: filter.silentForSeconds }),
  };
  if (Object.keys(hot).length === 0) return { record, hot: null };
  checkHotFilter(hot, record);
  return { record, hot };
}

function checkHotFilter(hot: HotFilter, record: RecordFilter): void {
  const seconds = hot.silentForSeconds ?? 0;
  if (seconds < 0) {
    throw clientError(
      'BAD_USER_INPUT',
      `Expected "silentForSeconds" between 0 and ${MAX_SILENCE_SECONDS}, got ${seconds}.`,
    );
  }
  if (record.popId === undefined && record.regionId === undefined) {
    throw clientError(
      'BAD_USER_INPUT',
      'Expected "popId" or "regionId" beside "reachability", "health" or "silentForSeconds", got neither.',
    );
  }
}

function ordered<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].sort();
}
