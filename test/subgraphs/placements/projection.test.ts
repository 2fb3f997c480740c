import { sql } from 'drizzle-orm';
import { receive } from '../../../subgraphs/kit/inbox';
import { placementSettings } from '../../../subgraphs/placements/jobs/settings';
import { countCapacity } from '../../../subgraphs/placements/jobs/count-capacity';
import { countRollouts } from '../../../subgraphs/placements/jobs/count-rollouts';
import { createWorld, SCHEDULER, type World } from './engine-world';

describe('what other rooms tell', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  function deviceEvents(count: number, prefix: string, more: object = {}) {
    return Array.from({ length: count }, (_, index) => ({
      id: ++lastId,
      topic: 'devices.device.changed',
      key: `${prefix}-${index}`,
      version: 1,
      occurredAt: '2026-06-15T12:00:00.000Z',
      payload: {
        deviceId: `${prefix}-${index}`,
        lifecycle: 'ACTIVATED',
        popId: `${prefix}-pop`,
        regionId: `${prefix}-region`,
        arch: 'AARCH64',
        traits: [],
        subscriberId: 'sub-1',
        downlinkKbps: 50_000,
        dataCapRemainingGb: null,
        vcpu: 4,
        memoryMb: 2_048,
        diskGb: 32,
        hostReservedMemoryMb: 512,
        hostReservedDiskGb: 4,
        cpuAllocationRatio: 2,
        ...more,
      },
    }));
  }
  let lastId = 10_000_000;

  it('makes a provider with three inventories for each box, thousands in one delivery', async () => {
    await receive(world.database, world.engine.handlers, 'devices', deviceEvents(3_000, 'bulk'));
    const [row] = await world.rows(sql`
      SELECT count(*)::integer AS boxes, min(vcpu_free) AS vcpu, min(memory_free) AS memory, min(disk_free) AS disk
      FROM providers WHERE pop_id = 'bulk-pop'`);
    expect(row).toEqual({ boxes: 3_000, vcpu: 8, memory: 1_536, disk: 28 });
    await world.checkBooks();
  });

  it('counts (4 - 1) * 2 as 6 and not as 7', async () => {
    const deviceId = await world.device('formula', { vcpu: 4 });
    await world.engine.setInventories({
      deviceId,
      providerGeneration: await world.generation(deviceId),
      inventories: [{ resourceClass: 'VCPU', total: 4, reserved: 1, allocationRatio: 2 }],
    });
    const [row] = await world.rows(sql`SELECT capacity FROM inventories WHERE provider_id = 'rp-formula'`);
    expect(row).toEqual({ capacity: 6 });
  });

  it('keeps the newest state of a box, whatever order it is told in', async () => {
    const [first] = deviceEvents(1, 'order');
    if (first === undefined) throw new Error('no event');
    const told = (version: number, lifecycle: string) => ({
      ...first,
      id: ++lastId,
      version,
      payload: { ...first.payload, lifecycle },
    });
    await receive(world.database, world.engine.handlers, 'devices', [
      told(3, 'SUSPENDED'),
      told(2, 'ACTIVATED'),
    ]);
    await receive(world.database, world.engine.handlers, 'devices', [told(1, 'INVENTORY')]);
    const [row] = await world.rows(sql`SELECT lifecycle FROM providers WHERE id = 'rp-order-0'`);
    expect(row).toEqual({ lifecycle: 'SUSPENDED' });
  });

  it('finds boxes by more traits than the mask has bits', async () => {
    const traits = Array.from({ length: 70 }, (_, index) => `CUSTOM_${index}`);
    await world.device('many-traits', { traits, popId: 'pop-traits' });
    await world.device('no-traits', { popId: 'pop-traits' });
    for (const trait of ['CUSTOM_0', 'CUSTOM_69', 'CUSTOM_9']) {
      const search = { imageId: 'img-1', popIds: ['pop-traits'] };
      const having = await world.engine.allocationCandidates(
        { ...search, requiredTraits: [trait] },
        SCHEDULER,
      );
      expect(having.candidates.map((each) => each.deviceId)).toEqual(['many-traits']);
      const lacking = await world.engine.allocationCandidates(
        { ...search, forbiddenTraits: [trait] },
        SCHEDULER,
      );
      expect(lacking.candidates.map((each) => each.deviceId)).toEqual(['no-traits']);
    }
  });

  it('counts capacity, use and what is free in powers of two, for each PoP', async () => {
    await world.device('count-1', { popId: 'pop-count', memoryMb: 1_024 });
    await world.device('count-2', { popId: 'pop-count', memoryMb: 1_023 });
    await world.device('count-3', { popId: 'pop-count', memoryMb: 256 });
    await world.device('count-4', { popId: 'pop-count', lifecycle: 'INVENTORY' });
    await world.engine.claim(await world.claimCall({ deviceId: 'count-3' }), SCHEDULER);
    for (let run = 0; run < 3; run += 1) await countCapacity(world.dependencies);
    const [row] = await world.rows<{ free_buckets: number[] }>(sql`
      SELECT capacity::integer, used::integer, free_buckets FROM capacity_counters
      WHERE pop_id = 'pop-count' AND resource_class = 'MEMORY_MB'`);
    expect(row).toMatchObject({ capacity: 2_303, used: 256 });
    // Bucket 10 holds 512 to 1,023 free, bucket 11 the next; the full box is in bucket 0.
    expect(row?.free_buckets).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
  });

  it('counts what runs, what is on its way and what failed today, for each image', async () => {
    const imageId = await world.image('img-counted');
    for (const [deviceId, state] of Object.entries({
      r1: 'RUNNING',
      r2: 'RUNNING',
      r3: 'PULLING',
      r4: 'FAILED',
    })) {
      await world.device(deviceId);
      const call = await world.claimCall({ deviceId, imageId });
      await world.engine.claim(call, SCHEDULER);
      await world.report(deviceId, [{ placementId: call.placementId, state }]);
    }
    await countRollouts(world.dependencies);
    const counted = sql`SELECT running, pulling, failed_24h FROM image_rollouts WHERE image_id = ${imageId}`;
    expect(await world.rows(counted)).toEqual([{ running: 2, pulling: 1, failed_24h: 1 }]);
    world.pass(86_401);
    await countRollouts(world.dependencies);
    expect(await world.rows(counted)).toEqual([{ running: 2, pulling: 1, failed_24h: 0 }]);
  });

  it('reads its settings from the environment and names the one that is wrong', () => {
    expect(placementSettings({ PLACEMENTS_LOST_AFTER_SECONDS: '5' }).lostAfterSeconds).toBe(5);
    expect(placementSettings({}).evictAfterSeconds).toBe(86_400);
    expect(() => placementSettings({ PLACEMENTS_DRAIN_SECONDS: 'soon' })).toThrow(
      'PLACEMENTS_DRAIN_SECONDS: expected a number above 0, got "soon"',
    );
  });
});
