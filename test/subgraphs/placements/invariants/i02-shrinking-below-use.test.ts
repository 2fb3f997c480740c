import { sql } from 'drizzle-orm';
import { createWorld, SCHEDULER, type World } from '../engine-world';

describe('I2: an inventory below its use', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  it('is allowed, kills nothing and takes nothing new until it fits again', async () => {
    const deviceId = await world.device('dev-1');
    const resources = [{ resourceClass: 'VCPU' as const, amount: 4 }];
    const first = await world.claimCall({ deviceId, resources });
    await world.engine.claim(first, SCHEDULER);
    const shrunk = await setVcpu(world, deviceId, 2);
    expect(shrunk).toMatchObject({ __typename: 'ProviderPayload', overcommitted: true });
    expect((await world.placement(first.placementId)).state).toBe('SCHEDULED');
    const refused = await world.engine.claim(
      await world.claimCall({ deviceId, resources: [{ resourceClass: 'VCPU', amount: 1 }] }),
      SCHEDULER,
    );
    expect(refused).toMatchObject({ __typename: 'InsufficientCapacity', resourceClass: 'VCPU', free: 0 });
    expect(await setVcpu(world, deviceId, 5)).toMatchObject({ overcommitted: false });
    const call = await world.claimCall({ deviceId, resources: [{ resourceClass: 'VCPU', amount: 1 }] });
    expect((await world.engine.claim(call, SCHEDULER)).__typename).toBe('PlacementPayload');
    await world.checkBooks();
  });

  it('keeps a class in use that the list leaves out, with nothing to give', async () => {
    const deviceId = await world.device('dev-2');
    await world.engine.claim(await world.claimCall({ deviceId }), SCHEDULER);
    const providerGeneration = await world.generation(deviceId);
    const answer = await world.engine.setInventories({ deviceId, providerGeneration, inventories: [] });
    expect(answer).toMatchObject({ overcommitted: true });
    expect(await world.used(deviceId)).toEqual({ VCPU: 1, MEMORY_MB: 256, DISK_GB: 2 });
    await world.checkBooks();
  });

  it('survives what devices tell about the box later, unless its hardware changed', async () => {
    const deviceId = await world.device('dev-3', { vcpu: 4 });
    await setVcpu(world, deviceId, 3);
    await world.device(deviceId, { vcpu: 4, downlinkKbps: 9_000 });
    expect(await vcpuTotal(world, deviceId)).toBe(3);
    await world.device(deviceId, { vcpu: 8 });
    expect(await vcpuTotal(world, deviceId)).toBe(8);
    await world.checkBooks();
  });

  it.each([
    [{ total: -1 }, 'total'],
    [{ total: 2, reserved: 3 }, 'reserved'],
    [{ total: 2, allocationRatio: 0 }, 'allocationRatio'],
    [{ total: 2, allocationRatio: Number.POSITIVE_INFINITY }, 'allocationRatio'],
    [{ total: 2_000_000_000, allocationRatio: 16 }, 'capacity'],
    [{ total: 2, minUnit: 0 }, 'minUnit'],
    [{ total: 2, minUnit: 4, maxUnit: 3 }, 'maxUnit'],
    [{ total: 2, stepSize: 0 }, 'stepSize'],
  ])('is refused with figures like %j', async (figures, named) => {
    const inventories = [{ resourceClass: 'VCPU' as const, ...figures }];
    await expect(
      world.engine.setInventories({ deviceId: 'dev-3', providerGeneration: 1, inventories }),
    ).rejects.toMatchObject({
      message: expect.stringContaining(named) as string,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('is refused for a generation that is over and for a box that does not exist', async () => {
    const inventories = [{ resourceClass: 'VCPU' as const, total: 1 }];
    const stale = await world.engine.setInventories({
      deviceId: 'dev-3',
      providerGeneration: 0,
      inventories,
    });
    expect(stale).toMatchObject({ __typename: 'GenerationConflict', providerId: 'rp-dev-3' });
    for (const deviceId of ['dev-none', '', '\0', 'x'.repeat(5_000)]) {
      await expect(
        world.engine.setInventories({ deviceId, providerGeneration: 0, inventories }),
      ).rejects.toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    }
  });
});

async function setVcpu(world: World, deviceId: string, total: number) {
  return world.engine.setInventories({
    deviceId,
    providerGeneration: await world.generation(deviceId),
    inventories: [
      { resourceClass: 'VCPU', total },
      { resourceClass: 'MEMORY_MB', total: 4_096 },
    ],
  });
}

async function vcpuTotal(world: World, deviceId: string): Promise<number | undefined> {
  const [row] = await world.rows<{ total: number }>(
    sql`SELECT total FROM inventories WHERE provider_id = ${`rp-${deviceId}`} AND resource_class = 'VCPU'`,
  );
  return row?.total;
}
