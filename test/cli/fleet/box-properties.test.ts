import fc from 'fast-check';
import { type Box, stepBox, wakesAtMs } from '../../../cli/fleet/box';
import { newBox, withAcknowledgement, withDesired, withRosterEntry } from '../../../cli/fleet/box-life';
import { randomOfStep } from '../../../cli/fleet/box-random';
import { type BeatMessage, type Desired, type RosterBox } from '../../../cli/fleet/messages';
import { runningHashOf } from '../../../cli/fleet/running-hash';
import { desiredPlacement, NOW, rosterBox } from './fleet-fixtures';

const SETTINGS = { intervalMs: 30_000, speed: 1 };

const placementIds = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 });
const desiredState: fc.Arbitrary<Desired> = fc.record({
  version: fc.integer({ min: 0, max: 30 }),
  softwareVersion: fc.constantFrom('1.2.0', '1.3.0', null),
  placements: placementIds.map((ids) => ids.map((id) => desiredPlacement(id, { failing: id === 'e' }))),
});

type Event =
  | { kind: 'pass'; ms: number }
  | { kind: 'desired'; desired: Desired }
  | { kind: 'lifecycle'; lifecycle: string }
  | { kind: 'network'; isUp: boolean };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 90_000 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('desired' as const), desired: desiredState }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('lifecycle' as const),
      lifecycle: fc.constantFrom('ACTIVATED', 'SUSPENDED'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('network' as const), isUp: fc.boolean() }) },
);

const profile = fc.constantFrom<RosterBox['profile']>('steady', 'flapping', 'drifted', 'stuck', 'dark');
const history = fc.array(event, { maxLength: 30 });
const seed = fc.string({ maxLength: 8 });

/** Plays a history through, showing every beat together with the box that sent it and whether it arrived. */
function play(
  start: Box,
  events: readonly Event[],
  seen: (beat: BeatMessage, box: Box, nowMs: number, arrived: boolean) => void,
): Box {
  let [box, nowMs, isUp] = [start, NOW, true];
  const advance = (untilMs: number): void => {
    for (; wakesAtMs(box) <= untilMs;) {
      nowMs = Math.max(nowMs, wakesAtMs(box));
      const step = stepBox(box, nowMs, randomOfStep(box.seed, box.steps), SETTINGS);
      box = step.box;
      if (step.beat === null) continue;
      seen(step.beat.message, box, nowMs, isUp);
      if (isUp) box = withAcknowledgement(box, step.beat.changes);
    }
    nowMs = untilMs;
  };
  for (const each of events) {
    if (each.kind === 'pass') advance(nowMs + each.ms);
    if (each.kind === 'desired') box = withDesired(box, each.desired, nowMs);
    if (each.kind === 'network') isUp = each.isUp;
    if (each.kind === 'lifecycle') {
      const entry = rosterBox({ profile: box.profile, lifecycle: each.lifecycle, desired: box.desired });
      box = withRosterEntry(box, entry, nowMs);
    }
  }
  isUp = true;
  advance(nowMs + 600_000);
  return box;
}

const born = (kind: RosterBox['profile'], fleetSeed: string): Box =>
  newBox(rosterBox({ profile: kind }), fleetSeed, NOW);

const without = (beat: BeatMessage, state: string): string[] =>
  (beat.placements ?? []).filter((each) => each.state !== state).map(({ placementId }) => placementId);

describe('every box, whatever happens to it', () => {
  test('runs exactly what the newest desired state it was told says, in one step (I15)', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('steady' as const, 'flapping' as const, 'stuck' as const),
        seed,
        history,
        (kind, fleetSeed, events) => {
          let applied = 0;
          play(born(kind, fleetSeed), events, (beat, box) => {
            expect(beat.appliedVersion).toBeGreaterThanOrEqual(applied);
            applied = beat.appliedVersion;
            expect(beat.appliedVersion).toBe(Math.max(1, box.desired.version));
            const wanted = box.desired.placements.map(({ placementId }) => placementId);
            expect(box.placements.map(({ wanted: { placementId } }) => placementId)).toEqual(wanted);
            expect(wanted).toEqual(expect.arrayContaining(without(beat, 'STOPPED')));
          });
        },
      ),
    );
  });

  test('whoever keeps the last list that arrived knows the state of every placement', () => {
    fc.assert(
      fc.property(profile, seed, history, (kind, fleetSeed, events) => {
        let known = '';
        const stateOf = (box: Box): string =>
          box.placements.map(({ wanted, state }) => `${wanted.placementId} ${state}`).join();
        const toldIn = (beat: BeatMessage): string =>
          (beat.placements ?? []).map(({ placementId, state }) => `${placementId} ${state}`).join();
        play(born(kind, fleetSeed), events, (beat, box, _nowMs, arrived) => {
          if (beat.placements === undefined) expect(known).toBe(stateOf(box));
          // Behind the placements of the box come those that ended.
          else expect(toldIn(beat).startsWith(stateOf(box))).toBe(true);
          if (arrived && beat.placements !== undefined) known = stateOf(box);
        });
      }),
    );
  });

  test('every placement that ends is told as STOPPED in a beat that arrives', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('steady' as const, 'flapping' as const),
        seed,
        history,
        (kind, fleetSeed, events) => {
          const alive = new Set<string>();
          const end = play(born(kind, fleetSeed), events, (beat, _box, _nowMs, arrived) => {
            for (const { placementId, state } of arrived ? (beat.placements ?? []) : []) {
              if (state === 'STOPPED') alive.delete(placementId);
              else alive.add(placementId);
            }
          });
          const present = end.placements.filter(({ state }) => state !== 'STOPPED');
          expect([...alive].sort()).toEqual(present.map(({ wanted }) => wanted.placementId).sort());
          expect(end.stopped).toEqual([]);
        },
      ),
    );
  });

  test('comes to rest: what can run runs, what fails has failed, a suspended box runs nothing', () => {
    fc.assert(
      fc.property(seed, history, (fleetSeed, events) => {
        const end = play(born('steady', fleetSeed), events, () => undefined);
        for (const { wanted, state } of end.placements) {
          if (wanted.failing) expect(['FAILED', 'STOPPED']).toContain(state);
          else expect(state).toBe(end.canRun ? 'RUNNING' : 'STOPPED');
        }
      }),
    );
  });

  test('says only what can be: whole numbers in range, a hash that fits, nothing from the future', () => {
    fc.assert(
      fc.property(profile, seed, history, (kind, fleetSeed, events) => {
        play(born(kind, fleetSeed), events, (beat, box, nowMs) => {
          const { cpuPct, memoryFreeMb, diskFreeGb, downlinkKbps, rttMs, temperatureC } = beat;
          for (const value of [cpuPct, memoryFreeMb, diskFreeGb, downlinkKbps, rttMs, temperatureC ?? 0]) {
            expect(Number.isInteger(value)).toBe(true);
          }
          expect([cpuPct >= 0, cpuPct <= 100, memoryFreeMb >= 0, diskFreeGb >= 0, rttMs >= 0]).not.toContain(
            false,
          );
          expect(Date.parse(beat.sampledAt)).toBeLessThanOrEqual(nowMs);
          const running = box.placements.filter(({ state }) => state === 'RUNNING');
          expect(beat.runningHash).toBe(runningHashOf(running.map(({ wanted }) => wanted.placementId)));
          for (const { state, pullProgressPct } of beat.placements ?? []) {
            if (state === 'PULLING') expect(pullProgressPct).toBeLessThan(100);
            else expect(pullProgressPct).toBeNull();
          }
        });
      }),
    );
  });

  test('is silent for no longer than an interval and a fifth unless it is dark', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('steady' as const, 'drifted' as const, 'stuck' as const),
        seed,
        history,
        (kind, fleetSeed, events) => {
          let lastMs = NOW;
          play(born(kind, fleetSeed), events, (_beat, _box, nowMs) => {
            expect(nowMs - lastMs).toBeLessThanOrEqual(36_000);
            lastMs = nowMs;
          });
        },
      ),
    );
  });
});
