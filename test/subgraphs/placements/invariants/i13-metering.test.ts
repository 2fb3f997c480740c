import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { loseSilent } from '../../../../subgraphs/placements/jobs/lose-silent';
import { splitAtMidnight } from '../../../../subgraphs/placements/usage/split-at-midnight';
import { createWorld, SCHEDULER, type World } from '../engine-world';

interface Record_ extends Record<string, unknown> {
  readonly resource_class: string;
  readonly quantity: string;
  readonly from_at: string;
  readonly to_at: string;
}

describe('I13: metered time', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  async function running(deviceId: string): Promise<string> {
    await world.device(deviceId, { popId: deviceId });
    await world.reachability(deviceId, 'ONLINE');
    const call = await world.claimCall({ deviceId });
    await world.engine.claim(call, SCHEDULER);
    await world.report(deviceId, [{ placementId: call.placementId, state: 'RUNNING' }]);
    return call.placementId;
  }

  function usage(placementId: string): Promise<Record_[]> {
    return world.rows<Record_>(sql`
      SELECT resource_class, quantity::text, from_at, to_at FROM usage_records
      WHERE placement_id = ${placementId} ORDER BY resource_class, from_at`);
  }

  it('is one row per class and interval, split at midnight', async () => {
    world.time.now = new Date('2026-06-15T22:30:00.000Z');
    const placementId = await running('dev-split');
    world.time.now = new Date('2026-06-17T01:00:00.000Z');
    await world.engine.endPlacement({ placementId, consumerGeneration: 1, reason: 'CUSTOMER' }, SCHEDULER);
    const vcpu = (await usage(placementId)).filter((row) => row.resource_class === 'VCPU');
    expect(vcpu.map((row) => row.quantity)).toEqual(['1.500000', '24.000000', '1.000000']);
    const memory = (await usage(placementId)).filter((row) => row.resource_class === 'MEMORY_MB');
    expect(memory.map((row) => row.quantity)).toEqual(['384.000000', '6144.000000', '256.000000']);
    const told = await world.announced();
    expect(
      [...told.values()].find((event) => event.payload && 'usageRecordId' in event.payload)?.payload,
    ).toEqual({
      usageRecordId: expect.any(String) as string,
      subscriberId: 'sub-1',
      imageId: 'img-1',
      resourceClass: expect.any(String) as string,
      unit: expect.stringMatching(/^(VCPU|MB|GB)_HOUR$/) as string,
      quantity: expect.stringMatching(/^\d+\.\d{6}$/) as string,
      from: expect.stringContaining('2026-06') as string,
      to: expect.stringContaining('2026-06') as string,
    });
  });

  it('is closed for days that are over while it goes on, but not for boxes that are silent', async () => {
    world.time.now = new Date('2026-07-01T20:00:00.000Z');
    const placementId = await running('dev-days');
    const silent = await running('dev-silent');
    await world.reachability('dev-silent', 'STALE', new Date('2026-07-01T21:00:00.000Z'));
    world.time.now = new Date('2026-07-02T00:10:00.000Z');
    await splitAtMidnight(world.dependencies);
    expect(await usage(placementId)).toHaveLength(0);
    world.time.now = new Date('2026-07-02T00:20:00.000Z');
    await splitAtMidnight(world.dependencies);
    await splitAtMidnight(world.dependencies);
    expect(await usage(placementId)).toHaveLength(3);
    expect(await usage(silent)).toHaveLength(0);
    await world.checkBooks();
  });

  it('ends when the box was last seen, not when the silence was noticed', async () => {
    world.time.now = new Date('2026-07-03T10:00:00.000Z');
    const placementId = await running('dev-dark');
    const lastSeen = new Date('2026-07-03T11:00:00.000Z');
    world.time.now = new Date('2026-07-03T11:30:00.000Z');
    await world.reachability('dev-dark', 'OFFLINE', lastSeen);
    await loseSilent(world.dependencies, 600);
    expect((await world.placement(placementId)).state).toBe('LOST');
    const vcpu = (await usage(placementId)).filter((row) => row.resource_class === 'VCPU');
    expect(vcpu.map((row) => [row.quantity, new Date(row.to_at)])).toEqual([['1.000000', lastSeen]]);
    await world.checkBooks();
  });

  it('never overlaps and never exceeds wall time, whatever happens to a placement', async () => {
    const event = fc.record({
      kind: fc.constantFrom('RUNNING', 'PULLING', 'gone', 'dark', 'back', 'split', 'move'),
      minutes: fc.integer({ min: 1, max: 700 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 15 }), async (events) => {
        const started = world.time.now;
        let deviceId = `dev-${randomUUID()}`;
        const placementId = await running(deviceId);
        for (const { kind, minutes } of events) {
          const seen = world.time.now;
          world.pass(minutes * 60);
          if (kind === 'split') await splitAtMidnight(world.dependencies);
          else if (kind === 'dark') {
            await world.reachability(deviceId, 'OFFLINE', seen);
            await loseSilent(world.dependencies, 1);
          } else if (kind === 'back') await world.reachability(deviceId, 'ONLINE');
          else if (kind === 'move') deviceId = await moved(placementId, deviceId);
          else await world.report(deviceId, kind === 'gone' ? [] : [{ placementId, state: kind }]);
        }
        await world.checkBooks();
        const { consumer_generation: consumerGeneration } = await world.placement(placementId);
        await world.engine.endPlacement({ placementId, consumerGeneration, reason: 'OPERATOR' }, SCHEDULER);
        checkIntervals(await usage(placementId), started, world.time.now);
      }),
      { numRuns: 12 },
    );
  }, 90_000);

  async function moved(placementId: string, from: string): Promise<string> {
    const to = await world.device(`dev-${randomUUID()}`, { popId: 'pop-moves' });
    const { consumer_generation: consumerGeneration } = await world.placement(placementId);
    const call = { placementId, consumerGeneration, toDeviceId: to };
    const answer = await world.engine.movePlacement(call, SCHEDULER);
    return answer.__typename === 'PlacementPayload' ? to : from;
  }
});

function checkIntervals(records: readonly Record_[], started: Date, ended: Date): void {
  for (const resourceClass of ['VCPU', 'MEMORY_MB', 'DISK_GB']) {
    const amount = { VCPU: 1, MEMORY_MB: 256, DISK_GB: 2 }[resourceClass] ?? 0;
    let last = started.getTime();
    for (const row of records.filter((each) => each.resource_class === resourceClass)) {
      const [from, to] = [new Date(row.from_at).getTime(), new Date(row.to_at).getTime()];
      expect(from).toBeGreaterThanOrEqual(last);
      expect(to).toBeGreaterThan(from);
      expect(Number(row.quantity)).toBeLessThanOrEqual((amount * (to - from)) / 3_600_000);
      last = to;
    }
    expect(last).toBeLessThanOrEqual(ended.getTime());
  }
}
