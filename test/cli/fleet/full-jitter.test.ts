import fc from 'fast-check';
import { fullJitterMs } from '../../../cli/fleet/full-jitter';

const LIMITS = { firstMs: 1000, mostMs: 20_000 };

describe('the wait before another try', () => {
  test.each([
    [1, 1000],
    [2, 2000],
    [5, 16_000],
    [6, 20_000],
    [1000, 20_000],
  ])('after %i failures it is anywhere up to %i ms', (failures, boundMs) => {
    expect(fullJitterMs(failures, () => 0, LIMITS)).toBe(0);
    expect(fullJitterMs(failures, () => 0.5, LIMITS)).toBe(boundMs / 2);
  });

  test('it is a number within the limits for any number of failures', () => {
    const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.nat(), share, (failures, drawn) => {
        const waitMs = fullJitterMs(failures, () => drawn, LIMITS);
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThan(20_000);
      }),
    );
  });
});
