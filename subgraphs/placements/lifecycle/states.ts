import type { EndReason, State } from '../engine-types';

/** The states in which a placement holds its claim: `used` is the sum over these, always. */
export const LIVE_STATES: readonly State[] = [
  'SCHEDULED',
  'PULLING',
  'STARTING',
  'RUNNING',
  'DRAINING',
  'LOST',
];

/** The states in which the box shall run it, as soon as it is its turn to pull. */
export const DESIRED_STATES: readonly State[] = ['SCHEDULED', 'PULLING', 'STARTING', 'RUNNING', 'LOST'];

/** The states in which the image is not on the box yet, as far as the box has said. */
export const PULL_STATES: readonly State[] = ['SCHEDULED', 'PULLING'];

/** The states that nothing follows. */
export const FINAL_STATES: readonly State[] = ['ENDED', 'FAILED', 'EVICTED'];

/**
 * The machine of domain A4. One edge is added: a customer may give up a placement on a box that is lost
 * (LOST -> DRAINING). The likelier way comes first where two are equally long.
 */
const NEXT: Readonly<Record<State, readonly State[]>> = {
  REQUESTED: ['SCHEDULED', 'FAILED'],
  SCHEDULED: ['PULLING', 'DRAINING'],
  PULLING: ['STARTING', 'FAILED', 'LOST', 'DRAINING'],
  STARTING: ['RUNNING', 'FAILED', 'LOST', 'DRAINING'],
  RUNNING: ['LOST', 'DRAINING'],
  LOST: ['RUNNING', 'PULLING', 'EVICTED', 'DRAINING'],
  DRAINING: ['ENDED', 'EVICTED'],
  ENDED: [],
  FAILED: [],
  EVICTED: [],
};

/** Whether the machine has this edge. A move is none: it starts the machine again on another box. */
export function isEdge(from: State, to: State): boolean {
  return NEXT[from].includes(to);
}

/** Whether a placement in this state may be moved: the claim is held and nobody has asked for its end. */
export function isMovable(state: State): boolean {
  return DESIRED_STATES.includes(state);
}

/**
 * The shortest way from one state to another, both included; null when there is none. What a box reports may be
 * several steps ahead of what is known here, and the history shows each step.
 */
export function pathBetween(from: State, to: State): readonly State[] | null {
  const waysTo = new Map<State, readonly State[]>([[from, [from]]]);
  for (const [state, way] of waysTo) {
    if (state === to) return way;
    for (const step of NEXT[state]) if (!waysTo.has(step)) waysTo.set(step, [...way, step]);
  }
  return null;
}

/** What a placement becomes in the end: customers end theirs, everybody else evicts. */
export function endStateFor(reason: EndReason): 'ENDED' | 'EVICTED' {
  return reason === 'CUSTOMER' ? 'ENDED' : 'EVICTED';
}
