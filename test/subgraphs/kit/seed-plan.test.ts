import { lastSeenOfDevice, profileOfDevice, seedPlan } from '../../../subgraphs/kit/seed-plan';

const plan = seedPlan({ seed: 'lastmile', devices: 2_000, pops: 16, regions: 4 });

describe('the seed plan', () => {
  it('is the same every time', () => {
    const again = seedPlan({ seed: 'lastmile', devices: 2_000, pops: 16, regions: 4 });
    expect(plan.deviceIds.map((_, i) => again.ownerOfDevice(i))).toEqual(
      plan.deviceIds.map((_, i) => plan.ownerOfDevice(i)),
    );
  });

  it('spreads 16 PoPs over 4 regions and the boxes over all PoPs', () => {
    expect(new Set(plan.popIds).size).toBe(16);
    expect(new Set(plan.popIds.map(plan.regionOfPop))).toEqual(new Set(plan.regionIds));
    expect(new Set(plan.deviceIds.map((_, i) => plan.popOfDevice(i)))).toEqual(new Set(plan.popIds));
  });

  it('gives most subscribers a box, leaves some boxes in stock and some subscribers without', () => {
    const owners = plan.deviceIds.map((_, i) => plan.ownerOfDevice(i));
    const owning = new Set(owners.filter((owner) => owner !== null));
    expect(owners.filter((owner) => owner === null).length).toBeGreaterThan(60);
    expect(owning.size).toBeGreaterThan(plan.subscriberIds.length * 0.9);
  });

  it('makes some boxes dark, drifted and stuck', () => {
    const profiles = plan.deviceIds.map((_, i) => profileOfDevice('lastmile', i));
    for (const profile of ['dark', 'drifted', 'stuck', 'flapping']) {
      expect(profiles.filter((each) => each === profile).length).toBeGreaterThan(15);
    }
  });

  it('says since when a dark box is silent: some for minutes, most for hours, none for half a day', () => {
    const now = new Date('2026-06-15T12:00:00.000Z');
    const silentMinutes = plan.deviceIds.flatMap((_, i) => {
      const lastSeen = lastSeenOfDevice('lastmile', i, now);
      expect(lastSeen === null).toBe(profileOfDevice('lastmile', i) !== 'dark');
      expect(lastSeenOfDevice('lastmile', i, now)).toEqual(lastSeen);
      return lastSeen === null ? [] : [(now.getTime() - lastSeen.getTime()) / 60_000];
    });
    expect(Math.min(...silentMinutes)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...silentMinutes)).toBeLessThanOrEqual(600);
    expect(silentMinutes.filter((minutes) => minutes > 8 && minutes < 20)).toEqual([]);
    expect(silentMinutes.filter((minutes) => minutes > 60).length).toBeGreaterThan(silentMinutes.length / 2);
  });
});
