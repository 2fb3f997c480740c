import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { ClaimAnswer } from '../../../../subgraphs/placements/engine-types';
import { createWorld, type DeviceTold, type ImageTold, SCHEDULER, type World } from '../engine-world';

const GIB = 2 ** 30;

describe('I11: a claim is for a box that can pull the image', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  async function claimOn(box: Partial<DeviceTold>, image: Partial<ImageTold>): Promise<ClaimAnswer> {
    const deviceId = await world.device(randomUUID(), box);
    const imageId = await world.image(randomUUID(), image);
    return world.engine.claim(await world.claimCall({ deviceId, imageId }), SCHEDULER);
  }

  it('refuses a line that is too slow, and says how fast it must be', async () => {
    const image = { minDownlinkKbps: 20_000 };
    expect(await claimOn({ downlinkKbps: 19_999 }, image)).toMatchObject({
      __typename: 'ImageNotDeployable',
      retryable: false,
      message: 'The image needs a line of at least 20000 kbit/s, the box has 19999 kbit/s.',
    });
    expect(await claimOn({ downlinkKbps: null }, image)).toMatchObject({
      __typename: 'ImageNotDeployable',
      message: 'The image needs a line of at least 20000 kbit/s, the box has a line of unknown speed.',
    });
    expect((await claimOn({ downlinkKbps: 20_000 }, image)).__typename).toBe('PlacementPayload');
    expect((await claimOn({ downlinkKbps: null }, { minDownlinkKbps: null })).__typename).toBe(
      'PlacementPayload',
    );
  });

  it('refuses a disk without room for the image packed and unpacked, although the claim itself would fit', async () => {
    const image = { diskGb: 1, sizeBytes: GIB, virtualSizeBytes: 3 * GIB };
    expect(await claimOn({ diskGb: 3 }, image)).toMatchObject({
      __typename: 'InsufficientCapacity',
      retryable: false,
      resourceClass: 'DISK_GB',
      requested: 4,
      free: 3,
    });
    expect((await claimOn({ diskGb: 4 }, image)).__typename).toBe('PlacementPayload');
  });

  it('refuses a box whose data of the month does not last', async () => {
    const image = { sizeBytes: 200_000_000 };
    expect(await claimOn({ dataCapRemainingGb: 0.19 }, image)).toMatchObject({
      __typename: 'DeviceUnavailable',
      retryable: false,
      message: "The pull takes 0.2 GB of the month's data, the box has 0.19 GB left.",
    });
    expect((await claimOn({ dataCapRemainingGb: 0.2 }, image)).__typename).toBe('PlacementPayload');
  });

  it('allows exactly the boxes that the search finds, whatever box and image', async () => {
    const box = fc.record({
      downlinkKbps: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: null }),
      dataCapRemainingGb: fc.option(fc.double({ min: 0, max: 3, noNaN: true }), { nil: null }),
      diskGb: fc.integer({ min: 0, max: 8 }),
    });
    const image = fc.record({
      diskGb: fc.integer({ min: 0, max: 4 }),
      minDownlinkKbps: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: null }),
      sizeBytes: fc.option(fc.integer({ min: 1, max: 3 * GIB }), { nil: null }),
      virtualSizeBytes: fc.option(fc.integer({ min: 1, max: 5 * GIB }), { nil: null }),
    });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(box, image, async (told, wanted) => {
        const popId = randomUUID();
        const deviceId = await world.device(randomUUID(), { ...told, popId });
        const imageId = await world.image(randomUUID(), wanted);
        const found = await world.engine.allocationCandidates({ imageId, popIds: [popId] }, SCHEDULER);
        const answer = await world.engine.claim(await world.claimCall({ deviceId, imageId }), SCHEDULER);
        expect(answer.__typename === 'PlacementPayload').toBe(found.candidates.length === 1);
        seen.add(answer.__typename);
      }),
      { numRuns: 120 },
    );
    expect([...seen]).toContain('PlacementPayload');
    expect(seen.size).toBeGreaterThan(1);
    await world.checkBooks();
  }, 60_000);

  it('places nothing there either, and says why of the one box that was named', async () => {
    const deviceId = await world.device('place-slow', { downlinkKbps: 1_000, popId: 'pop-slow' });
    const imageId = await world.image('img-fast-line', { minDownlinkKbps: 2_000 });
    const call = { subscriberId: 'sub-1', imageId, idempotencyKey: randomUUID() };
    expect(await world.engine.place({ ...call, deviceId }, SCHEDULER)).toMatchObject({
      __typename: 'ImageNotDeployable',
      message: expect.stringContaining('at least 2000 kbit/s, the box has 1000 kbit/s') as string,
    });
    const somewhere = await world.engine.place({ ...call, popIds: ['pop-slow'] }, SCHEDULER);
    expect(somewhere).toMatchObject({ __typename: 'NoValidDevice' });
  });

  it('moves nothing there, and says why of the one box that was named', async () => {
    const from = await world.device('move-from');
    const imageId = await world.image('img-metered', { sizeBytes: 500_000_000, minDownlinkKbps: 10_000 });
    const claim = await world.claimCall({ deviceId: from, imageId });
    await world.engine.claim(claim, SCHEDULER);
    const move = async (more: Partial<DeviceTold>) => {
      const toDeviceId = await world.device(randomUUID(), more);
      const call = { placementId: claim.placementId, consumerGeneration: 1, toDeviceId };
      return world.engine.movePlacement(call, SCHEDULER);
    };
    const slow = await move({ downlinkKbps: 9_999 });
    expect(slow).toMatchObject({
      __typename: 'NoValidDevice',
      message: 'The image needs a line of at least 10000 kbit/s, the box has 9999 kbit/s.',
    });
    if (slow.__typename !== 'NoValidDevice') throw new Error(slow.__typename);
    expect(slow.filters.find((filter) => filter.name === 'pull')).toEqual({ name: 'pull', remaining: 0 });
    expect(await move({ dataCapRemainingGb: 0.4 })).toMatchObject({ __typename: 'NoValidDevice' });
    expect((await world.placement(claim.placementId)).device_id).toBe(from);
    expect((await move({ downlinkKbps: 10_000, dataCapRemainingGb: 0.5 })).__typename).toBe(
      'PlacementPayload',
    );
  });
});
