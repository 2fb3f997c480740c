import { randomUUID } from 'node:crypto';
import { createWorld, SCHEDULER, type World } from '../engine-world';

describe('I6: a placement id is claimed once', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ poolSize: 10 });
  });
  afterAll(() => world.close());

  it('keeps the id of the caller, and answers the same call with the same answer', async () => {
    const deviceId = await world.device('dev-1');
    const call = await world.claimCall({ deviceId });
    const first = await world.engine.claim(call, SCHEDULER);
    expect(first).toEqual({ __typename: 'PlacementPayload', placementId: call.placementId });
    expect(await world.engine.claim(call, SCHEDULER)).toEqual(first);
    expect((await world.used(deviceId))['VCPU']).toBe(1);
  });

  it('refuses the id under another key with its current generation', async () => {
    const deviceId = await world.device('dev-2');
    const call = await world.claimCall({ deviceId });
    await world.engine.claim(call, SCHEDULER);
    const again = { ...(await world.claimCall({ deviceId })), placementId: call.placementId };
    expect(await world.engine.claim(again, SCHEDULER)).toMatchObject({
      __typename: 'ConsumerGenerationConflict',
      currentGeneration: 1,
    });
  });

  it('refuses a key that was used with another input', async () => {
    const deviceId = await world.device('dev-3');
    const call = await world.claimCall({ deviceId });
    await world.engine.claim(call, SCHEDULER);
    const other = { ...call, placementId: randomUUID() };
    await expect(world.engine.claim(other, SCHEDULER)).rejects.toMatchObject({
      extensions: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it('claims once when twenty equal calls come at once', async () => {
    const deviceId = await world.device('dev-4');
    const call = await world.claimCall({ deviceId });
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.engine.claim(call, SCHEDULER)));
    for (const answer of answers) {
      expect(answer).toEqual({ __typename: 'PlacementPayload', placementId: call.placementId });
    }
    expect((await world.used(deviceId))['VCPU']).toBe(1);
    await world.checkBooks();
  });

  it('lets one of many claims have the id when they race for it on different boxes', async () => {
    const placementId = randomUUID();
    const calls = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => ({
        ...(await world.claimCall({ deviceId: await world.device(`race-${index}`) })),
        placementId,
      })),
    );
    const answers = await Promise.all(calls.map((call) => world.engine.claim(call, SCHEDULER)));
    const kinds = answers.map((answer) => answer.__typename);
    expect(kinds.filter((kind) => kind === 'PlacementPayload')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'ConsumerGenerationConflict')).toHaveLength(9);
    await world.checkBooks();
  });

  it('places once per key, and answers the box it picked the first time', async () => {
    await world.subscriber('sub-2');
    await world.device('own-1', { subscriberId: 'sub-2' });
    await world.device('own-2', { subscriberId: 'sub-2' });
    const call = { subscriberId: 'sub-2', imageId: 'img-1', idempotencyKey: 'once' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.engine.place(call, SCHEDULER)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.__typename).toBe('PlacementPayload');
    await world.checkBooks();
  });

  it.each([
    ['a placement id that is no UUID', { placementId: 'placement-1' }],
    ['an empty key', { idempotencyKey: '' }],
    ['a key that is too long', { idempotencyKey: 'k'.repeat(201) }],
    ['an empty list of resources', { resources: [] }],
    ['an amount of nothing', { resources: [{ resourceClass: 'VCPU' as const, amount: 0 }] }],
    ['a negative amount', { resources: [{ resourceClass: 'VCPU' as const, amount: -1 }] }],
    [
      'a class named twice',
      {
        resources: [
          { resourceClass: 'VCPU' as const, amount: 1 },
          { resourceClass: 'VCPU' as const, amount: 1 },
        ],
      },
    ],
  ])('refuses %s', async (_what, more) => {
    const call = { ...(await world.claimCall({ deviceId: 'dev-1' })), ...more };
    await expect(world.engine.claim(call, SCHEDULER)).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it.each([
    { deviceId: 'dev-none' },
    { deviceId: '\0' },
    { subscriberId: 'sub-none' },
    { imageId: 'img-none' },
    { imageId: 'x'.repeat(10_000) },
    { groupId: 'grp-none' },
  ])('does not find %j', async (more) => {
    const call = { ...(await world.claimCall({ deviceId: 'dev-1' })), ...more };
    await expect(world.engine.claim(call, SCHEDULER)).rejects.toMatchObject({
      extensions: { code: 'NOT_FOUND' },
    });
  });
});
