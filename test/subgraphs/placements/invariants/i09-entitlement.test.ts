import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { createWorld, SCHEDULER, type World } from '../engine-world';

describe('I9: the entitlement', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ poolSize: 10 });
  });
  afterAll(() => world.close());

  async function claimFor(subscriberId: string, more: { vcpu?: number; memoryMb?: number } = {}) {
    const deviceId = await world.device(`dev-${randomUUID()}`, { subscriberId });
    return world.engine.claim(
      await world.claimCall({
        deviceId,
        subscriberId,
        resources: [
          { resourceClass: 'VCPU', amount: more.vcpu ?? 1 },
          { resourceClass: 'MEMORY_MB', amount: more.memoryMb ?? 1 },
        ],
      }),
      SCHEDULER,
    );
  }

  const small = { maxPlacements: 3, vcpu: 4, memoryMb: 512, diskGb: 8 };

  it.each([
    ['is suspended', { status: 'SUSPENDED' }, 'status', 0, 1],
    ['is on credit hold', { creditHold: true }, 'creditHold', 0, 1],
    ['has a plan for other images', { allowedImageTags: ['games'] }, 'allowedImageTags', 0, 1],
    ['has no placements', { entitlement: { ...small, maxPlacements: 0 } }, 'maxPlacements', 0, 1],
    ['has too little VCPU', { entitlement: { ...small, vcpu: 0 } }, 'vcpu', 0, 1],
    ['has too little memory', { entitlement: { ...small, memoryMb: 0 } }, 'memoryMb', 0, 1],
  ])('refuses a subscriber who %s', async (_what, more, limit, allowed, wouldBe) => {
    const subscriberId = await world.subscriber(`sub-${randomUUID()}`, more);
    expect(await claimFor(subscriberId)).toMatchObject({
      __typename: 'EntitlementExceeded',
      retryable: false,
      limit,
      allowed,
      wouldBe,
    });
  });

  it('answers about the box first when the box has too little, too', async () => {
    const subscriberId = await world.subscriber('sub-both', { entitlement: { ...small, vcpu: 1 } });
    const deviceId = await world.device('dev-both', { subscriberId });
    const resources = [{ resourceClass: 'VCPU' as const, amount: 1_000 }];
    const call = await world.claimCall({ deviceId, subscriberId, resources });
    expect(await world.engine.claim(call, SCHEDULER)).toMatchObject({
      __typename: 'InsufficientCapacity',
      resourceClass: 'VCPU',
      requested: 1_000,
    });
    const stale = { ...call, providerGeneration: call.providerGeneration - 1 };
    expect((await world.engine.claim(stale, SCHEDULER)).__typename).toBe('GenerationConflict');
  });

  it('lets an image through that shares a tag with the plans', async () => {
    const subscriberId = await world.subscriber('sub-tags', { allowedImageTags: ['games', 'vpn'] });
    const imageId = await world.image('img-vpn', { tags: ['vpn'] });
    const deviceId = await world.device('dev-tags', { subscriberId });
    const call = await world.claimCall({ deviceId, subscriberId, imageId });
    expect((await world.engine.claim(call, SCHEDULER)).__typename).toBe('PlacementPayload');
  });

  it('is not exceeded by many claims at once on many boxes', async () => {
    const subscriberId = await world.subscriber('sub-racing', {
      entitlement: { maxPlacements: 100, vcpu: 7, memoryMb: 100_000, diskGb: 100 },
    });
    const answers = await Promise.all(Array.from({ length: 20 }, () => claimFor(subscriberId)));
    expect(answers.filter((answer) => answer.__typename === 'PlacementPayload')).toHaveLength(7);
    expect(answers.filter((answer) => answer.__typename === 'EntitlementExceeded')).toHaveLength(13);
    await world.checkBooks();
  });

  it('agrees with a plain sum over any claims and ends', async () => {
    const step = fc.record({
      end: fc.boolean(),
      which: fc.nat(),
      vcpu: fc.integer({ min: 1, max: 3 }),
      memoryMb: fc.integer({ min: 1, max: 300 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 15 }), async (steps) => {
        const subscriberId = await world.subscriber(`sub-${randomUUID()}`, { entitlement: small });
        const live: { id: string; vcpu: number; memoryMb: number }[] = [];
        for (const each of steps) {
          const ended = each.end ? live.splice(each.which % Math.max(1, live.length), 1)[0] : undefined;
          if (ended) {
            await world.engine.endPlacement(
              { placementId: ended.id, consumerGeneration: 1, reason: 'CUSTOMER' },
              SCHEDULER,
            );
            continue;
          }
          const answer = await claimFor(subscriberId, each);
          const sum = (key: 'vcpu' | 'memoryMb') => live.reduce((total, one) => total + one[key], each[key]);
          const isAllowed = live.length < 3 && sum('vcpu') <= 4 && sum('memoryMb') <= 512;
          expect(answer.__typename).toBe(isAllowed ? 'PlacementPayload' : 'EntitlementExceeded');
          if (answer.__typename === 'PlacementPayload') live.push({ id: answer.placementId, ...each });
        }
        await world.checkBooks();
      }),
      { numRuns: 10 },
    );
  }, 60_000);

  it('keeps what runs when it shrinks, and tells subscribers what is used', async () => {
    const subscriberId = await world.subscriber('sub-shrinking');
    await world.announced();
    const answer = await claimFor(subscriberId, { vcpu: 2, memoryMb: 100 });
    const told = (await world.announced()).get(`placements.subscriber.use ${subscriberId}`);
    expect(told?.payload).toEqual({ subscriberId, placements: 1, vcpu: 2, memoryMb: 100, diskGb: 0 });
    await world.subscriber(subscriberId, {
      entitlement: { maxPlacements: 0, vcpu: 0, memoryMb: 0, diskGb: 0 },
    });
    if (answer.__typename !== 'PlacementPayload') throw new Error(answer.__typename);
    expect((await world.placement(answer.placementId)).state).toBe('SCHEDULED');
    expect((await claimFor(subscriberId)).__typename).toBe('EntitlementExceeded');
  });
});
