import fc from 'fast-check';
import { sql } from 'drizzle-orm';
import type { Policy } from '../../../../subgraphs/placements/engine-types';
import { evictLost } from '../../../../subgraphs/placements/jobs/evict-lost';
import { freezePops } from '../../../../subgraphs/placements/jobs/freeze-pops';
import { loseSilent } from '../../../../subgraphs/placements/jobs/lose-silent';
import { replaceLost } from '../../../../subgraphs/placements/jobs/replace-lost';
import { isTiedToHome } from '../../../../subgraphs/placements/lifecycle/tied-to-home';
import { createWorld, type DeviceTold, SCHEDULER, type World } from '../engine-world';

describe('I12: what is lost is placed elsewhere, and runs once', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld({ poolSize: 12 });
  });
  afterEach(() => world.close());

  async function box(id: string, more: Partial<DeviceTold> = {}): Promise<string> {
    await world.device(id, more);
    await world.reachability(id, 'ONLINE');
    return id;
  }

  async function running(deviceId: string, policy: Policy | null, imageId = 'img-1'): Promise<string> {
    const groupId = policy && (await world.engine.createPlacementGroup('sub-1', policy));
    const call = await world.claimCall({ deviceId, groupId, imageId });
    expect((await world.engine.claim(call, SCHEDULER)).__typename).toBe('PlacementPayload');
    await world.report(deviceId, [{ placementId: call.placementId, state: 'RUNNING' }]);
    return call.placementId;
  }

  /** As the job does it, in its order. */
  async function wait(seconds: number): Promise<void> {
    world.pass(seconds);
    await freezePops(world.dependencies, 0.3);
    await loseSilent(world.dependencies, 600);
    await replaceLost(world.dependencies, 1_800);
    await evictLost(world.dependencies, 86_400);
  }

  it('gives it to another box after the grace, with a higher generation, and tells both boxes', async () => {
    await box('dark');
    for (let index = 0; index < 5; index += 1) await box(`spare-${index}`, { memoryMb: 1_024 * (index + 1) });
    const placementId = await running('dark', 'NONE');
    await world.reachability('dark', 'OFFLINE');
    await wait(1_799);
    expect(await world.placement(placementId)).toMatchObject({ state: 'LOST', device_id: 'dark' });
    await world.announced();
    await wait(2);
    const moved = await world.placement(placementId);
    expect(moved).toMatchObject({ state: 'SCHEDULED', consumer_generation: 2 });
    expect(moved.device_id).toMatch(/^spare-/);
    expect((await world.used('dark'))['VCPU']).toBe(0);
    expect((await world.used(moved.device_id))['VCPU']).toBe(1);
    const told = (await world.announced()).get(`placements.placement.changed ${placementId}`);
    expect(told?.payload).toMatchObject({
      deviceId: moved.device_id,
      previousDeviceId: 'dark',
      desired: true,
    });
    const [step] = await world.rows(sql`
      SELECT actor, reason FROM placement_transitions WHERE placement_id = ${placementId} ORDER BY id DESC LIMIT 1`);
    expect(step).toEqual({
      actor: 'scheduler',
      reason: `its box stayed silent: placed elsewhere, from dark to ${moved.device_id}`,
    });
    await world.checkBooks();
  });

  it('counts for nothing what the first box says when it is back', async () => {
    await box('dark');
    for (let index = 0; index < 5; index += 1) await box(`spare-${index}`);
    const placementId = await running('dark', 'ANTI_AFFINITY_DEVICE');
    await world.reachability('dark', 'OFFLINE');
    await wait(700);
    await wait(1_801);
    const { device_id: second } = await world.placement(placementId);
    await world.reachability('dark', 'ONLINE');
    await world.report('dark', [{ placementId, state: 'RUNNING' }]);
    expect(await world.placement(placementId)).toMatchObject({ state: 'SCHEDULED', device_id: second });
    await world.report(second, [{ placementId, state: 'RUNNING' }]);
    await world.report('dark', [{ placementId, state: 'STOPPED' }]);
    expect(await world.placement(placementId)).toMatchObject({ state: 'RUNNING', device_id: second });
    await world.checkBooks();
  });

  it.each<[Policy | null, boolean]>([
    [null, true],
    ['AFFINITY', true],
    ['NONE', false],
    ['ANTI_AFFINITY_DEVICE', false],
    ['ANTI_AFFINITY_POP', false],
  ])('by the policy %s it waits for its home: %s', async (policy, waits) => {
    expect(isTiedToHome(policy)).toBe(waits);
    await box('dark');
    for (let index = 0; index < 4; index += 1) await box(`near-${index}`);
    const placementId = await running('dark', policy);
    await world.reachability('dark', 'OFFLINE');
    await wait(700);
    await wait(1_801);
    const { state, device_id: deviceId } = await world.placement(placementId);
    expect([state, deviceId === 'dark']).toEqual(waits ? ['LOST', true] : ['SCHEDULED', false]);
    await wait(86_400);
    expect((await world.placement(placementId)).state).toBe(waits ? 'EVICTED' : 'SCHEDULED');
  });

  it('keeps the policy of its group, looks beyond its PoP, and waits where nothing fits', async () => {
    await box('dark');
    for (let index = 0; index < 4; index += 1) await box(`near-${index}`, { arch: 'MIPS' });
    const placementId = await running('dark', 'NONE');
    await world.reachability('dark', 'OFFLINE');
    await wait(700);
    await box('far-region', { popId: 'pop-8', regionId: 'region-8' });
    await wait(1_801);
    expect(await world.placement(placementId)).toMatchObject({ state: 'LOST', device_id: 'dark' });
    await box('far', { popId: 'pop-9' });
    await wait(5);
    expect((await world.placement(placementId)).device_id).toBe('far');
  });

  it('places an image that its owner keeps private, and none that was deactivated meanwhile', async () => {
    for (const id of ['dark-1', 'dark-2', 'a', 'b', 'c', 'd', 'e']) await box(id);
    const own = await world.image('img-private');
    const old = await world.image('img-old');
    const kept = await running('dark-1', 'NONE', own);
    const withdrawn = await running('dark-2', 'NONE', old);
    await world.image(own, { visibility: 'PRIVATE' });
    await world.image(old, { status: 'DEACTIVATED' });
    await world.reachability('dark-1', 'OFFLINE');
    world.pass(300);
    await world.reachability('dark-2', 'OFFLINE');
    await wait(700);
    await wait(1_801);
    expect((await world.placement(kept)).state).toBe('SCHEDULED');
    expect((await world.placement(withdrawn)).state).toBe('LOST');
  });

  it('places and evicts nothing of a PoP that went dark as a whole, and does both when it thaws', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 10; index += 1) ids.push(await running(await box(`box-${index}`), 'NONE'));
    await box('elsewhere', { popId: 'pop-2', vcpu: 16, memoryMb: 65_536, diskGb: 256 });
    for (let index = 0; index < 4; index += 1) await world.reachability(`box-${index}`, 'OFFLINE');
    await wait(700);
    await wait(1_801);
    await wait(2 * 86_400);
    for (let index = 0; index < 4; index += 1) {
      expect(await world.placement(ids[index] ?? '')).toMatchObject({
        state: 'LOST',
        device_id: `box-${index}`,
      });
    }
    await world.reachability('box-0', 'ONLINE');
    await world.report('box-0', [{ placementId: ids[0] ?? '', state: 'RUNNING' }]);
    await wait(1);
    expect((await world.placement(ids[0] ?? '')).state).toBe('RUNNING');
    // Whoever finds a place is placed; nobody is evicted who could be.
    for (let index = 1; index < 4; index += 1) {
      expect((await world.placement(ids[index] ?? '')).state).toBe('SCHEDULED');
    }
    await world.checkBooks();
  });

  it('runs exactly once, whenever the box comes back while a place is looked for', async () => {
    for (let index = 0; index < 4; index += 1)
      await box(`spare-${index}`, { vcpu: 64, memoryMb: 65_536, diskGb: 512 });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.boolean(), async (isRunning, isFirst) => {
        round += 1;
        const home = await box(`home-${round}`);
        const placementId = await running(home, 'ANTI_AFFINITY_DEVICE');
        await world.reachability(home, 'OFFLINE');
        world.pass(700);
        await loseSilent(world.dependencies, 600);
        world.pass(1_200);
        const comeBack = async () => {
          await world.reachability(home, 'ONLINE');
          await world.report(home, isRunning ? [{ placementId, state: 'RUNNING' }] : []);
        };
        const replace = () => replaceLost(world.dependencies, 1_800);
        await Promise.all(isFirst ? [comeBack(), replace()] : [replace(), comeBack()]);
        const after = await world.placement(placementId);
        const held = await world.rows<{ provider_id: string }>(
          sql`SELECT DISTINCT provider_id FROM allocations WHERE placement_id = ${placementId}`,
        );
        expect(held).toEqual([{ provider_id: `rp-${after.device_id}` }]);
        if (after.device_id === home) expect(after.state).toBe(isRunning ? 'RUNNING' : 'PULLING');
        else expect(after).toMatchObject({ state: 'SCHEDULED', consumer_generation: 2 });
        const desired = (await world.announced()).get(`placements.placement.changed ${placementId}`);
        expect(desired?.payload).toMatchObject({ deviceId: after.device_id, desired: true });
        await world.checkBooks();
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});
