import { randomUUID } from 'node:crypto';
import { createWorld, SCHEDULER, type World } from '../engine-world';

describe('I6: a UUID is one placement, however it is spelled', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  it('finds that the id exists, and answers the first call again', async () => {
    const deviceId = await world.device('box-1');
    const call = await world.claimCall({ deviceId });
    const shouted = { ...call, placementId: call.placementId.toUpperCase() };
    const done = { __typename: 'PlacementPayload', placementId: call.placementId };
    expect(await world.engine.claim(shouted, SCHEDULER)).toEqual(done);
    // The same input under its key, once more in the other spelling.
    expect(await world.engine.claim(call, SCHEDULER)).toEqual(done);
    const other = {
      ...shouted,
      idempotencyKey: randomUUID(),
      providerGeneration: await world.generation(deviceId),
    };
    expect(await world.engine.claim(other, SCHEDULER)).toMatchObject({
      __typename: 'ConsumerGenerationConflict',
      currentGeneration: 1,
    });
    expect((await world.used(deviceId))['VCPU']).toBe(1);
    await world.checkBooks();
  });

  it('moves and ends it under either spelling', async () => {
    const deviceId = await world.device('box-2');
    const toDeviceId = await world.device('box-3');
    const call = await world.claimCall({ deviceId });
    await world.engine.claim(call, SCHEDULER);
    const placementId = call.placementId.toUpperCase();
    const moved = await world.engine.movePlacement(
      { placementId, consumerGeneration: 1, toDeviceId },
      SCHEDULER,
    );
    expect(moved.__typename).toBe('PlacementPayload');
    expect((await world.placement(call.placementId)).device_id).toBe(toDeviceId);
    const end = { placementId, consumerGeneration: 2, reason: 'CUSTOMER' as const };
    expect((await world.engine.endPlacement(end, SCHEDULER)).__typename).toBe('PlacementPayload');
    expect((await world.placement(call.placementId)).state).toBe('ENDED');
  });
});
