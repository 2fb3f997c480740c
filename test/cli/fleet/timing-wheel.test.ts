import fc from 'fast-check';
import { TimingWheel } from '../../../cli/fleet/timing-wheel';

const TICK = 100;
const START = 1_800_000_000_000;

type Action = { set: number; inMs: number } | { clear: number } | { passMs: number };

const id = fc.nat(5);
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ set: id, inMs: fc.integer({ min: -500, max: 5000 }) }),
  fc.record({ clear: id }),
  fc.record({ passMs: fc.nat(1500) }),
);

describe('the timing wheel', () => {
  test('a thing is due once, at the first look at or after its moment, whatever was set before', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        // Eight slots, so that most waits go round the ring several times.
        const wheel = new TimingWheel(START, TICK, 8);
        const expected = new Map<number, number>();
        let nowMs = START;
        for (const each of actions) {
          if ('set' in each) {
            wheel.set(each.set, nowMs + each.inMs);
            // What should have happened earlier cannot be due before it is set.
            expected.set(each.set, nowMs + Math.max(0, each.inMs));
          } else if ('clear' in each) {
            wheel.clear(each.clear);
            expected.delete(each.clear);
          } else {
            nowMs += each.passMs;
            for (const due of wheel.due(nowMs)) {
              expect(expected.get(due)).toBeLessThanOrEqual(nowMs);
              expected.delete(due);
            }
            // Nothing is left behind by more than a tick.
            for (const dueMs of expected.values()) expect(dueMs).toBeGreaterThan(nowMs - TICK);
          }
        }
      }),
    );
  });

  test('a moment that has passed is due at the next look', () => {
    const wheel = new TimingWheel(START, TICK, 4);
    expect(wheel.due(START)).toEqual([]);
    wheel.set(7, START - 10_000);
    expect(wheel.due(START + TICK)).toEqual([7]);
    expect(wheel.due(START + 10_000)).toEqual([]);
  });

  test('a clock that is set back makes nothing due and loses nothing', () => {
    const wheel = new TimingWheel(START, TICK, 4);
    wheel.set(1, START + 300);
    expect(wheel.due(START + 200)).toEqual([]);
    expect(wheel.due(START - 3_600_000)).toEqual([]);
    expect(wheel.due(START + 300)).toEqual([1]);
  });

  test('never is never', () => {
    const wheel = new TimingWheel(START, TICK, 4);
    wheel.set(1, START + 100);
    wheel.set(1, Infinity);
    expect(wheel.due(START + 1e6)).toEqual([]);
  });
});
