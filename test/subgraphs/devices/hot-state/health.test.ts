import fc from 'fast-check';
import { type Health, nextHealth, type Telemetry } from '../../../../subgraphs/devices/hot-state/health';

const well: Telemetry = { cpuPct: 10, temperatureC: 45, memoryFreeMb: 500, diskFreeGb: 20 };
const health = fc.constantFrom<Health>('OK', 'DEGRADED', 'FAULTY');
const telemetry = fc.record({
  cpuPct: fc.integer({ min: 0, max: 100 }),
  temperatureC: fc.option(fc.integer({ min: -40, max: 127 })),
  memoryFreeMb: fc.nat(200),
  diskFreeGb: fc.nat(10),
});
const ORDER: readonly Health[] = ['OK', 'DEGRADED', 'FAULTY'];

describe('health', () => {
  test.each<[Partial<Telemetry>, Health]>([
    [{ cpuPct: 90 }, 'OK'],
    [{ cpuPct: 91 }, 'DEGRADED'],
    [{ cpuPct: 100 }, 'DEGRADED'],
    [{ temperatureC: 80 }, 'OK'],
    [{ temperatureC: 81 }, 'DEGRADED'],
    [{ temperatureC: 96 }, 'FAULTY'],
    [{ temperatureC: null }, 'OK'],
    [{ memoryFreeMb: 31 }, 'DEGRADED'],
    [{ memoryFreeMb: 7 }, 'FAULTY'],
    [{ diskFreeGb: 1 }, 'DEGRADED'],
    [{ diskFreeGb: 0 }, 'FAULTY'],
    [{ cpuPct: 99, diskFreeGb: 0 }, 'FAULTY'],
  ])('%j makes a well box %s', (measured, expected) => {
    expect(nextHealth('OK', { ...well, ...measured })).toBe(expected);
  });

  test.each<[Health, Partial<Telemetry>, Health]>([
    ['DEGRADED', { cpuPct: 81 }, 'DEGRADED'],
    ['DEGRADED', { cpuPct: 80 }, 'OK'],
    ['DEGRADED', { memoryFreeMb: 47 }, 'DEGRADED'],
    ['FAULTY', { temperatureC: 91 }, 'FAULTY'],
    ['FAULTY', { temperatureC: 90 }, 'DEGRADED'],
    ['FAULTY', { temperatureC: 75 }, 'OK'],
  ])('a %s box with %j is then %s', (previous, measured, expected) => {
    expect(nextHealth(previous, { ...well, ...measured })).toBe(expected);
  });

  test('the same telemetry again never changes the health', () => {
    fc.assert(
      fc.property(health, telemetry, (previous, measured) => {
        const settled = nextHealth(previous, measured);
        expect(nextHealth(settled, measured)).toBe(settled);
      }),
    );
  });

  test('a box that was worse before is never better after the same telemetry', () => {
    fc.assert(
      fc.property(health, health, telemetry, (one, other, measured) => {
        const [better, worse] = [one, other].sort(
          (left, right) => ORDER.indexOf(left) - ORDER.indexOf(right),
        );
        const rank = (previous: Health | undefined): number =>
          ORDER.indexOf(nextHealth(previous ?? 'OK', measured));
        expect(rank(worse)).toBeGreaterThanOrEqual(rank(better));
      }),
    );
  });
});
