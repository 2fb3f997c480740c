import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { EndReason, State } from '../../../../subgraphs/placements/engine-types';
import { finishDraining } from '../../../../subgraphs/placements/jobs/finish-draining';
import { isEdge, pathBetween } from '../../../../subgraphs/placements/lifecycle/states';
import { createWorld, SCHEDULER, type World } from '../engine-world';

describe('I15: what boxes report, and what is desired', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  async function claimed(): Promise<{ deviceId: string; placementId: string }> {
    const deviceId = await world.device(`dev-${randomUUID()}`);
    const call = await world.claimCall({ deviceId });
    await world.engine.claim(call, SCHEDULER);
    return { deviceId, placementId: call.placementId };
  }

  async function end(placementId: string, reason: EndReason = 'CUSTOMER') {
    const { consumer_generation: consumerGeneration } = await world.placement(placementId);
    return world.engine.endPlacement({ placementId, consumerGeneration, reason }, SCHEDULER);
  }

  it('walks from SCHEDULED to RUNNING as the box says, with progress', async () => {
    const { deviceId, placementId } = await claimed();
    await world.report(deviceId, [{ placementId, state: 'PULLING', pullProgressPct: 10 }]);
    await world.report(deviceId, [{ placementId, state: 'PULLING', pullProgressPct: 60 }]);
    expect(await world.placement(placementId)).toMatchObject({ state: 'PULLING', pull_progress_pct: 60 });
    await world.report(deviceId, [{ placementId, state: 'STARTING' }]);
    await world.report(deviceId, [{ placementId, state: 'RUNNING' }]);
    expect(await world.history(placementId)).toEqual([
      '>REQUESTED',
      'REQUESTED>SCHEDULED',
      'SCHEDULED>PULLING',
      'PULLING>STARTING',
      'STARTING>RUNNING',
    ]);
  });

  it('shows each step when a report is several ahead', async () => {
    const { deviceId, placementId } = await claimed();
    await world.report(deviceId, [{ placementId, state: 'RUNNING' }]);
    expect((await world.history(placementId)).slice(2)).toEqual([
      'SCHEDULED>PULLING',
      'PULLING>STARTING',
      'STARTING>RUNNING',
    ]);
  });

  it('ignores reports that are older than the newest', async () => {
    const { deviceId, placementId } = await claimed();
    const told = (state: string) => ({
      deviceId,
      placements: [{ placementId, state }],
      lastSeenAt: world.time.now.toISOString(),
    });
    await world.tell('devices', 'devices.device.reported', deviceId, told('RUNNING'), 5_000_000);
    await world.tell('devices', 'devices.device.reported', deviceId, told('PULLING'), 4_999_999);
    expect((await world.placement(placementId)).state).toBe('RUNNING');
  });

  it('lets a box that lost it pull it again, and releases one that failed', async () => {
    const { deviceId, placementId } = await claimed();
    await world.report(deviceId, [{ placementId, state: 'RUNNING' }]);
    await world.report(deviceId, []);
    expect((await world.placement(placementId)).state).toBe('PULLING');
    await world.report(deviceId, [{ placementId, state: 'FAILED', failure: 'no space left' }]);
    expect(await world.placement(placementId)).toMatchObject({
      state: 'FAILED',
      end_reason: 'ERROR',
      failure: 'no space left',
    });
    expect((await world.used(deviceId))['VCPU']).toBe(0);
    await world.checkBooks();
  });

  it('ends a placement its box never heard of at once', async () => {
    const { deviceId, placementId } = await claimed();
    expect(await end(placementId)).toEqual({ __typename: 'PlacementPayload', placementId });
    expect((await world.placement(placementId)).state).toBe('ENDED');
    expect((await world.used(deviceId))['VCPU']).toBe(0);
  });

  it('holds what is draining until the box says that it is gone', async () => {
    const { deviceId, placementId } = await claimed();
    await world.report(deviceId, [{ placementId, state: 'RUNNING' }]);
    await end(placementId);
    await world.report(deviceId, [{ placementId, state: 'RUNNING' }]);
    expect((await world.placement(placementId)).state).toBe('DRAINING');
    expect((await world.used(deviceId))['VCPU']).toBe(1);
    await world.report(deviceId, [{ placementId, state: 'STOPPED' }]);
    expect((await world.placement(placementId)).state).toBe('ENDED');
    expect((await world.used(deviceId))['VCPU']).toBe(0);
    await world.checkBooks();
  });

  it('finishes draining after thirty seconds, or at once on a box that cannot be reached', async () => {
    const { deviceId, placementId } = await claimed();
    await world.report(deviceId, [{ placementId, state: 'RUNNING' }]);
    await end(placementId, 'OPERATOR');
    world.pass(29);
    await finishDraining(world.dependencies, 30);
    expect((await world.placement(placementId)).state).toBe('DRAINING');
    world.pass(2);
    await finishDraining(world.dependencies, 30);
    expect(await world.placement(placementId)).toMatchObject({ state: 'EVICTED', end_reason: 'OPERATOR' });
    const dark = await claimed();
    await world.report(dark.deviceId, [{ placementId: dark.placementId, state: 'RUNNING' }]);
    await world.reachability(dark.deviceId, 'OFFLINE');
    await end(dark.placementId);
    expect((await world.placement(dark.placementId)).state).toBe('ENDED');
    await world.checkBooks();
  });

  it('refuses to end what has ended, with an old generation, or what does not exist', async () => {
    const { placementId } = await claimed();
    const call = { placementId, consumerGeneration: 9, reason: 'CUSTOMER' as const };
    expect(await world.engine.endPlacement(call, SCHEDULER)).toMatchObject({
      __typename: 'ConsumerGenerationConflict',
      currentGeneration: 1,
    });
    await end(placementId);
    expect(await end(placementId)).toMatchObject({
      __typename: 'IllegalPlacementTransition',
      from: 'ENDED',
      to: 'ENDED',
    });
    for (const unknown of ['none', '\0', 'x'.repeat(9_999)]) {
      const answer = await world.engine.endPlacement({ ...call, placementId: unknown }, SCHEDULER);
      expect(answer).toMatchObject({ __typename: 'PlacementNotFound', placementId: unknown });
    }
  });

  it('evicts what a retired box holds, and moves what a swapped one held as far as it fits', async () => {
    const old = await world.device('old', { vcpu: 4 });
    const small = await world.device('new', { vcpu: 1, lifecycle: 'INVENTORY', subscriberId: null });
    const calls = [];
    for (let index = 0; index < 2; index += 1) {
      world.pass(1);
      const call = await world.claimCall({ deviceId: old });
      await world.engine.claim(call, SCHEDULER);
      calls.push(call.placementId);
    }
    await world.tell('devices', 'devices.device.swapped', old, { fromDeviceId: old, toDeviceId: small });
    await world.device(old, { vcpu: 4, lifecycle: 'RETIRED' });
    await world.device(small, { vcpu: 1 });
    expect(await world.placement(calls[0] ?? '')).toMatchObject({ state: 'SCHEDULED', device_id: small });
    expect(await world.placement(calls[1] ?? '')).toMatchObject({
      state: 'EVICTED',
      end_reason: 'DEVICE_RETIRED',
    });
    expect(await reasonOf(calls[1] ?? '')).toBe(
      'its box was swapped for new, which cannot take it: Cannot claim VCPU 1: 0 is free.',
    );
    await world.device(small, { vcpu: 1, lifecycle: 'RETIRED' });
    expect((await world.placement(calls[0] ?? '')).state).toBe('EVICTED');
    expect(await world.used(small)).toEqual({ VCPU: 0, MEMORY_MB: 0, DISK_GB: 0 });
    await world.checkBooks();
  });

  it('says what spoke against the new box of a swap, whatever it was', async () => {
    const swaps: [object, object | null, string][] = [
      [{}, { arch: 'MIPS' }, 'The image is made for AARCH64, the box is MIPS.'],
      [
        { minDownlinkKbps: 9 },
        { downlinkKbps: 8 },
        'The image needs a line of at least 9 kbit/s, the box has 8 kbit/s.',
      ],
      [{}, null, 'nothing is known of that box.'],
    ];
    for (const [index, [image, box, reason]] of swaps.entries()) {
      const imageId = await world.image(`swap-image-${index}`, image);
      const from = await world.device(`swap-from-${index}`);
      const to = `swap-to-${index}`;
      if (box !== null) await world.device(to, box);
      const call = await world.claimCall({ deviceId: from, imageId });
      await world.engine.claim(call, SCHEDULER);
      await world.tell('devices', 'devices.device.swapped', from, { fromDeviceId: from, toDeviceId: to });
      expect((await world.placement(call.placementId)).state).toBe('EVICTED');
      expect(await reasonOf(call.placementId)).toBe(
        `its box was swapped for ${to}, which cannot take it: ${reason}`,
      );
    }
  });

  async function reasonOf(placementId: string): Promise<string | null | undefined> {
    const rows = await world.rows<{ reason: string | null }>(
      sql`SELECT reason FROM placement_transitions WHERE placement_id = ${placementId} ORDER BY id DESC LIMIT 1`,
    );
    return rows[0]?.reason;
  }

  it('writes only steps that the state machine has, whatever is reported and asked', async () => {
    const step = fc.constantFrom(
      'PULLING',
      'STARTING',
      'RUNNING',
      'FAILED',
      'STOPPED',
      'gone',
      'end',
      'OFFLINE',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        const { deviceId, placementId } = await claimed();
        for (const each of steps) {
          world.pass(60);
          if (each === 'end') await end(placementId);
          else if (each === 'OFFLINE') await world.reachability(deviceId, 'OFFLINE');
          else await world.report(deviceId, each === 'gone' ? [] : [{ placementId, state: each }]);
        }
        const history = (await world.history(placementId)).slice(1).map((text) => text.split('>'));
        // The database checks that these are states.
        for (const [from, to] of history) expect(isEdge(from as State, to as State)).toBe(true);
        history.slice(1).forEach(([from], index) => expect(from).toBe(history[index]?.[1]));
        await world.checkBooks();
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it('knows no way out of the final states', () => {
    for (const state of ['ENDED', 'FAILED', 'EVICTED'] as const)
      expect(pathBetween(state, 'RUNNING')).toBeNull();
    expect(pathBetween('LOST', 'EVICTED')).toEqual(['LOST', 'EVICTED']);
    expect(pathBetween('RUNNING', 'FAILED')).toEqual(['RUNNING', 'LOST', 'PULLING', 'FAILED']);
  });
});
