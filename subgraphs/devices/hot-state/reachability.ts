/** How a box can be reached, derived from when it was last heard of (domain A4, A6). */
export type Reachability = 'ONLINE' | 'STALE' | 'OFFLINE' | 'UNKNOWN';

/** Seconds between two beats of a box unless configured otherwise. */
export const DEFAULT_BEAT_INTERVAL_MS = 30_000;

/** How long a box may be silent before it is STALE, and before it is OFFLINE. */
export interface SilenceLimits {
  readonly staleAfterMs: number;
  readonly offlineAfterMs: number;
}

/** 1.5 and 3 intervals: one lost beat is not a sign of anything, three are (domain A6). */
export function silenceLimits(intervalMs: number = DEFAULT_BEAT_INTERVAL_MS): SilenceLimits {
  return { staleAfterMs: intervalMs * 1.5, offlineAfterMs: intervalMs * 3 };
}

/**
 * ONLINE below 1.5 intervals of silence, STALE below 3, OFFLINE from there on. Null means never heard of, or
 * that the hot state is unavailable: UNKNOWN in both cases, because silence was not observed (domain I14).
 */
export function reachabilityOf(
  lastSeenAtMs: number | null,
  nowMs: number,
  limits: SilenceLimits = silenceLimits(),
): Reachability {
  if (lastSeenAtMs === null) return 'UNKNOWN';
  const silentMs = nowMs - lastSeenAtMs;
  if (silentMs < limits.staleAfterMs) return 'ONLINE';
  return silentMs < limits.offlineAfterMs ? 'STALE' : 'OFFLINE';
}
