import type { ImageFacts } from '../claim/claim-facts';
import type { EndReason, Policy, State } from '../engine-types';
import type { HomeBox } from './seed-facts';

/** A placement of the demonstration data, before it is written. All instants are milliseconds. */
export interface PlannedPlacement {
  readonly id: string;
  readonly box: HomeBox;
  readonly image: ImageFacts;
  readonly state: State;
  readonly endReason: EndReason | null;
  readonly endsAs: 'ENDED' | 'EVICTED' | null;
  readonly failure: string | null;
  readonly pullProgressPct: number | null;
  readonly steps: readonly PlannedStep[];
  /** When it ran; the last interval of one that runs has no end. */
  readonly runs: readonly PlannedRun[];
  /** When its box was last heard of, the end of the data unless it is dark: nothing is known to run after that. */
  readonly lastSeenAt: number;
}

/** One step of its life. */
export interface PlannedStep {
  readonly to: State;
  readonly at: number;
  readonly actor: string;
  readonly reason: string | null;
}

/** Time in which it ran. */
export interface PlannedRun {
  readonly from: number;
  readonly to: number | null;
}

/** Placements with one affinity rule. */
export interface PlannedGroup {
  readonly id: string;
  readonly subscriberId: string;
  readonly policy: Policy;
  readonly createdAt: number;
  readonly memberIds: readonly string[];
}

/** The instant of the first step to a state, null when it never came there. */
export function firstTime(placement: PlannedPlacement, state: State): number | null {
  return placement.steps.find((step) => step.to === state)?.at ?? null;
}

/** The instant of the last step. */
export function lastTime(placement: PlannedPlacement): number {
  return placement.steps.at(-1)?.at ?? 0;
}
