import type { State } from '../engine-types';

/** What a box says about one placement; null when its list does not have it. */
export type BoxState = 'PULLING' | 'STARTING' | 'RUNNING' | 'FAILED' | 'STOPPED' | null;

/**
 * The state that follows from a box's report, or null when it changes nothing (domain A4).
 * `endsAs` is what a DRAINING placement becomes when the box no longer runs it.
 */
export function stateAfterReport(
  current: State,
  reported: BoxState,
  endsAs: 'ENDED' | 'EVICTED',
): State | null {
  if (current === 'DRAINING') return isRunOnBox(reported) ? null : endsAs;
  switch (reported) {
    case 'PULLING':
    case 'STARTING':
    case 'RUNNING':
    case 'FAILED':
      return reported === current ? null : reported;
    default:
      return stateWithoutBox(current);
  }
}

function isRunOnBox(reported: BoxState): boolean {
  return reported === 'PULLING' || reported === 'STARTING' || reported === 'RUNNING';
}

/** Desired wins (I15): what the box does not have although it should, it pulls again. */
function stateWithoutBox(current: State): State | null {
  switch (current) {
    case 'STARTING':
    case 'RUNNING':
    case 'LOST':
      return 'PULLING';
    // SCHEDULED: it has not heard of it yet. PULLING: it may not list what it has not got.
    default:
      return null;
  }
}
