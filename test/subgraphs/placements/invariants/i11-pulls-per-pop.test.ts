import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { loseSilent } from '../../../../subgraphs/placements/jobs/lose-silent';
import { placementSettings } from '../../../../subgraphs/placements/jobs/settings';
import { tellWaiting } from '../../../../subgraphs/placements/jobs/tell-waiting';
import { createWorld, SCHEDULER, type World } from '../engine-world';

const CAP = 3;

describe('I11: so many boxes of a PoP pull at once, and no more', () => {
  let world: World;
  beforeEach(async () => {
    heard.clear();
    world = await createWorld({ poolSize: 12, settings: { PLACEMENTS_PULLS_PER_POP: String(CAP) } });
  });
  afterEach(() => world.close());

  async function box(popId = 'pop-1'): Promise<string> {
    const deviceId = await world.device(randomUUID(), { popId });
    await world.reachability(deviceId, 'ONLINE');
    return deviceId;
  }

  async function claim(deviceId: string): Promise<string> {
    const call = { subscriberId: 'sub-1', imageId: 'img-1', deviceId, idempotencyKey: randomUUID() };
    const answer = await world.engine.place(call, SCHEDULER);
    if (answer.__typename !== 'PlacementPayload') throw new Error(answer.__typename);
    return answer.placementId;
  }

  /** Placements of the box that it is told to run, as devices last heard. */
  const heard = new Map<string, { deviceId: string; desired: boolean; state: string; live: boolean }>();
  async function listen(): Promise<void> {
    for (const event of (await world.announced()).values()) {
      // Announced by this room as this shape.
      const payload = event.payload as { deviceId: string; desired: boolean; state: string; live: boolean };
      if (event.topic === 'placements.placement.changed') heard.set(event.key, payload);
    }
  }

  /** Boxes that were told to run something whose image they have not reported yet. */
  async function pulling(): Promise<number> {
    await listen();
    const told = [...heard.values()].filter(
      ({ desired, state }) => desired && (state === 'SCHEDULED' || state === 'PULLING'),
    );
    return new Set(told.map(({ deviceId }) => deviceId)).size;
  }

  async function reasonOf(placementId: string): Promise<string | null> {
    const rows = await world.rows<{ reason: string | null }>(
      sql`SELECT reason FROM placement_transitions WHERE placement_id = ${placementId} ORDER BY id DESC LIMIT 1`,
    );
    return rows[0]?.reason ?? null;
  }

  const WAITS = 'waits for its turn to pull: at most 3 boxes of pop-1 pull at once';

  it('holds what comes after the cap, says so, and tells it when a pull has ended', async () => {
    const boxes = await Promise.all(Array.from({ length: 5 }, () => box()));
    const ids: string[] = [];
    for (const deviceId of boxes) {
      ids.push(await claim(deviceId));
      world.pass(1);
    }
    const [first = '', , , fourth = '', fifth = ''] = ids;
    expect(await pulling()).toBe(CAP);
    expect(heard.get(fourth)).toMatchObject({ state: 'SCHEDULED', live: true, desired: false });
    expect(await reasonOf(first)).toBeNull();
    expect(await reasonOf(fourth)).toBe(WAITS);
    await world.report(boxes[0] ?? '', [{ placementId: first, state: 'PULLING' }]);
    expect(await tellWaiting(world.dependencies)).toBe(0);
    await world.report(boxes[0] ?? '', [{ placementId: first, state: 'STARTING' }]);
    expect(await tellWaiting(world.dependencies)).toBe(1);
    expect(await pulling()).toBe(CAP);
    expect(heard.get(fourth)?.desired).toBe(true);
    expect(heard.get(fifth)?.desired).toBe(false);
    await world.checkBooks();
  });

  it('counts boxes, not placements, and each PoP for itself', async () => {
    const own = await Promise.all(Array.from({ length: CAP }, () => box()));
    for (const deviceId of [...own, ...own]) await claim(deviceId);
    expect(await pulling()).toBe(CAP);
    expect([...heard.values()].every(({ desired }) => desired)).toBe(true);
    await claim(await box('pop-2'));
    await claim(await box());
    expect(await pulling()).toBe(CAP + 1);
  });

  it('does not let a box pull before its turn, whatever it reports, but believes that it runs', async () => {
    for (let index = 0; index < CAP; index += 1) await claim(await box());
    const deviceId = await box();
    const placementId = await claim(deviceId);
    await world.report(deviceId, [{ placementId, state: 'PULLING' }]);
    expect((await world.placement(placementId)).state).toBe('SCHEDULED');
    await world.report(deviceId, [{ placementId, state: 'RUNNING' }]);
    expect((await world.placement(placementId)).state).toBe('RUNNING');
    await listen();
    expect(heard.get(placementId)?.desired).toBe(true);
    await world.checkBooks();
  });

  it('loses nothing when a box goes dark while it pulls: its turn goes on, its claim stays, it queues when it is back', async () => {
    const dark = await box();
    const placementId = await claim(dark);
    await world.report(dark, [{ placementId, state: 'PULLING' }]);
    const others = [await claim(await box()), await claim(await box())];
    const waiting = await claim(await box());
    await world.reachability(dark, 'OFFLINE');
    await tellWaiting(world.dependencies);
    // It may come back any moment and pull on.
    expect(heard.get(waiting)?.desired ?? false).toBe(false);
    world.pass(601);
    await loseSilent(world.dependencies, 600);
    expect((await world.placement(placementId)).state).toBe('LOST');
    await tellWaiting(world.dependencies);
    expect(await pulling()).toBe(CAP);
    expect(heard.get(waiting)?.desired).toBe(true);
    expect((await world.used(dark))['VCPU']).toBe(1);
    await world.reachability(dark, 'ONLINE');
    await world.report(dark, [{ placementId, state: 'PULLING' }]);
    expect(await pulling()).toBe(CAP);
    expect((await world.placement(placementId)).state).toBe('PULLING');
    expect(await reasonOf(placementId)).toBe(`the box reports PULLING; ${WAITS}`);
    const { device_id: ending = '' } = await world.placement(others[0] ?? '');
    await world.report(ending, [{ placementId: others[0] ?? '', state: 'RUNNING' }]);
    await tellWaiting(world.dependencies);
    expect(await pulling()).toBe(CAP);
    expect(heard.get(placementId)?.desired).toBe(true);
    await world.report(dark, [{ placementId, state: 'RUNNING' }]);
    expect((await world.placement(placementId)).state).toBe('RUNNING');
    await world.checkBooks();
  });

  it('takes the turn back from boxes that do not listen, when others wait for it', async () => {
    const deaf: string[] = [];
    for (let index = 0; index < CAP; index += 1) deaf.push(await claim(await box()));
    world.pass(600);
    await tellWaiting(world.dependencies);
    expect(await pulling()).toBe(CAP);
    const listening = await box();
    const placementId = await claim(listening);
    world.pass(1);
    await tellWaiting(world.dependencies);
    expect(await pulling()).toBe(CAP);
    expect(heard.get(placementId)?.desired).toBe(true);
    expect(deaf.filter((id) => heard.get(id)?.desired)).toHaveLength(CAP - 1);
    await world.report(listening, [{ placementId, state: 'RUNNING' }]);
    await tellWaiting(world.dependencies);
    expect(await pulling()).toBe(CAP);
    expect(deaf.filter((id) => heard.get(id)?.desired)).toHaveLength(CAP);
    await world.checkBooks();
  });

  it('keeps to the cap while hundreds claim at once', async () => {
    const boxes = await Promise.all(Array.from({ length: 40 }, () => box()));
    await Promise.all(boxes.map((deviceId) => claim(deviceId)));
    expect(await pulling()).toBe(CAP);
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(boxes.map((deviceId) => finishPull(deviceId)));
      await Promise.all([tellWaiting(world.dependencies), tellWaiting(world.dependencies)]);
      expect(await pulling()).toBeLessThanOrEqual(CAP);
    }
    const running = await world.rows<{ n: number }>(
      sql`SELECT count(*)::integer AS n FROM placements WHERE state = 'RUNNING'`,
    );
    expect(running[0]?.n).toBe(40);
    await world.checkBooks();
  }, 60_000);

  async function finishPull(deviceId: string): Promise<void> {
    const told = [...heard].filter(([, each]) => each.deviceId === deviceId && each.desired);
    if (told.length === 0) return;
    await world.report(
      deviceId,
      told.map(([placementId]) => ({ placementId, state: 'RUNNING' })),
    );
  }

  it('keeps to the cap whatever boxes report, operators move and silence takes, and everything runs in the end', async () => {
    const boxes = await Promise.all(Array.from({ length: 8 }, (_, index) => box(`pop-${index % 2}`)));
    const pick = fc.nat({ max: boxes.length - 1 });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('claim' as const), at: pick }),
      fc.record({
        kind: fc.constantFrom('PULLING' as const, 'STARTING' as const, 'RUNNING' as const, 'gone' as const),
        at: pick,
      }),
      fc.record({ kind: fc.constantFrom('dark' as const, 'back' as const, 'wait' as const), at: pick }),
      fc.record({ kind: fc.constant('move' as const), at: pick }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
        for (const { kind, at } of steps) {
          await act(kind, boxes[at] ?? '', boxes);
          await listen();
          for (const popId of ['pop-0', 'pop-1']) expect(await told(popId)).toBeLessThanOrEqual(CAP);
        }
        await world.checkBooks();
      }),
      { numRuns: 8 },
    );
    for (const deviceId of boxes) await world.reachability(deviceId, 'ONLINE');
    for (let round = 0; round < 30; round += 1) {
      world.pass(130);
      await tellWaiting(world.dependencies);
      await listen();
      for (const deviceId of boxes) await finishPull(deviceId);
    }
    const idle = await world.rows<{ n: number }>(sql`
      SELECT count(*)::integer AS n FROM placements WHERE state NOT IN ('RUNNING', 'ENDED', 'EVICTED', 'FAILED')`);
    expect(idle[0]?.n).toBe(0);
  }, 120_000);

  async function act(kind: string, deviceId: string, boxes: readonly string[]): Promise<void> {
    world.pass(7);
    const held = await world.rows<{ id: string; consumer_generation: number }>(sql`
      SELECT id, consumer_generation FROM placements
      WHERE device_id = ${deviceId} AND state IN ('SCHEDULED', 'PULLING', 'STARTING', 'RUNNING', 'LOST')`);
    switch (kind) {
      case 'claim':
        // What is refused (a full box, a dark one) changes nothing.
        await world.engine.claim(await world.claimCall({ deviceId }), SCHEDULER);
        break;
      case 'dark':
        await world.reachability(deviceId, 'OFFLINE');
        break;
      case 'back':
        await world.reachability(deviceId, 'ONLINE');
        break;
      case 'wait':
        world.pass(700);
        await loseSilent(world.dependencies, 600);
        await tellWaiting(world.dependencies);
        break;
      case 'move': {
        const [first] = held;
        const toDeviceId = boxes.find((each) => each !== deviceId) ?? '';
        if (first === undefined) break;
        const { id: placementId, consumer_generation: consumerGeneration } = first;
        await world.engine.movePlacement({ placementId, consumerGeneration, toDeviceId }, SCHEDULER);
        break;
      }
      default:
        await world.report(
          deviceId,
          kind === 'gone' ? [] : held.map(({ id }) => ({ placementId: id, state: kind })),
        );
    }
  }

  async function told(popId: string): Promise<number> {
    const devices = [...heard.values()].filter(
      ({ desired, state }) => desired && (state === 'SCHEDULED' || state === 'PULLING'),
    );
    const rows = await world.rows<{ device_id: string }>(
      sql`SELECT device_id FROM providers WHERE pop_id = ${popId}`,
    );
    const own = new Set(rows.map((row) => row.device_id));
    return new Set(devices.map(({ deviceId }) => deviceId).filter((id) => own.has(id))).size;
  }

  it('reads the cap from the environment, 200 unless it says otherwise', () => {
    expect(placementSettings({}).pullsPerPop).toBe(200);
    expect(placementSettings({ PLACEMENTS_PULLS_PER_POP: '7' }).pullsPerPop).toBe(7);
    expect(() => placementSettings({ PLACEMENTS_PULLS_PER_POP: '1.5' })).toThrow(
      'PLACEMENTS_PULLS_PER_POP: expected a whole number above 0, got "1.5"',
    );
  });
});
