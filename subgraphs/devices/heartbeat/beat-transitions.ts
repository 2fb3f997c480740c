import { type HotRecord } from '../hot-state/hot-state';
import { reachabilityOf, type SilenceLimits } from '../hot-state/reachability';
import { type Transition } from '../reachability/reachability-events';
import { type BelievedBeat } from './judge-beats';

/** A box whose beat changes how it can be reached. */
export interface BeatTransition extends Transition {
  /** It was OFFLINE or not heard of before, and is here again. */
  readonly isReturn: boolean;
}

/**
 * What these beats (the newest of each box) change, from what was known before them. A beat that came late may also
 * tell only that a box was last heard of long ago.
 */
export function beatTransitions(
  beats: readonly BelievedBeat[],
  before: readonly (HotRecord | null)[],
  nowMs: number,
  limits: SilenceLimits,
): BeatTransition[] {
  return beats.flatMap(({ beat, box }, index) => {
    const knownMs = before[index]?.lastSeenAtMs ?? null;
    const seenMs = Math.max(knownMs ?? 0, Math.min(beat.sampledAt, nowMs));
    const from = reachabilityOf(knownMs, nowMs, limits);
    const to = reachabilityOf(seenMs, nowMs, limits);
    if (from === to || to === 'UNKNOWN') return [];
    const isReturn = to !== 'OFFLINE' && (from === 'OFFLINE' || from === 'UNKNOWN');
    const place = { deviceId: box.id, popId: box.popId };
    return [{ ...place, to, lastSeenAtMs: seenMs, atMs: momentOf(to, seenMs, nowMs, limits), isReturn }];
  });
}

/** When it happened: coming back is now, silence began to count a known time after the last contact. */
function momentOf(to: Transition['to'], seenMs: number, nowMs: number, limits: SilenceLimits): number {
  if (to === 'ONLINE') return nowMs;
  return seenMs + (to === 'STALE' ? limits.staleAfterMs : limits.offlineAfterMs);
}
