import fc from 'fast-check';
import { reachabilityOf, silenceLimits } from '../../../../subgraphs/devices/hot-state/reachability';

const NOW = 1_800_000_000_000;

describe('reachability', () => {
  test.each([
    [0, 'ONLINE'],
    [44_999, 'ONLINE'],
    [45_000, 'STALE'],
    [89_999, 'STALE'],
    [90_000, 'OFFLINE'],
    [86_400_000, 'OFFLINE'],
    [-5_000, 'ONLINE'],
  ])('%i ms of silence are %s', (silentMs, expected) => {
    expect(reachabilityOf(NOW - silentMs, NOW)).toBe(expected);
  });

  test('a box never heard of, or not to be asked about, is UNKNOWN and never OFFLINE', () => {
    expect(reachabilityOf(null, NOW)).toBe('UNKNOWN');
  });

  test('the limits follow the interval', () => {
    expect(silenceLimits(60_000)).toEqual({ staleAfterMs: 90_000, offlineAfterMs: 180_000 });
    expect(reachabilityOf(NOW - 90_000, NOW, silenceLimits(60_000))).toBe('STALE');
  });

  test('longer silence never makes a box better reachable', () => {
    const order = ['ONLINE', 'STALE', 'OFFLINE'];
    fc.assert(
      fc.property(
        fc.nat(200_000),
        fc.nat(200_000),
        fc.integer({ min: 1, max: 120_000 }),
        (one, other, interval) => {
          const [shorter, longer] = [Math.min(one, other), Math.max(one, other)].map((silentMs) =>
            order.indexOf(reachabilityOf(NOW - silentMs, NOW, silenceLimits(interval))),
          );
          expect(longer).toBeGreaterThanOrEqual(shorter ?? 0);
        },
      ),
    );
  });
});
