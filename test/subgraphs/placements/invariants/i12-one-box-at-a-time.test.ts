import { sql } from 'drizzle-orm';
import { createWorld, SCHEDULER, type World } from '../engine-world';

describe('I12: a placement is on one box at a time', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ poolSize: 12 });
  });
  afterAll(() => world.close());

  async function placed(deviceId: string): Promise<string> {
    const call = await world.claimCall({ deviceId });
    const answer = await world.engine.claim(call, SCHEDULER);
    expect(answer.__typename).toBe('PlacementPayload');
    return call.placementId;
  }

  it('moves the claim, starts again there and says where it was', async () => {
    const from = await world.device('m1', { popId: 'pop-m1' });
    const to = await world.device('m2', { popId: 'pop-m2' });
    const placementId = await placed(from);
    await world.report(from, [{ placementId, state: 'RUNNING' }]);
    await world.announced();
    world.pass(3_600);
    const answer = await world.engine.movePlacement(
      { placementId, consumerGeneration: 1, toDeviceId: to },
      SCHEDULER,
    );
    expect(answer).toEqual({ __typename: 'PlacementPayload', placementId });
    expect(await world.used(from)).toEqual({ VCPU: 0, MEMORY_MB: 0, DISK_GB: 0 });
    expect(await world.used(to)).toEqual({ VCPU: 1, MEMORY_MB: 256, DISK_GB: 2 });
    expect(await world.placement(placementId)).toMatchObject({
      state: 'SCHEDULED',
      device_id: to,
      consumer_generation: 2,
    });
    expect((await world.history(placementId)).at(-1)).toBe('RUNNING>SCHEDULED');
    const told = await world.announced();
    expect(told.get(`placements.placement.changed ${placementId}`)?.payload).toMatchObject({
      deviceId: to,
      previousDeviceId: from,
      state: 'SCHEDULED',
      live: true,
      desired: true,
    });
    expect([...told.keys()].filter((key) => key.startsWith('placements.usage.recorded'))).toHaveLength(3);
    await world.checkBooks();
  });

  it('picks another box by PoP, the subscriber’s own before anybody else’s', async () => {
    const from = await world.device('p1', { popId: 'pop-p' });
    await world.subscriber('sub-else');
    const elses = await world.device('p2', { popId: 'pop-p', subscriberId: 'sub-else', memoryMb: 8_192 });
    const placementId = await placed(from);
    const move = (consumerGeneration: number) =>
      world.engine.movePlacement({ placementId, consumerGeneration, toPopIds: ['pop-p'] }, SCHEDULER);
    await move(1);
    expect((await world.placement(placementId)).device_id).toBe(elses);
    const own = await world.device('p3', { popId: 'pop-p' });
    await world.device('p1', { popId: 'pop-p', lifecycle: 'SUSPENDED' });
    await move(2);
    expect((await world.placement(placementId)).device_id).toBe(own);
    await world.checkBooks();
  });

  it('answers what is wrong with a move, and changes nothing', async () => {
    const from = await world.device('w1', { popId: 'pop-w' });
    const small = await world.device('w2', { popId: 'pop-w', memoryMb: 64 });
    const dark = await world.device('w3', { popId: 'pop-w' });
    await world.reachability(dark, 'OFFLINE');
    const placementId = await placed(from);
    const move = (more: object) =>
      world.engine.movePlacement({ placementId, consumerGeneration: 1, ...more }, SCHEDULER);
    const kinds = [];
    for (const more of [
      { toDeviceId: small },
      { toDeviceId: dark },
      { toDeviceId: from },
      { toDeviceId: 'none' },
      { toDeviceId: '\0' },
      { toPopIds: ['pop-w'] },
      { toPopIds: [] },
      { toDeviceId: small, consumerGeneration: 7 },
      { toDeviceId: small, placementId: 'none' },
      { toDeviceId: small, placementId: '\0' },
    ]) {
      kinds.push((await move(more)).__typename);
    }
    expect(kinds).toEqual([
      'InsufficientCapacity',
      'NoValidDevice',
      'NoValidDevice',
      'NoValidDevice',
      'NoValidDevice',
      'NoValidDevice',
      'NoValidDevice',
      'ConsumerGenerationConflict',
      'PlacementNotFound',
      'PlacementNotFound',
    ]);
    for (const more of [{}, { toDeviceId: small, toPopIds: ['pop-w'] }]) {
      await expect(move(more)).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    }
    expect(await world.placement(placementId)).toMatchObject({ device_id: from, consumer_generation: 1 });
    await world.checkBooks();
  });

  it('survives a storm of moves in both directions, claims and ends without a deadlock', async () => {
    const boxes = ['s1', 's2', 's3'];
    for (const deviceId of boxes) {
      await world.device(deviceId, { popId: `pop-${deviceId}`, vcpu: 100, memoryMb: 100_000, diskGb: 1_000 });
    }
    const ids = await Promise.all(
      Array.from({ length: 12 }, (_, index) => placed2(boxes[index % 3] ?? 's1')),
    );
    const before = await deadlocks();
    for (let round = 0; round < 6; round += 1) {
      await Promise.all(
        ids.map(async (placementId, index) => {
          const { consumer_generation: consumerGeneration } = await world.placement(placementId);
          const toDeviceId = boxes[(index + round + 1) % 3] ?? 's1';
          await world.engine.movePlacement({ placementId, consumerGeneration, toDeviceId }, SCHEDULER);
        }),
      );
      await Promise.all([
        placed2('s1'),
        world.report('s2', []),
        ...boxes.map((deviceId) => world.reachability(deviceId, 'ONLINE')),
        ...ids.map(async (placementId) => {
          const { consumer_generation: consumerGeneration } = await world.placement(placementId);
          await world.engine.movePlacement({ placementId, consumerGeneration, toDeviceId: 's3' }, SCHEDULER);
        }),
      ]);
      await world.checkBooks();
    }
    expect(await deadlocks()).toBe(before);
  }, 60_000);

  /** Without a generation: others change the box meanwhile. */
  async function placed2(deviceId: string): Promise<string> {
    const answer = await world.engine.place(
      {
        subscriberId: 'sub-1',
        imageId: 'img-1',
        deviceId,
        idempotencyKey: `${deviceId}/${Math.random()}`,
      },
      SCHEDULER,
    );
    if (answer.__typename !== 'PlacementPayload') throw new Error(answer.__typename);
    return answer.placementId;
  }

  async function deadlocks(): Promise<number> {
    const [row] = await world.rows<{ deadlocks: string }>(
      sql`SELECT pg_stat_clear_snapshot(), deadlocks FROM pg_stat_database WHERE datname = current_database()`,
    );
    return Number(row?.deadlocks);
  }
});
