import { type HotRecord } from '../../../subgraphs/devices/hot-state/hot-state';
import { silenceLimits } from '../../../subgraphs/devices/hot-state/reachability';
import { mayBecome } from '../../../subgraphs/devices/lifecycle/device-transitions';
import {
  administrativeState,
  deviceReachability,
  operationalState,
  usageState,
} from '../../../subgraphs/devices/reachability/device-states';
import { DeviceLifecycle } from '../../../subgraphs/devices/types/enums';

const STAGES = Object.values(DeviceLifecycle);

describe('the life of a box', () => {
  it('has these steps and no others', () => {
    const steps = STAGES.flatMap((from) =>
      STAGES.filter((to) => mayBecome(from, to)).map((to) => `${from} -> ${to}`),
    );
    expect(steps).toEqual([
      'INVENTORY -> SHIPPED',
      'INVENTORY -> ACTIVATED',
      'INVENTORY -> RETIRED',
      'SHIPPED -> ACTIVATED',
      'SHIPPED -> RETIRED',
      'ACTIVATED -> SUSPENDED',
      'ACTIVATED -> QUARANTINED',
      'ACTIVATED -> RETIRED',
      'SUSPENDED -> ACTIVATED',
      'SUSPENDED -> QUARANTINED',
      'SUSPENDED -> RETIRED',
      'QUARANTINED -> ACTIVATED',
      'QUARANTINED -> SUSPENDED',
      'QUARANTINED -> RETIRED',
    ]);
  });
});

describe('the three axes of TMF639', () => {
  it('lock what is suspended or in quarantine and shut down what is retired', () => {
    expect(STAGES.map((stage) => [stage, administrativeState(stage)])).toEqual([
      ['INVENTORY', 'UNLOCKED'],
      ['SHIPPED', 'UNLOCKED'],
      ['ACTIVATED', 'UNLOCKED'],
      ['SUSPENDED', 'LOCKED'],
      ['QUARANTINED', 'LOCKED'],
      ['RETIRED', 'SHUTDOWN'],
    ]);
  });

  it('disable what is OFFLINE or FAULTY only', () => {
    expect(operationalState('OFFLINE', 'OK')).toBe('DISABLE');
    expect(operationalState('ONLINE', 'FAULTY')).toBe('DISABLE');
    expect(operationalState('STALE', 'DEGRADED')).toBe('ENABLE');
    expect(operationalState('UNKNOWN', 'OK')).toBe('ENABLE');
  });

  it('are busy when a class is used up, counting reserve and ratio as a claim does', () => {
    const offer = { vcpu: 2, memoryMb: 1024, hostReservedMemoryMb: 256, cpuAllocationRatio: 2 };
    const use = (vcpu: number, memoryMb: number, running = 1): string =>
      usageState(offer, { vcpu, memoryMb, running }, null);
    expect(use(0, 0, 0)).toBe('IDLE');
    expect(usageState(offer, null, null)).toBe('IDLE');
    expect(use(3, 767)).toBe('ACTIVE');
    expect(use(4, 1)).toBe('BUSY');
    expect(use(1, 768)).toBe('BUSY');
  });
});

describe('the reachability of a box', () => {
  const record: HotRecord = { lastSeenAtMs: 1_000, sample: null };

  it('is UNKNOWN outside of service, whatever was heard', () => {
    for (const stage of STAGES) {
      const expected = stage === 'ACTIVATED' || stage === 'SUSPENDED' ? 'ONLINE' : 'UNKNOWN';
      expect(deviceReachability(stage, record, 2_000, silenceLimits())).toBe(expected);
    }
    expect(deviceReachability('ACTIVATED', null, 2_000, silenceLimits())).toBe('UNKNOWN');
  });
});
