import { randomUUID } from 'node:crypto';
import type { Caller } from '../../../../subgraphs/kit/caller';
import { createWorld, type ImageTold, SCHEDULER, type World } from '../engine-world';

const PARTNER: Caller = { subject: 'p', client: 'portal', tenant: 'pub-b', scopes: [] };
const OWNER: Caller = { subject: 'o', client: 'portal', tenant: 'pub-a', scopes: [] };

describe('I8: which image may run where', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  async function claimOf(image: Partial<ImageTold>, caller = SCHEDULER, traits: string[] = []) {
    const imageId = await world.image(`img-${randomUUID()}`, image);
    const deviceId = await world.device(`dev-${randomUUID()}`, { traits });
    const answer = await world.engine.claim(await world.claimCall({ deviceId, imageId }), caller);
    return answer.__typename;
  }

  it.each([
    'QUEUED',
    'SAVING',
    'UPLOADING',
    'IMPORTING',
    'DEACTIVATED',
    'PENDING_DELETE',
    'DELETED',
    'KILLED',
  ])('refuses an image that is %s', async (status) => {
    expect(await claimOf({ status })).toBe('ImageNotDeployable');
  });

  it.each([
    ['PUBLIC', SCHEDULER, 'PlacementPayload'],
    ['COMMUNITY', PARTNER, 'PlacementPayload'],
    ['SHARED', SCHEDULER, 'PlacementPayload'],
    ['SHARED', PARTNER, 'PlacementPayload'],
    ['SHARED', { ...PARTNER, tenant: 'pub-c' }, 'ImageNotDeployable'],
    ['SHARED', OWNER, 'PlacementPayload'],
    ['PRIVATE', SCHEDULER, 'ImageNotDeployable'],
    ['PRIVATE', PARTNER, 'ImageNotDeployable'],
    ['PRIVATE', OWNER, 'PlacementPayload'],
  ])('opens a %s image to %j: %s', async (visibility, caller, expected) => {
    expect(await claimOf({ visibility, sharedWith: ['pub-b'] }, caller)).toBe(expected);
  });

  it.each([
    ['another arch', { arch: 'X86_64' }, [], 'ImageNotDeployable'],
    ['a required trait that is missing', { requiredTraits: ['HW_CPU_AES'] }, [], 'ImageNotDeployable'],
    ['a required trait', { requiredTraits: ['HW_CPU_AES'] }, ['HW_CPU_AES'], 'PlacementPayload'],
    ['a forbidden trait', { forbiddenTraits: ['HW_CPU_AES'] }, ['HW_CPU_AES'], 'ImageNotDeployable'],
    ['too little memory', { minRamMb: 4_097 }, [], 'ImageNotDeployable'],
    ['just enough memory', { minRamMb: 4_096 }, [], 'PlacementPayload'],
    ['too little disk', { minDiskGb: 65 }, [], 'ImageNotDeployable'],
  ])('looks at %s', async (_what, image, traits, expected) => {
    expect(await claimOf(image, SCHEDULER, traits)).toBe(expected);
  });

  it('stops new claims at once when an image is deactivated, and leaves running ones alone', async () => {
    const imageId = await world.image('img-recalled');
    const deviceId = await world.device('dev-recalled');
    const call = await world.claimCall({ deviceId, imageId });
    await world.engine.claim(call, SCHEDULER);
    await world.image(imageId, { status: 'DEACTIVATED' });
    const next = await world.engine.claim(await world.claimCall({ deviceId, imageId }), SCHEDULER);
    expect(next).toMatchObject({ __typename: 'ImageNotDeployable', imageId });
    expect((await world.placement(call.placementId)).state).toBe('SCHEDULED');
    await world.image(imageId, { status: 'ACTIVE' });
    const after = await world.engine.claim(await world.claimCall({ deviceId, imageId }), SCHEDULER);
    expect(after.__typename).toBe('PlacementPayload');
  });

  it('does not let an older event bring a deactivated image back', async () => {
    const imageId = await world.image('img-late');
    const deviceId = await world.device('dev-late');
    await world.tell('images', 'images.image.changed', imageId, told('DEACTIVATED'), 1_000_000);
    await world.tell('images', 'images.image.changed', imageId, told('ACTIVE'), 999_999);
    const answer = await world.engine.claim(await world.claimCall({ deviceId, imageId }), SCHEDULER);
    expect(answer.__typename).toBe('ImageNotDeployable');
  });

  function told(status: string): object {
    return {
      imageId: 'img-late',
      applicationId: 'app-1',
      status,
      visibility: 'PUBLIC',
      ownerId: 'pub-a',
      arch: 'AARCH64',
      vcpu: 1,
      memoryMb: 1,
      diskGb: 1,
    };
  }

  it.each([
    ['SUSPENDED', 'ONLINE', [], false],
    ['QUARANTINED', 'ONLINE', [], false],
    ['INVENTORY', 'ONLINE', [], false],
    ['RETIRED', 'ONLINE', [], false],
    ['ACTIVATED', 'OFFLINE', [], true],
    ['ACTIVATED', 'ONLINE', ['COMPUTE_STATUS_DISABLED'], false],
  ])(
    'takes no claims on a box that is %s, %s, with %j',
    async (lifecycle, reachability, traits, retryable) => {
      const deviceId = await world.device(`dev-${randomUUID()}`, { lifecycle, traits });
      await world.reachability(deviceId, reachability);
      const answer = await world.engine.claim(await world.claimCall({ deviceId }), SCHEDULER);
      expect(answer).toMatchObject({ __typename: 'DeviceUnavailable', deviceId, retryable });
    },
  );

  it('takes claims on unknown boxes, on shared hosts and on boxes of other homes', async () => {
    await world.subscriber('sub-else');
    const unknown = await world.device('dev-unknown');
    const shared = await world.device('dev-shared', { subscriberId: null });
    const others = await world.device('dev-others', { subscriberId: 'sub-else' });
    const answers = [];
    for (const deviceId of [unknown, shared, others]) {
      answers.push((await world.engine.claim(await world.claimCall({ deviceId }), SCHEDULER)).__typename);
    }
    expect(answers).toEqual(['PlacementPayload', 'PlacementPayload', 'PlacementPayload']);
  });
});
