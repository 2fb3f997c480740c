import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { createWorld, SCHEDULER, type World } from '../engine-world';

describe('I3: a claim takes all classes or none', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  it('leaves use and generation untouched when the last class is refused', async () => {
    const deviceId = await world.device('dev-1');
    const call = await world.claimCall({
      deviceId,
      resources: [
        { resourceClass: 'VCPU', amount: 1 },
        { resourceClass: 'DISK_GB', amount: 1 },
        { resourceClass: 'MEMORY_MB', amount: 5_000 },
      ],
    });
    expect(await world.engine.claim(call, SCHEDULER)).toEqual({
      __typename: 'InsufficientCapacity',
      retryable: false,
      resourceClass: 'MEMORY_MB',
      requested: 5_000,
      free: 4_096,
      message: 'Cannot claim MEMORY_MB 5000: 4096 is free.',
    });
    expect(await world.used(deviceId)).toEqual({ VCPU: 0, MEMORY_MB: 0, DISK_GB: 0 });
    expect(await world.generation(deviceId)).toBe(call.providerGeneration);
  });

  it('is refused for a class the box does not have', async () => {
    const deviceId = await world.device('dev-2');
    const resources = [
      { resourceClass: 'VCPU' as const, amount: 1 },
      { resourceClass: 'NET_BW_EGR_KILOBIT_PER_SEC' as const, amount: 1 },
    ];
    const answer = await world.engine.claim(await world.claimCall({ deviceId, resources }), SCHEDULER);
    expect(answer).toMatchObject({
      __typename: 'InsufficientCapacity',
      resourceClass: 'NET_BW_EGR_KILOBIT_PER_SEC',
      free: 0,
    });
    expect((await world.used(deviceId))['VCPU']).toBe(0);
  });

  it('leaves nothing half-done when its connection is killed at any moment, and works afterwards', async () => {
    const deviceId = await world.device('dev-3', { vcpu: 1_000, memoryMb: 1_000_000, diskGb: 10_000 });
    const assassin = new Client({ connectionString: world.url });
    await assassin.connect();
    let failed = 0;
    for (let round = 0; round < 25; round += 1) {
      const answers = Promise.allSettled(
        Array.from({ length: 8 }, () =>
          world.engine.place(
            { subscriberId: 'sub-1', imageId: 'img-1', deviceId, idempotencyKey: randomUUID() },
            SCHEDULER,
          ),
        ),
      );
      await new Promise((resolve) => setTimeout(resolve, round));
      await assassin.query(`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'lastmile-placements'
          AND state IN ('active', 'idle in transaction')`);
      failed += (await answers).filter((answer) => answer.status === 'rejected').length;
      await world.checkBooks();
    }
    await assassin.end();
    expect(failed).toBeGreaterThan(0);
    const call = await world.claimCall({ deviceId });
    expect((await world.engine.claim(call, SCHEDULER)).__typename).toBe('PlacementPayload');
    await world.checkBooks();
  }, 60_000);
});
