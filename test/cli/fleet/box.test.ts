import { type Box, type BoxStep, stepBox, wakesAtMs } from '../../../cli/fleet/box';
import { newBox, withAcknowledgement, withDesired, withRosterEntry } from '../../../cli/fleet/box-life';
import { randomOfStep } from '../../../cli/fleet/box-random';
import { type BeatMessage, type RosterBox } from '../../../cli/fleet/messages';
import { desired, desiredPlacement, NOW, rosterBox } from './fleet-fixtures';

const SETTINGS = { intervalMs: 30_000, speed: 1 };
const SECOND = 1000;
const REPORTED_AT = new Date(NOW - 5 * 3_600 * SECOND).toISOString();

const stepped = (box: Box, nowMs: number, settings = SETTINGS): BoxStep =>
  stepBox(box, nowMs, randomOfStep(box.seed, box.steps), settings);

/** Lets the box live until then, with every beat acknowledged; answers the beats with their moments. */
function lived(
  start: Box,
  untilMs: number,
  settings = SETTINGS,
): { box: Box; beats: (BeatMessage & { atMs: number })[] } {
  let box = start;
  const beats = [];
  for (let nowMs = wakesAtMs(box); nowMs <= untilMs; nowMs = Math.max(nowMs, wakesAtMs(box))) {
    const step = stepped(box, nowMs, settings);
    box = step.box;
    if (step.beat === null) continue;
    beats.push({ ...step.beat.message, atMs: nowMs });
    box = withAcknowledgement(box, step.beat.changes);
  }
  return { box, beats };
}

const born = (changes: Partial<RosterBox> = {}): Box => newBox(rosterBox(changes), 'seed', NOW);
const states = (beat: BeatMessage | undefined): Record<string, string> =>
  Object.fromEntries((beat?.placements ?? []).map(({ placementId, state }) => [placementId, state]));
const firstIn = (
  beats: readonly (BeatMessage & { atMs: number })[],
  state: string,
): (BeatMessage & { atMs: number }) | undefined =>
  beats.find((beat) => beat.placements?.some((placement) => placement.state === state));

describe('a steady box', () => {
  test('beats every 30 seconds, give or take a fifth', () => {
    const { beats } = lived(born(), NOW + 3_600 * SECOND);
    const gaps = beats.slice(1).map((beat, index) => beat.atMs - (beats[index]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(24 * SECOND);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(36 * SECOND);
    expect(new Set(gaps).size).toBeGreaterThan(50);
  });

  test('tells its placements in the first beat and then only when something changed', () => {
    const { beats } = lived(born(), NOW + 300 * SECOND);
    expect(beats.map(({ placements }) => placements)).toEqual([[], ...beats.slice(1).map(() => undefined)]);
  });

  test('tells them again until the beat was acknowledged', () => {
    const first = stepped(born(), NOW);
    const second = stepped(first.box, wakesAtMs(first.box));
    expect(second.beat?.message.placements).toEqual([]);
    const acknowledged = withAcknowledgement(second.box, second.beat?.changes ?? 0);
    expect(stepped(acknowledged, wakesAtMs(acknowledged)).beat?.message).not.toHaveProperty('placements');
  });

  test('pulls for as long as the image takes over its line, starts, and runs', () => {
    const box = withDesired(lived(born(), NOW).box, desired(2, [desiredPlacement('p')]), NOW);
    const { beats } = lived(box, NOW + 60 * SECOND);
    const [first] = beats;
    expect(first).toMatchObject({ atMs: NOW, appliedVersion: 2, placements: [{ state: 'PULLING' }] });
    expect(firstIn(beats, 'STARTING')?.atMs).toBe(NOW + 6_400);
    const startedMs = (firstIn(beats, 'RUNNING')?.atMs ?? 0) - (NOW + 6_400);
    expect(startedMs).toBeGreaterThanOrEqual(1 * SECOND);
    expect(startedMs).toBeLessThanOrEqual(3 * SECOND);
  });

  test('tells how far a long pull is every few seconds', () => {
    const placement = desiredPlacement('p', { sizeBytes: 200_000_000 });
    const { beats } = lived(born({ desired: desired(2, [placement]) }), NOW + 31 * SECOND);
    const progress = beats.map(({ placements }) => placements?.[0]?.pullProgressPct);
    expect(progress).toEqual([0, 15, 31, 46, 62, 78, 93]);
  });

  test('pulls faster with a higher speed', () => {
    const settings = { intervalMs: 30_000, speed: 10 };
    const { beats } = lived(
      born({ desired: desired(2, [desiredPlacement('p')]) }),
      NOW + 5 * SECOND,
      settings,
    );
    expect(firstIn(beats, 'STARTING')?.atMs).toBe(NOW + 640);
    expect(firstIn(beats, 'RUNNING')?.atMs).toBeLessThanOrEqual(NOW + 940);
  });

  test('pulls one image after the other, and an image that is there not at all', () => {
    const same = { imageId: 'image' };
    const wanted = [desiredPlacement('a', same), desiredPlacement('b'), desiredPlacement('c', same)];
    const { beats, box } = lived(born({ desired: desired(2, wanted) }), NOW + 60 * SECOND);
    const startedAt = (id: string): number =>
      (beats.find((beat) => states(beat)[id] === 'STARTING')?.atMs ?? 0) - NOW;
    expect(['a', 'b', 'c'].map(startedAt)).toEqual([6_400, 12_800, 6_400]);
    expect(box.cache.map(({ imageId }) => imageId)).toEqual(['image', 'image-of-b']);
  });

  test('stops at once what is no longer desired, says so once, and keeps the image', () => {
    const running = lived(born({ desired: desired(2, [desiredPlacement('p')]) }), NOW + 60 * SECOND).box;
    const at = NOW + 60 * SECOND;
    const { beats, box } = lived(withDesired(running, desired(3), at), at + 60 * SECOND);
    expect(beats.map(states).filter((each) => 'p' in each)).toEqual([{ p: 'STOPPED' }]);
    expect(beats[0]).toMatchObject({ atMs: at, appliedVersion: 3 });
    const again = lived(withDesired(box, desired(4, [desiredPlacement('p')]), at + 60_000), at + 60_000);
    expect(states(again.beats[0])).toEqual({ p: 'STARTING' });
  });

  test('ends a failing placement as FAILED with a reason and stays so', () => {
    const failing = desiredPlacement('p', { failing: true });
    const { beats } = lived(born({ desired: desired(2, [failing]) }), NOW + 300 * SECOND);
    const last = beats.filter(({ placements }) => placements).at(-1);
    expect(last?.placements).toEqual([
      {
        placementId: 'p',
        state: 'FAILED',
        pullProgressPct: null,
        failure: expect.stringMatching(/exit code/) as string,
      },
    ]);
  });

  test('fails what its disk has no room for', () => {
    const huge = desiredPlacement('p', { sizeBytes: 20e9 });
    const { beats } = lived(born({ desired: desired(2, [huge]) }), NOW);
    expect(states(beats[0])).toEqual({ p: 'FAILED' });
  });

  test('ignores a desired state older than the one it has applied', () => {
    const box = lived(born({ desired: desired(5, [desiredPlacement('p')]) }), NOW + 60 * SECOND).box;
    const later = withDesired(withDesired(box, desired(4), NOW), desired(5), NOW);
    const { beats } = lived(later, NOW + 120 * SECOND);
    expect(beats.every(({ appliedVersion }) => appliedVersion === 5)).toBe(true);
    expect(later.placements.map(({ state }) => state)).toEqual(['RUNNING']);
  });

  test('takes over other placements under the version it has applied already', () => {
    const box = lived(born({ desired: desired(5, [desiredPlacement('p')]) }), NOW + 60 * SECOND).box;
    const at = NOW + 60 * SECOND;
    const [first] = lived(withDesired(box, desired(5, [desiredPlacement('q')]), at), at).beats;
    expect(states(first)).toEqual({ p: 'STOPPED', q: 'PULLING' });
    expect(first?.appliedVersion).toBe(5);
  });

  test('has less free memory while something runs', () => {
    const box = born({ desired: desired(2, [desiredPlacement('p', { memoryMb: 900 })]) });
    const { beats } = lived(box, NOW + 60 * SECOND);
    const free = beats.map(({ memoryFreeMb }) => memoryFreeMb);
    expect((free[0] ?? 0) - (free.at(-1) ?? 0)).toBeGreaterThan(850);
    expect(beats.at(-1)?.runningHash).not.toBe(beats[0]?.runningHash);
  });

  test('goes on after a restart of the simulator where its last report left it', () => {
    const reported = {
      version: 3,
      at: REPORTED_AT,
      placements: [
        { placementId: 'run', state: 'RUNNING' as const },
        { placementId: 'pull', state: 'PULLING' as const },
        { placementId: 'old', state: 'RUNNING' as const },
      ],
    };
    const wanted = [desiredPlacement('run'), desiredPlacement('pull'), desiredPlacement('new')];
    const { beats } = lived(born({ desired: desired(3, wanted), reported }), NOW);
    expect(states(beats[0])).toEqual({ run: 'RUNNING', pull: 'PULLING', new: 'PULLING', old: 'STOPPED' });
    const behind = lived(born({ desired: desired(4, wanted), reported }), NOW);
    expect(states(behind.beats[0])).toMatchObject({ run: 'RUNNING', old: 'STOPPED' });
  });
});

describe('a suspended box', () => {
  test('beats but runs nothing, and starts again from its disk when it is active again', () => {
    const entry = rosterBox({ desired: desired(2, [desiredPlacement('p')]) });
    const running = lived(newBox(entry, 'seed', NOW), NOW + 60 * SECOND).box;
    const at = NOW + 60 * SECOND;
    const suspended = lived(
      withRosterEntry(running, { ...entry, lifecycle: 'SUSPENDED' }, at),
      at + 90 * SECOND,
    );
    expect(states(suspended.beats[0])).toEqual({ p: 'STOPPED' });
    expect(suspended.beats.length).toBeGreaterThan(2);
    const back = lived(withRosterEntry(suspended.box, entry, at + 90_000), at + 100_000);
    expect(back.beats.map(states).map(({ p }) => p)).toEqual(['STARTING', 'RUNNING']);
  });
});

describe('a box that hears of itself', () => {
  test('does not beat for an echo of its own report', () => {
    const entry = rosterBox();
    const { box } = lived(newBox(entry, 'seed', NOW), NOW);
    const echoed = withRosterEntry(box, { ...entry, rosterVersion: 2 }, NOW + 1);
    expect(wakesAtMs(echoed)).toBe(wakesAtMs(box));
  });
});

describe('a dark box', () => {
  const reported = { version: 1, at: REPORTED_AT, placements: [] };

  test.each([NOW, NOW + 86_400 * SECOND])(
    'sends one sample of the moment it last reported, whenever it is played, and is silent from then on',
    (startMs) => {
      const box = newBox(rosterBox({ profile: 'dark', reported }), 'seed', startMs);
      const { beats, box: silent } = lived(box, startMs + 86_400 * SECOND);
      expect(beats.map(({ sampledAt }) => sampledAt)).toEqual([REPORTED_AT]);
      expect(beats[0]).not.toHaveProperty('placements');
      expect(wakesAtMs(withDesired(silent, desired(9), startMs))).toBe(Infinity);
      const suspended = rosterBox({ profile: 'dark', lifecycle: 'SUSPENDED', reported });
      expect(wakesAtMs(withRosterEntry(silent, suspended, startMs))).toBe(Infinity);
    },
  );

  test('has no last word when it never reported', () => {
    const { beats, box } = lived(born({ profile: 'dark', reported: null }), NOW + 86_400 * SECOND);
    expect(beats).toEqual([]);
    expect(wakesAtMs(box)).toBe(Infinity);
  });
});

describe('a drifted box', () => {
  test('reports an older version than desired and never applies it', () => {
    const wanted = [desiredPlacement('p')];
    const { beats } = lived(born({ profile: 'drifted', desired: desired(3, wanted) }), NOW + 600 * SECOND);
    expect(beats.length).toBeGreaterThan(10);
    for (const beat of beats) expect(beat.appliedVersion).toBe(1);
    expect(states(beats[0])).toEqual({});
    const converged = born({
      profile: 'drifted',
      desired: desired(3, wanted),
      reported: { version: 3, at: REPORTED_AT, placements: [] },
    });
    expect(lived(converged, NOW).beats[0]?.appliedVersion).toBeLessThan(3);
  });
});

describe('a stuck box', () => {
  test('applies the desired state and stays in PULLING, part of the way', () => {
    const box = born({ profile: 'stuck', desired: desired(4, [desiredPlacement('p')]) });
    const { beats } = lived(box, NOW + 3_600 * SECOND);
    expect(beats.every(({ appliedVersion }) => appliedVersion === 4)).toBe(true);
    expect(states(beats[0])).toEqual({ p: 'PULLING' });
    expect(beats[0]?.placements?.[0]?.pullProgressPct).toBeGreaterThanOrEqual(5);
    expect(beats.slice(1).every(({ placements }) => placements === undefined)).toBe(true);
  });
});

describe('a flapping box', () => {
  const entry = rosterBox({ profile: 'flapping', desired: desired(2, [desiredPlacement('p')]) });

  test('is silent for some minutes now and then, and comes back with or without a new boot', () => {
    const { beats } = lived(newBox(entry, 'seed', NOW), NOW + 86_400 * SECOND);
    const gaps = beats.slice(1).map((beat, index) => beat.atMs - (beats[index]?.atMs ?? 0));
    const silences = gaps.filter((gapMs) => gapMs > 36_000);
    expect(silences.length).toBeGreaterThan(5);
    expect(silences.length).toBeLessThan(80);
    expect(Math.max(...gaps)).toBeLessThan(9 * 60 * SECOND);
    const boots = new Set(beats.map(({ bootId }) => bootId)).size;
    expect(boots).toBeGreaterThan(1);
    expect(boots).toBeLessThan(silences.length + 1);
  });

  test('takes over what was desired while it was away before it says a word', () => {
    let box = newBox(entry, 'seed', NOW);
    while (box.darkUntilMs === 0) box = stepped(box, wakesAtMs(box)).box;
    const news = withDesired(box, desired(9, [desiredPlacement('q')]), box.darkUntilMs - 1);
    expect(stepped(news, box.darkUntilMs - 1).beat).toBeNull();
    const [first] = lived(news, box.darkUntilMs).beats;
    expect(first?.appliedVersion).toBe(9);
    expect(Object.keys(states(first)).sort()).toEqual(['p', 'q']);
    expect(states(first)['p']).toBe('STOPPED');
  });
});

describe('determinism', () => {
  test('the same seed gives the same life, another seed another', () => {
    const life = (seed: string): unknown =>
      lived(newBox(rosterBox({ profile: 'flapping' }), seed, NOW), NOW + 7_200 * SECOND).beats;
    expect(life('one')).toEqual(life('one'));
    expect(life('one')).not.toEqual(life('two'));
  });
});
