import { randomUUID } from 'node:crypto';
import { createWorld, SCHEDULER, type World } from '../engine-world';

describe('I5, I7: the provider generation', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  it('grows with claims, ends, inventories, traits and the PoP, and with nothing else', async () => {
    const deviceId = await world.device('dev-1');
    const call = await world.claimCall({ deviceId });
    const first = call.providerGeneration;
    await world.engine.claim(call, SCHEDULER);
    expect(await world.generation(deviceId)).toBe(first + 1);
    await world.engine.endPlacement(
      { placementId: call.placementId, consumerGeneration: 1, reason: 'CUSTOMER' },
      SCHEDULER,
    );
    expect(await world.generation(deviceId)).toBe(first + 2);
    const inventories = [{ resourceClass: 'VCPU' as const, total: 2 }];
    await world.engine.setInventories({ deviceId, providerGeneration: first + 2, inventories });
    expect(await world.generation(deviceId)).toBe(first + 3);
    await world.device(deviceId, { traits: ['HW_CPU_ARM_NEON'] });
    expect(await world.generation(deviceId)).toBe(first + 4);
    await world.device(deviceId, { traits: ['HW_CPU_ARM_NEON'], popId: 'pop-2' });
    expect(await world.generation(deviceId)).toBe(first + 5);
    await world.device(deviceId, { traits: ['HW_CPU_ARM_NEON'], popId: 'pop-2', downlinkKbps: 1 });
    await world.reachability(deviceId, 'STALE');
    expect(await world.generation(deviceId)).toBe(first + 5);
  });

  it('refuses a claim that quotes an old one, and takes it with the one that was answered', async () => {
    const deviceId = await world.device('dev-2');
    const call = await world.claimCall({ deviceId });
    const stale = { ...call, providerGeneration: call.providerGeneration - 1 };
    expect(await world.engine.claim(stale, SCHEDULER)).toMatchObject({
      __typename: 'GenerationConflict',
      retryable: true,
    });
    const retried = { ...stale, providerGeneration: await world.generation(deviceId) };
    expect((await world.engine.claim(retried, SCHEDULER)).__typename).toBe('PlacementPayload');
  });

  it('is retried by the server only for other boxes, at most ten times, and never for want of capacity', async () => {
    for (let index = 0; index < 12; index += 1) {
      await world.device(`small-${index}`, { subscriberId: 'sub-small', popId: 'pop-small' });
    }
    await world.subscriber('sub-small');
    const place = (amount: number) =>
      world.engine.place(
        {
          subscriberId: 'sub-small',
          imageId: 'img-1',
          resources: [{ resourceClass: 'VCPU', amount }],
          idempotencyKey: randomUUID(),
        },
        SCHEDULER,
      );
    const answers = await Promise.all(Array.from({ length: 12 }, () => place(4)));
    expect(answers.filter((answer) => answer.__typename === 'PlacementPayload').length).toBeGreaterThan(8);
    const tooMuch = await place(5);
    expect(tooMuch).toMatchObject({ __typename: 'NoValidDevice', retryable: false });
    expect(tooMuch).toHaveProperty('filters', expect.arrayContaining([{ name: 'VCPU', remaining: 0 }]));
    await world.checkBooks();
  });
});
