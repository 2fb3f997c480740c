import type { Random } from '../../kit/random';
import type { ImageFacts } from '../claim/claim-facts';
import type { EndReason, State } from '../engine-types';
import { BOX_ACTOR, SCHEDULER_ACTOR } from '../store/actor';
import type { PlannedBox } from './plan-boxes';
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
/** And before they are given up. */
const EVICTED_AFTER = DAY;
/** How often silence is looked for. */
const WATCHED_EVERY = 5 * SECOND;

/** Who places them, as the history shows it. */
const CLIENT = 'scheduling';

const FAILURES = [
  'image checksum mismatch after pull',
  'not enough disk to unpack the image',
  'the machine did not answer its health check',
  'pull timed out three times',
];

/** The life so far of something that is on a box now. */
export function liveLife(
  { box, profile, lastSeenAt }: PlannedBox,
  image: ImageFacts,
  now: number,
  random: Random,
): PlannedLife {
  switch (profile) {
    case 'stuck':
      return stuckLife(now - random.integer(2 * HOUR, 30 * HOUR), random);
    case 'drifted':
      return { ...NO_END, state: 'SCHEDULED', steps: claimed(now - random.integer(3 * HOUR, 3 * DAY), random), runs: [] }; // prettier-ignore
    case 'dark':
      return darkLife(runningLife(box, image, lastSeenAt, random, 0), lastSeenAt, now, random);
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
  const lastSeen = to - EVICTED_AFTER;
  if (draw < 0.3 && lastSeen > running) {
    const history = [
      lostStep(lastSeen, random),
      step('EVICTED', to, SCHEDULER_ACTOR, 'the box stayed silent'),
    ];
    const runs = [{ from: running, to: lastSeen }];
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
    steps: [...steps, step('DRAINING', drained, actor, reason), step(state, to, BOX_ACTOR, null)],
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
  return [...steps, step('PULLING', timeOf(steps) + random.integer(2, 35) * SECOND, BOX_ACTOR)];
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
    step('STARTING', pulled, BOX_ACTOR),
    step('RUNNING', pulled + random.integer(3, 25) * SECOND, BOX_ACTOR),
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
    const lastSeen = Math.floor(since + room * (0.3 + 0.4 * random.next()));
    const back = lastSeen + LOST_AFTER + random.integer(5 * MINUTE, HOUR);
    steps.push(lostStep(lastSeen, random), step('RUNNING', back, BOX_ACTOR, 'the box reports RUNNING'));
    runs.push({ from: since, to: lastSeen });
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

/** What ran when the box was last seen. It still counts as RUNNING at first; then we hold the claim and do not know. */
function darkLife(life: PlannedLife, lastSeen: number, now: number, random: Random): PlannedLife {
  if (now < lastSeen + LOST_AFTER + WATCHED_EVERY) return life;
  const steps = [...life.steps, lostStep(lastSeen, random)];
  const runs = [{ from: timeOf(life.steps), to: lastSeen }];
  if (random.chance(0.9)) return { ...life, state: 'LOST', steps, runs };
  // Given up just now; it ends when the box had its time to answer.
  steps.push(step('DRAINING', now - random.integer(1, 5) * SECOND, 'provisioning', 'CUSTOMER'));
  return { ...life, state: 'DRAINING', endReason: 'CUSTOMER', endsAs: 'ENDED', steps, runs };
}

/** Noticed with the first look after the time was up. */
function lostStep(lastSeen: number, random: Random): PlannedStep {
  return step(
    'LOST',
    lastSeen + LOST_AFTER + random.integer(1, WATCHED_EVERY),
    SCHEDULER_ACTOR,
    'the box is silent',
  );
}

function stuckLife(requested: number, random: Random): PlannedLife {
  const pullProgressPct = random.integer(1, 92);
  return { ...NO_END, state: 'PULLING', pullProgressPct, steps: pulling(requested, random), runs: [] };
}

/** On its way since less than a minute. */
function arrivingLife(now: number, random: Random): PlannedLife {
  const steps = pulling(now - MINUTE, random);
  if (random.chance(0.3)) {
    const starting = [...steps, step('STARTING', now - SECOND, BOX_ACTOR)];
    return { ...NO_END, state: 'STARTING', pullProgressPct: 100, steps: starting, runs: [] };
  }
  return { ...NO_END, state: 'PULLING', pullProgressPct: random.integer(0, 80), steps, runs: [] };
}

function failedLife(from: number, to: number, random: Random): PlannedLife {
  const steps = pulling(from, random);
  const failure = random.pick(FAILURES);
  const at = Math.max(timeOf(steps) + SECOND, Math.min(to, timeOf(steps) + random.integer(10, 900) * SECOND));
  steps.push(step('FAILED', at, BOX_ACTOR, failure));
  return { ...NO_END, state: 'FAILED', endReason: 'ERROR', failure, pullProgressPct: random.integer(0, 99), steps, runs: [] }; // prettier-ignore
}
