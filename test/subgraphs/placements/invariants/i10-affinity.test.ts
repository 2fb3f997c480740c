import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Policy } from '../../../../subgraphs/placements/engine-types';
import { createWorld, SCHEDULER, type World } from '../engine-world';

describe('I10: the affinity of a group', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ poolSize: 10 });
    await world.device('a1', { popId: 'pop-a' });
    await world.device('a2', { popId: 'pop-a' });
    await world.device('b1', { popId: 'pop-b' });
  });
  afterAll(() => world.close());

  async function claimIn(groupId: string, deviceId: string) {
    const call = await world.claimCall({ deviceId, groupId });
    const answer = await world.engine.claim(
      { ...call, resources: [{ resourceClass: 'MEMORY_MB', amount: 1 }] },
      SCHEDULER,
    );
    return { answer, placementId: call.placementId };
  }

  it.each<[Policy, string, boolean]>([
    ['NONE', 'a1', true],
    ['NONE', 'b1', true],
    ['AFFINITY', 'a1', true],
    ['AFFINITY', 'a2', false],
    ['ANTI_AFFINITY_DEVICE', 'a1', false],
    ['ANTI_AFFINITY_DEVICE', 'a2', true],
    ['ANTI_AFFINITY_POP', 'a2', false],
    ['ANTI_AFFINITY_POP', 'b1', true],
  ])('%s beside a member on a1: %s is allowed: %s', async (policy, deviceId, isAllowed) => {
    const groupId = await world.engine.createPlacementGroup('sub-1', policy);
    const first = await claimIn(groupId, 'a1');
    expect(first.answer.__typename).toBe('PlacementPayload');
    const second = await claimIn(groupId, deviceId);
    if (isAllowed) expect(second.answer.__typename).toBe('PlacementPayload');
    else {
      expect(second.answer).toMatchObject({
        __typename: 'AffinityViolation',
        groupId,
        conflictingPlacementId: first.placementId,
      });
    }
  });

  it('holds when ten claims of a group come at once', async () => {
    const groupId = await world.engine.createPlacementGroup('sub-1', 'ANTI_AFFINITY_DEVICE');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        world.engine.place(
          {
            subscriberId: 'sub-1',
            imageId: 'img-1',
            groupId,
            resources: [{ resourceClass: 'MEMORY_MB', amount: 1 }],
            idempotencyKey: randomUUID(),
          },
          SCHEDULER,
        ),
      ),
    );
    const kinds = answers.map((answer) => answer.__typename);
    expect(kinds.filter((kind) => kind === 'PlacementPayload')).toHaveLength(3);
    expect(kinds.filter((kind) => kind === 'AffinityViolation')).toHaveLength(7);
    await world.checkBooks();
  });

  it('is free again when the member has ended', async () => {
    const groupId = await world.engine.createPlacementGroup('sub-1', 'ANTI_AFFINITY_POP');
    const { placementId } = await claimIn(groupId, 'a1');
    await world.engine.endPlacement({ placementId, consumerGeneration: 1, reason: 'CUSTOMER' }, SCHEDULER);
    expect((await claimIn(groupId, 'a2')).answer.__typename).toBe('PlacementPayload');
  });

  it('is kept by unique indexes whatever the code does', async () => {
    const groupId = await world.engine.createPlacementGroup('sub-1', 'ANTI_AFFINITY_POP');
    await claimIn(groupId, 'a1');
    const { placementId } = await claimIn(groupId, 'b1');
    await expect(
      world.rows(sql`UPDATE placements SET pop_id = 'pop-a' WHERE id = ${placementId}`),
    ).rejects.toMatchObject({ cause: { code: '23505', constraint: 'placements_group_pop' } });
  });

  it('is a matter of one subscriber: another’s group does not exist', async () => {
    await world.subscriber('sub-2');
    const groupId = await world.engine.createPlacementGroup('sub-2', 'NONE');
    await expect(claimIn(groupId, 'a1')).rejects.toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    await expect(world.engine.createPlacementGroup('sub-none', 'NONE')).rejects.toMatchObject({
      extensions: { code: 'NOT_FOUND' },
    });
  });
});
