import { setTimeout as sleep } from 'node:timers/promises';
import { callerWith, ANONYMOUS, partnerOf } from '../../kit/room';
import { boxesOf, boxOf, type DevicesFixture, placementChanged, sendBeats, startDevices } from './fixture';

let room: DevicesFixture;

beforeAll(async () => {
  room = await startDevices();
  await room.seed({ devices: 2000 });
  await room.server.relay.drain();
});

afterAll(async () => {
  await room.close();
});

interface Result {
  readonly __typename: string;
  readonly device?: { id: string; lifecycle: string; version: number; subscriber: { id: string } | null };
  readonly currentVersion?: number;
  readonly from?: string;
  readonly to?: string;
  readonly placementIds?: readonly string[];
}

const RESULT = `__typename
  ... on DevicePayload { device { id lifecycle version subscriber { id } pop { id } accessLine { technology downlinkKbps } activatedAt } }
  ... on DeviceNotFound { message deviceId } ... on DeviceVersionConflict { message currentVersion }
  ... on IllegalDeviceTransition { message from to }`;

async function mutate(call: string): Promise<Result> {
  const answer = await room.query<{ result: Result }>(`mutation { result: ${call} }`);
  expect(answer.errors).toEqual([]);
  return answer.data.result;
}

const activate = (id: string, version: number, subscriber = 'sub-000001'): Promise<Result> =>
  mutate(
    `activateDevice(deviceId: "${id}", subscriberId: "${subscriber}", ifVersion: ${version}) { ${RESULT} }`,
  );
const quarantine = (id: string, version: number): Promise<Result> =>
  mutate(`quarantineDevice(deviceId: "${id}", reason: "cloned", ifVersion: ${version}) { ${RESULT} }`);
const swap = (from: string, to: string, version: number): Promise<Result> =>
  mutate(`swapDevice(fromDeviceId: "${from}", toDeviceId: "${to}", ifVersion: ${version}) { ${RESULT} }`);
const retire = (id: string, version: number, evict = false): Promise<Result> =>
  mutate(
    `retireDevice(deviceId: "${id}", ifVersion: ${version}, evict: ${evict}) { ${RESULT} ... on DeviceHasPlacements { placementIds } }`,
  );

async function countedAndReal(): Promise<[unknown, unknown]> {
  const { pool } = room.server.database;
  const counted = await pool.query(
    'SELECT pop_id, lifecycle, boxes FROM pop_device_counts WHERE boxes <> 0 ORDER BY 1, 2',
  );
  const real = await pool.query(
    'SELECT pop_id, lifecycle, count(*)::int AS boxes FROM devices GROUP BY 1, 2 ORDER BY 1, 2',
  );
  return [counted.rows, real.rows];
}

describe('activateDevice', () => {
  it.each(['INVENTORY', 'SHIPPED'])(
    'puts a box that is %s into service and gives it a line',
    async (stage) => {
      const box = await boxOf(room, stage);
      expect(await activate(box.id, box.version, 'sub-000042')).toMatchObject({
        device: {
          id: box.id,
          lifecycle: 'ACTIVATED',
          version: box.version + 1,
          subscriber: { id: 'sub-000042' },
          accessLine: { technology: expect.any(String), downlinkKbps: expect.any(Number) },
          activatedAt: room.clock.now.toISOString(),
        },
      });
      const told = room.delivered.filter((event) => event.key === box.id).at(-1);
      expect(told).toMatchObject({
        topic: 'devices.device.changed',
        version: box.version + 1,
        consumer: 'placements',
        payload: { lifecycle: 'ACTIVATED', subscriberId: 'sub-000042' },
      });
    },
  );

  it.each(['SUSPENDED', 'QUARANTINED'])('brings a box that is %s back', async (stage) => {
    const box = await boxOf(room, stage);
    expect(await activate(box.id, box.version, box.subscriberId ?? '')).toMatchObject({
      device: { lifecycle: 'ACTIVATED' },
    });
  });

  it.each(['ACTIVATED', 'RETIRED'])('refuses a box that is %s', async (stage) => {
    const box = await boxOf(room, stage);
    expect(await activate(box.id, box.version)).toMatchObject({
      __typename: 'IllegalDeviceTransition',
      from: stage,
      to: 'ACTIVATED',
    });
  });

  it('says that a box is unknown before it says anything of versions, and versions before stages', async () => {
    const retired = await boxOf(room, 'RETIRED');
    expect(await activate('no\\u0000box', 1)).toMatchObject({ __typename: 'DeviceNotFound' });
    expect(await activate('dev-none', 1)).toMatchObject({ __typename: 'DeviceNotFound' });
    expect(await activate(retired.id, retired.version + 1)).toMatchObject({
      __typename: 'DeviceVersionConflict',
      currentVersion: retired.version,
    });
  });

  it.each(['', 'a\\u0000b', 'x'.repeat(201), 'sub-none', '😀'])(
    'does not know the subscriber %j',
    async (subscriber) => {
      const box = await boxOf(room, 'INVENTORY');
      const answer = await room.query(
        `mutation { activateDevice(deviceId: "${box.id}", subscriberId: "${subscriber}", ifVersion: ${box.version}) { __typename } }`,
      );
      expect(answer.codes).toEqual(['NOT_FOUND']);
      expect(await boxOf(room, 'INVENTORY')).toEqual(box);
    },
  );

  it('lets exactly one of many callers with the same version win', async () => {
    const box = await boxOf(room, 'SHIPPED');
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) => activate(box.id, box.version, `sub-00001${index}`)),
    );
    const names = results.map((result) => result.__typename);
    expect(names.filter((name) => name === 'DevicePayload')).toHaveLength(1);
    expect(names.filter((name) => name === 'DeviceVersionConflict')).toHaveLength(11);
  });

  it('does not hand a box with placements to somebody else', async () => {
    const box = (await boxesOf(room, 'SUSPENDED'))[1] ?? (await boxOf(room, 'SUSPENDED'));
    await room.receive('placements', [
      placementChanged('p-kept', box.id, 1, { subscriberId: box.subscriberId }),
    ]);
    const answer = await room.query(
      `mutation { activateDevice(deviceId: "${box.id}", subscriberId: "sub-other", ifVersion: ${box.version}) { __typename } }`,
    );
    expect(answer.codes).toEqual(['CONFLICT']);
    // The seed has few such boxes, and other tests want one that is free.
    await room.receive('placements', [
      placementChanged('p-kept', box.id, 2, { state: 'ENDED', live: false, desired: false }),
    ]);
  });
});

describe('quarantineDevice', () => {
  it.each(['ACTIVATED', 'SUSPENDED'])(
    'locks a box that is %s and forgets that it was alive',
    async (stage) => {
      const box = await boxOf(room, stage);
      await sendBeats(room, { deviceId: box.id, popId: box.popId });
      expect(await quarantine(box.id, box.version)).toMatchObject({ device: { lifecycle: 'QUARANTINED' } });
      const answer = await room.query(
        `{ device(id: "${box.id}") { administrativeState reachability lastSeenAt hot { cpuPct } } }`,
      );
      expect(answer.data).toEqual({
        device: { administrativeState: 'LOCKED', reachability: 'UNKNOWN', lastSeenAt: null, hot: null },
      });
    },
  );

  it.each(['INVENTORY', 'SHIPPED', 'QUARANTINED', 'RETIRED'])('refuses a box that is %s', async (stage) => {
    const box = await boxOf(room, stage);
    expect(await quarantine(box.id, box.version)).toMatchObject({ from: stage, to: 'QUARANTINED' });
  });

  it('needs a reason', async () => {
    const box = await boxOf(room, 'ACTIVATED');
    for (const reason of ['', '  ', 'a\\u0000', 'x'.repeat(501)]) {
      const answer = await room.query(
        `mutation { quarantineDevice(deviceId: "${box.id}", reason: "${reason}", ifVersion: ${box.version}) { __typename } }`,
      );
      expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    }
  });
});

describe('retireDevice', () => {
  it.each(['INVENTORY', 'SHIPPED', 'ACTIVATED', 'SUSPENDED', 'QUARANTINED'])(
    'takes a box that is %s out of the world',
    async (stage) => {
      const box = await boxOf(room, stage, 'flapping').catch(() => boxOf(room, stage));
      expect(await retire(box.id, box.version)).toMatchObject({ device: { lifecycle: 'RETIRED' } });
      expect(await retire(box.id, box.version + 1)).toMatchObject({ from: 'RETIRED', to: 'RETIRED' });
    },
  );

  it('refuses a box with placements unless they are evicted', async () => {
    const [, , box] = await boxesOf(room, 'ACTIVATED');
    if (box === undefined) throw new Error('no box');
    await room.receive('placements', [
      placementChanged('p-b', box.id, 1),
      placementChanged('p-a', box.id, 1, { state: 'DRAINING', desired: false }),
      placementChanged('p-gone', box.id, 1, { state: 'ENDED', live: false, desired: false }),
    ]);
    expect(await retire(box.id, box.version)).toEqual({
      __typename: 'DeviceHasPlacements',
      placementIds: ['p-a', 'p-b'],
    });
    expect(await retire(box.id, box.version, true)).toMatchObject({ device: { lifecycle: 'RETIRED' } });
  });
});

describe('what a change makes of the placements', () => {
  it.each([
    ['is in the answer of an eviction', false],
    ['is in the answer of a swap', true],
  ])('%s', async (_, isSwap) => {
    let retiring = '';
    let answered = Promise.resolve();
    const alone = await startDevices({
      deliver: (_consumer, events) => {
        // As the placements room does: it answers with an event of its own, after it has taken these.
        if (events.some(({ key, payload }) => key === retiring && payload['lifecycle'] === 'RETIRED')) {
          answered = sleep(60).then(() => alone.receive('placements', [released]));
        }
        return Promise.resolve();
      },
    });
    await alone.seed({ devices: 200 });
    const box = await boxOf(alone, 'ACTIVATED');
    const fresh = await boxOf(alone, 'INVENTORY');
    await alone.receive('placements', [placementChanged('p-1', box.id, 1)]);
    retiring = box.id;
    const released = isSwap
      ? placementChanged('p-1', fresh.id, 2, { previousDeviceId: box.id })
      : placementChanged('p-1', box.id, 2, { state: 'EVICTED', live: false, desired: false });
    const change = isSwap
      ? `swapDevice(fromDeviceId: "${box.id}", toDeviceId: "${fresh.id}", ifVersion: ${box.version})`
      : `retireDevice(deviceId: "${box.id}", ifVersion: ${box.version}, evict: true)`;
    const answer = await alone.query<{ changed: object }>(
      `mutation { changed: ${change} { ... on DevicePayload { device { desired { placementIds } } } } }`,
    );
    await answered;
    await alone.close();
    expect(answer.data.changed).toEqual({ device: { desired: { placementIds: isSwap ? ['p-1'] : [] } } });
  });
});

describe('swapDevice', () => {
  it('retires the old box and puts the new one in its place', async () => {
    const old = await boxOf(room, 'ACTIVATED', 'stuck');
    const [fresh] = (await boxesOf(room, 'INVENTORY')).filter((box) => box.popId !== old.popId);
    if (fresh === undefined) throw new Error('no box');
    expect(await swap(old.id, fresh.id, old.version)).toMatchObject({
      device: {
        id: fresh.id,
        lifecycle: 'ACTIVATED',
        subscriber: { id: old.subscriberId },
        pop: { id: old.popId },
      },
    });
    const keys = [old.id, fresh.id];
    const told = room.delivered.filter((event) => keys.includes(event.key)).slice(-3);
    expect(told.map((event) => [event.topic, event.key])).toEqual([
      ['devices.device.changed', fresh.id],
      ['devices.device.swapped', old.id],
      ['devices.device.changed', old.id],
    ]);
    expect(await retire(old.id, old.version + 1)).toMatchObject({ from: 'RETIRED' });
  });

  it('refuses what is not ACTIVATED, what is in use already, and itself', async () => {
    const [first, second] = await boxesOf(room, 'ACTIVATED');
    const shelf = await boxOf(room, 'INVENTORY');
    if (!first || !second) throw new Error('no boxes');
    expect(await swap(first.id, second.id, first.version)).toMatchObject({
      from: 'ACTIVATED',
      to: 'ACTIVATED',
    });
    expect(await swap(first.id, first.id, first.version)).toMatchObject({
      from: 'ACTIVATED',
      to: 'ACTIVATED',
    });
    expect(await swap(shelf.id, first.id, shelf.version)).toMatchObject({ from: 'INVENTORY', to: 'RETIRED' });
    expect(await swap(first.id, 'none', first.version)).toMatchObject({ deviceId: 'none' });
    expect(await swap('none', shelf.id, 1)).toMatchObject({ deviceId: 'none' });
    expect(await swap(first.id, shelf.id, first.version + 7)).toMatchObject({
      currentVersion: first.version,
    });
  });

  it('gives one new box to one of two homes that want it', async () => {
    const [, , , a, b] = await boxesOf(room, 'ACTIVATED');
    const shelf = await boxOf(room, 'INVENTORY');
    if (!a || !b) throw new Error('no boxes');
    const results = await Promise.all([swap(a.id, shelf.id, a.version), swap(b.id, shelf.id, b.version)]);
    expect(results.map((result) => result.__typename).sort()).toEqual([
      'DevicePayload',
      'IllegalDeviceTransition',
    ]);
  });
});

describe('every mutation', () => {
  it('needs the scope, and anonymous callers see nothing', async () => {
    const box = await boxOf(room, 'INVENTORY');
    const call = `mutation { retireDevice(deviceId: "${box.id}", ifVersion: 1) { __typename } }`;
    expect((await room.query(call, {}, callerWith('placements:admin'))).codes).toEqual(['FORBIDDEN']);
    expect((await room.query(call, {}, partnerOf('pub-hearth'))).codes).toEqual(['FORBIDDEN']);
    expect((await room.query('{ regions { id } }', {}, ANONYMOUS)).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('leaves the counters of the PoPs true', async () => {
    const [counted, real] = await countedAndReal();
    expect(counted).toEqual(real);
  });
});
