import type { Random } from '../../kit/random';
import type { DeviceProfile } from '../../kit/seed-plan';
import type { ImageFacts } from '../claim/claim-facts';
import type { EndReason, State } from '../engine-types';
import type { PlannedPlacement, PlannedRun, PlannedStep } from './planned-placement';
import type { HomeBox } from './seed-facts';

/** The life of a placement: how it came to its state. */
export type PlannedLife = Pick<
  PlannedPlacement,
  'state' | 'endReason' | 'endsAs' | 'failure' | 'pullProgressPct' | 'steps' | 'runs'
>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long a box may be silent before its placements are LOST (domain A6). */
const LOST_AFTER = 10 * MINUTE;

/** Who moves placements, as the history shows it. */
const CLIENT = 'scheduling';
const BOX = 'device';
const WATCH = 'reachability';

const FAILURES = [
  'image checksum mismatch after pull',
  'not enough disk to unpack the image',
  'the machine did not answer its health check',
  'pull timed out three times',
];

/** The life so far of something that is on a box now. */
export function liveLife(
  box: HomeBox,
  image: ImageFacts,
  profile: DeviceProfile,
  now: number,
  random: Random,
): PlannedLife {
  switch (profile) {
    case 'stuck':
      return stuckLife(now - random.integer(2 * HOUR, 30 * HOUR), random);
    case 'drifted':
      return { ...NO_END, state: 'SCHEDULED', steps: claimed(now - random.integer(3 * HOUR, 3 * DAY), random), runs: [] }; // prettier-ignore
    case 'dark':
      return darkLife(box, image, now, random);
    case 'flapping':
      return runningLife(box, image, now, random, random.integer(1, 3));
    case 'steady':
      return random.chance(0.03)
        ? arrivingLife(now, random)
        : runningLife(box, image, now, random, random.chance(0.1) ? 1 : 0);
  }
}

/** The whole life of something that ended between `from` and `to`. */
export function pastLife(
  box: HomeBox,
  image: ImageFacts,
  from: number,
  to: number,
  random: Random,
): PlannedLife {
  const draw = random.next();
  if (draw < 0.2) return failedLife(from, to, random);
  const steps = started(box, image, from, to - 2 * MINUTE, random);
  const running = timeOf(steps);
  if (draw < 0.3) {
    // Evicted a day after its box fell silent; metered until it was last seen.
    const lost = Math.max(running + SECOND, to - DAY);
    const history = [step('LOST', lost, WATCH, 'box silent'), step('EVICTED', to, WATCH, 'hold expired')];
    const runs = [{ from: running, to: Math.max(running, lost - LOST_AFTER) }];
    return { ...NO_END, state: 'EVICTED', endReason: 'DEVICE_DARK', steps: [...steps, ...history], runs };
  }
  const reason = draw < 0.45 ? random.pick<EndReason>(['OPERATOR', 'ENTITLEMENT', 'PREEMPTED']) : 'CUSTOMER';
  const state: State = reason === 'CUSTOMER' ? 'ENDED' : 'EVICTED';
  const drained = Math.max(running + SECOND, to - random.integer(2, 40) * SECOND);
  const actor = reason === 'CUSTOMER' ? 'provisioning' : CLIENT;
  return {
    ...NO_END,
    state,
    endReason: reason,
    endsAs: state,
    steps: [...steps, step('DRAINING', drained, actor, reason), step(state, to, BOX, null)],
    runs: [{ from: running, to: drained }],
  };
}

const NO_END = { endReason: null, endsAs: null, failure: null, pullProgressPct: null } as const;

function step(to: State, at: number, actor: string, reason: string | null = null): PlannedStep {
  return { to, at, actor, reason };
}

function timeOf(steps: readonly PlannedStep[]): number {
  return steps.at(-1)?.at ?? 0;
}

function claimed(requested: number, random: Random): PlannedStep[] {
  return [
    step('REQUESTED', requested, CLIENT),
    step('SCHEDULED', requested + random.integer(20, 400), CLIENT),
  ];
}

function pulling(requested: number, random: Random): PlannedStep[] {
  const steps = claimed(requested, random);
  return [...steps, step('PULLING', timeOf(steps) + random.integer(2, 35) * SECOND, BOX)];
}

/** Pulled at the line's speed, and started; in any case before `latest`. */
function started(
  box: HomeBox,
  image: ImageFacts,
  requested: number,
  latest: number,
  random: Random,
): PlannedStep[] {
  const steps = pulling(requested, random);
  const begun = timeOf(steps);
  const pullMs = Math.max(
    2 * SECOND,
    ((image.sizeBytes ?? 50e6) * 8) / Math.max(1, box.downlinkKbps ?? 20_000),
  );
  const pulled = Math.floor(Math.min(begun + pullMs, Math.max(begun + SECOND, latest - 30 * SECOND)));
  return [
    ...steps,
    step('STARTING', pulled, BOX),
    step('RUNNING', pulled + random.integer(3, 25) * SECOND, BOX),
  ];
}

/** RUNNING, after `losses` times in which the box was away for a while. */
function runningLife(
  box: HomeBox,
  image: ImageFacts,
  now: number,
  random: Random,
  losses: number,
): PlannedLife {
  const steps = started(box, image, now - ageOf(random), now, random);
  const runs: PlannedRun[] = [];
  let since = timeOf(steps);
  for (let loss = 0; loss < losses; loss += 1) {
    const room = (now - since) / (losses - loss + 1);
    if (room < 2 * HOUR) break;
    const lost = Math.floor(since + room * (0.3 + 0.4 * random.next()));
    const back = lost + random.integer(5 * MINUTE, HOUR);
    steps.push(step('LOST', lost, WATCH, 'box silent'), step('RUNNING', back, BOX, 'box is back'));
    runs.push({ from: since, to: Math.max(since, lost - LOST_AFTER) });
    since = back;
  }
  runs.push({ from: since, to: null });
  return { ...NO_END, state: 'RUNNING', pullProgressPct: 100, steps, runs };
}

/** Most for some days, some since hours, some for months. */
function ageOf(random: Random): number {
  const draw = random.next();
  if (draw < 0.1) return random.integer(2 * HOUR, DAY);
  if (draw < 0.75) return random.integer(DAY, 30 * DAY);
  return random.integer(30 * DAY, 120 * DAY);
}

/** The box has been silent: we hold the claim and do not know. Some fell silent a moment ago and still count as RUNNING. */
function darkLife(box: HomeBox, image: ImageFacts, now: number, random: Random): PlannedLife {
  const life = runningLife(box, image, now, random, 0);
  const began = timeOf(life.steps);
  const draw = random.next();
  if (draw < 0.3) return life;
  const lost = Math.max(began + MINUTE, now - random.integer(15 * MINUTE, 20 * HOUR));
  const steps = [...life.steps, step('LOST', lost, WATCH, 'box silent')];
  const runs = [{ from: began, to: Math.max(began, lost - LOST_AFTER) }];
  if (draw < 0.9) return { ...life, state: 'LOST', steps, runs };
  // Given up meanwhile; it ends when the box comes back or its hold expires.
  const drained = Math.floor((lost + now) / 2);
  steps.push(step('DRAINING', drained, 'provisioning', 'CUSTOMER'));
  return { ...life, state: 'DRAINING', endReason: 'CUSTOMER', endsAs: 'ENDED', steps, runs };
}

function stuckLife(requested: number, random: Random): PlannedLife {
  const pullProgressPct = random.integer(1, 92);
  return { ...NO_END, state: 'PULLING', pullProgressPct, steps: pulling(requested, random), runs: [] };
}

/** On its way since less than a minute. */
function arrivingLife(now: number, random: Random): PlannedLife {
  const steps = pulling(now - MINUTE, random);
  if (random.chance(0.3)) {
    const starting = [...steps, step('STARTING', now - SECOND, BOX)];
    return { ...NO_END, state: 'STARTING', pullProgressPct: 100, steps: starting, runs: [] };
  }
  return { ...NO_END, state: 'PULLING', pullProgressPct: random.integer(0, 80), steps, runs: [] };
}

function failedLife(from: number, to: number, random: Random): PlannedLife {
  const steps = pulling(from, random);
  const failure = random.pick(FAILURES);
  const at = Math.max(timeOf(steps) + SECOND, Math.min(to, timeOf(steps) + random.integer(10, 900) * SECOND));
  steps.push(step('FAILED', at, BOX, failure));
  return { ...NO_END, state: 'FAILED', endReason: 'ERROR', failure, pullProgressPct: random.integer(0, 99), steps, runs: [] }; // prettier-ignore
}
