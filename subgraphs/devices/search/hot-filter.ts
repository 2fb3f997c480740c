import { type HotRecord } from '../hot-state/hot-state';
import { type SilenceLimits } from '../hot-state/reachability';
import { deviceHealth, deviceReachability } from '../reachability/device-states';
import { type DeviceLifecycle, type HealthStatus, type Reachability } from '../types/enums';

/** The part of a filter that only the hot state answers. */
export interface HotFilter {
  readonly reachability?: readonly Reachability[];
  readonly health?: readonly HealthStatus[];
  readonly silentForSeconds?: number;
}

/** Moments of last contact in (fromMs, toMs]. */
export interface SeenRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Whether the filter can be answered while the hot state is gone: every box is UNKNOWN then, and that was asked for. */
export function acceptsUnknown(filter: HotFilter): boolean {
  return (filter.reachability?.includes('UNKNOWN') ?? false) && filter.silentForSeconds === undefined;
}

/** Whether a box passes. A box that was never heard of has not been observed to be silent. */
export function passesHotFilter(
  filter: HotFilter,
  lifecycle: DeviceLifecycle,
  record: HotRecord | null,
  nowMs: number,
  limits: SilenceLimits,
): boolean {
  const reachability = deviceReachability(lifecycle, record, nowMs, limits);
  if (filter.reachability && !filter.reachability.includes(reachability)) return false;
  if (filter.health && !filter.health.includes(deviceHealth(record))) return false;
  if (filter.silentForSeconds === undefined) return true;
  return (
    reachability !== 'UNKNOWN' &&
    record !== null &&
    nowMs - record.lastSeenAtMs >= filter.silentForSeconds * 1000
  );
}

/**
 * The last contacts that a box which passes can have, when an index over them is worth asking: null when boxes without
 * any contact may pass, or when boxes that are ONLINE may (most are, so reading them in order is cheaper).
 */
export function seenRanges(filter: HotFilter, nowMs: number, limits: SilenceLimits): SeenRange[] | null {
  const asked = filter.reachability ?? ['ONLINE', 'STALE', 'OFFLINE', 'UNKNOWN'];
  const silentMs = (filter.silentForSeconds ?? 0) * 1000;
  if (asked.includes('UNKNOWN') && filter.silentForSeconds === undefined) return null;
  if (asked.includes('ONLINE') && silentMs < limits.staleAfterMs) return null;
  const latestMs = nowMs - silentMs;
  const byState: Partial<Record<Reachability, SeenRange>> = {
    ONLINE: { fromMs: nowMs - limits.staleAfterMs, toMs: Infinity },
    STALE: { fromMs: nowMs - limits.offlineAfterMs, toMs: nowMs - limits.staleAfterMs },
    OFFLINE: { fromMs: -Infinity, toMs: nowMs - limits.offlineAfterMs },
  };
  return asked
    .flatMap((state) => byState[state] ?? [])
    .map(({ fromMs, toMs }) => ({ fromMs, toMs: Math.min(toMs, latestMs) }))
    .filter(({ fromMs, toMs }) => fromMs < toMs);
}
