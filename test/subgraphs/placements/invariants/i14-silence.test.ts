import { sql } from 'drizzle-orm';
import { evictLost } from '../../../../subgraphs/placements/jobs/evict-lost';
import { freezePops } from '../../../../subgraphs/placements/jobs/freeze-pops';
import { loseSilent } from '../../../../subgraphs/placements/jobs/lose-silent';
import { createWorld, SCHEDULER, type World } from '../engine-world';

describe('I14: what silence brings about, and what it does not', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());

  async function running(deviceId: string, popId = 'pop-1'): Promise<string> {
    await world.device(deviceId, { popId });
    await world.reachability(deviceId, 'ONLINE');
    const call = await world.claimCall({ deviceId });
    await world.engine.claim(call, SCHEDULER);
    await world.report(deviceId, [{ placementId: call.placementId, state: 'RUNNING' }]);
    return call.placementId;
  }

  async function wait(seconds: number): Promise<void> {
    world.pass(seconds);
    await freezePops(world.dependencies, 0.3);
    await loseSilent(world.dependencies, 600);
    await evictLost(world.dependencies, 86_400);
  }

  it('keeps the claim for a day, gives it up then, and takes the box back before that', async () => {
    const lost = await running('dark');
    const back = await running('back');
    for (let index = 0; index < 8; index += 1) await world.device(`other-${index}`);
    await world.reachability('dark', 'OFFLINE');
    await world.reachability('back', 'OFFLINE');
    await wait(599);
    expect((await world.placement(lost)).state).toBe('RUNNING');
    await wait(2);
    expect((await world.placement(lost)).state).toBe('LOST');
    expect((await world.used('dark'))['VCPU']).toBe(1);
    await world.reachability('back', 'ONLINE');
    await world.report('back', [{ placementId: back, state: 'RUNNING' }]);
    expect((await world.placement(back)).state).toBe('RUNNING');
    await wait(86_000);
    expect((await world.placement(lost)).state).toBe('EVICTED');
    expect(await world.placement(lost)).toMatchObject({ end_reason: 'DEVICE_DARK' });
    expect((await world.used('dark'))['VCPU']).toBe(0);
    expect((await world.placement(back)).state).toBe('RUNNING');
    await world.checkBooks();
  });

  it('evicts nothing while nobody says OFFLINE, however long the hot state is away', async () => {
    const placementId = await running('quiet');
    await wait(30 * 86_400);
    expect((await world.placement(placementId)).state).toBe('RUNNING');
    await world.reachability('quiet', 'STALE', new Date(world.time.now.getTime() - 86_400_000));
    await wait(86_400);
    expect((await world.placement(placementId)).state).toBe('RUNNING');
  });

  it('freezes a PoP of which more than 30 % went dark within two minutes, until they are back', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 10; index += 1) ids.push(await running(`box-${index}`));
    for (let index = 0; index < 4; index += 1) {
      await world.reachability(`box-${index}`, 'OFFLINE');
      world.pass(20);
    }
    await wait(2 * 86_400);
    expect(await frozen()).toBe(true);
    expect((await world.placement(ids[0] ?? '')).state).toBe('LOST');
    await world.reachability('box-1', 'ONLINE');
    await wait(1);
    expect(await frozen()).toBe(false);
    expect((await world.placement(ids[0] ?? '')).state).toBe('EVICTED');
    await world.checkBooks();
  });

  it('does not freeze a PoP whose boxes went dark one by one', async () => {
    for (let index = 0; index < 10; index += 1) await running(`box-${index}`);
    for (let index = 0; index < 5; index += 1) {
      await world.reachability(`box-${index}`, 'OFFLINE');
      world.pass(121);
    }
    await wait(1);
    expect(await frozen()).toBe(false);
  });

  async function frozen(): Promise<boolean> {
    const [row] = await world.rows<{ frozen: boolean }>(
      sql`SELECT frozen_since IS NOT NULL AS frozen FROM pops WHERE id = 'pop-1'`,
    );
    return row?.frozen ?? false;
  }
});
