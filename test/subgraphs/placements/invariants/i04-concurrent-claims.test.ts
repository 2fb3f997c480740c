import { createWorld, SCHEDULER, type World } from '../engine-world';

describe('I4: concurrent claims of one box', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ poolSize: 12 });
  });
  afterAll(() => world.close());

  it('gives 4 of 20 the 4 VCPUs there are', async () => {
    await world.device('dev-1');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        world.engine.place(
          {
            subscriberId: 'sub-1',
            imageId: 'img-1',
            deviceId: 'dev-1',
            resources: [{ resourceClass: 'VCPU', amount: 1 }],
            idempotencyKey: `place-${index}`,
          },
          SCHEDULER,
        ),
      ),
    );
    const kinds = answers.map((answer) => answer.__typename).sort();
    expect(kinds.filter((kind) => kind === 'PlacementPayload')).toHaveLength(4);
    expect(kinds.filter((kind) => kind === 'NoValidDevice')).toHaveLength(16);
    expect(await world.used('dev-1')).toMatchObject({ VCPU: 4, MEMORY_MB: 0 });
    await world.checkBooks();
  });

  it('lets one of 20 win that quote the same generation, and tells the others the new one', async () => {
    await world.device('dev-2');
    const calls = await Promise.all(Array.from({ length: 20 }, () => world.claimCall({ deviceId: 'dev-2' })));
    const answers = await Promise.all(calls.map((call) => world.engine.claim(call, SCHEDULER)));
    expect(answers.filter((answer) => answer.__typename === 'PlacementPayload')).toHaveLength(1);
    const others = answers.filter((answer) => answer.__typename !== 'PlacementPayload');
    for (const answer of others) {
      expect(answer).toMatchObject({
        __typename: 'GenerationConflict',
        retryable: true,
        providerId: 'rp-dev-2',
      });
    }
    await world.checkBooks();
  });
});
