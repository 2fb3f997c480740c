import { request } from 'undici';
import {
  asFleet,
  beat,
  boxesOf,
  boxOf,
  type DevicesFixture,
  type HeartbeatBody,
  placementChanged,
} from './fixture';
import { sendBeats, type SeededBox, startDevices, statementsOf } from './fixture';

let room: DevicesFixture;
let boxes: SeededBox[];

beforeAll(async () => {
  room = await startDevices();
  await room.seed({ devices: 400 });
  await room.server.relay.drain();
  room.delivered.length = 0;
});

beforeEach(async () => {
  boxes = await boxesOf(room, 'ACTIVATED');
});

afterAll(async () => {
  await room.close();
});

function box(index: number): SeededBox {
  const found = boxes[index];
  if (found === undefined) throw new Error('not enough boxes');
  return found;
}

const at = ({ id, popId }: SeededBox): { deviceId: string; popId: string } => ({ deviceId: id, popId });

async function told(topic: string, key: string): Promise<Record<string, unknown>[]> {
  await room.server.relay.drain();
  return room.delivered
    .filter((event) => event.topic === topic && event.key === key)
    .map((event) => ({ version: event.version, ...event.payload }));
}

const running = (placementId: string): object => ({
  placementId,
  state: 'RUNNING',
  pullProgressPct: null,
  failure: null,
});

describe('POST /heartbeats', () => {
  it('takes good beats and says of each other one what is wrong with it', async () => {
    const retired = await boxOf(room, 'RETIRED');
    const stock = await boxOf(room, 'INVENTORY');
    const other = boxes.find((each) => each.popId !== box(0).popId);
    const beats = [
      beat(room, at(box(0))),
      beat(room, { ...at(box(0)), deviceId: 'dev-none' }),
      beat(room, at(retired)),
      beat(room, at(stock)),
      beat(room, { ...at(box(1)), popId: other?.popId === box(1).popId ? 'pop-none' : (other?.popId ?? '') }),
      beat(room, { ...at(box(2)), cpuPct: -1 }),
      beat(room, { ...at(box(2)), sampledAt: 'yesterday' }),
      beat(room, { ...at(box(2)), deviceId: 'a\u0000b' }),
      'not a beat',
      beat(room, at(box(3))),
    ];
    const { status, body } = await asFleet<HeartbeatBody>(room, '/heartbeats', { beats });
    expect(status).toBe(200);
    expect(body.accepted).toBe(2);
    expect(body.rejected.map(({ index, code }) => [index, code])).toEqual([
      [1, 'NOT_FOUND'],
      [2, 'CONFLICT'],
      [3, 'CONFLICT'],
      [4, 'CONFLICT'],
      [5, 'BAD_USER_INPUT'],
      [6, 'BAD_USER_INPUT'],
      [7, 'BAD_USER_INPUT'],
      [8, 'BAD_USER_INPUT'],
    ]);
    const answer = await room.query(`{ device(id: "${retired.id}") { reachability lastSeenAt } }`);
    expect(answer.data).toEqual({ device: { reachability: 'UNKNOWN', lastSeenAt: null } });
  });

  it('is for the fleet only, whole and unforged', async () => {
    expect((await asFleet(room, '/heartbeats', { beats: [] }, 'lastmile-gateway')).status).toBe(401);
    expect((await asFleet(room, '/heartbeats', { beats: [] }, 'lastmile-placements')).status).toBe(401);
    for (const headers of [{}, { 'x-lastmile-identity': 'a.b.c' }]) {
      const response = await request(`${room.server.url}/heartbeats`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"beats":[]}',
      });
      expect(response.statusCode).toBe(401);
      await response.body.dump();
    }
  });

  it.each([{}, { beats: 'x' }, { beats: Array.from({ length: 1001 }, () => ({})) }, []])(
    'refuses what is no delivery (%#)',
    async (message) => {
      expect((await asFleet(room, '/heartbeats', message)).status).toBe(400);
    },
  );

  it('writes nothing to the records for beats without news', async () => {
    const some = boxes.slice(10, 40);
    const quiet = some.map((each) => ({ ...at(each), softwareVersion: null }));
    await sendBeats(room, ...quiet);
    room.clock.advance(20);
    const statements = await statementsOf(room, () => sendBeats(room, ...quiet));
    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatch(/^\s*SELECT/);
  });

  it('tells a return once, with the moment it happened', async () => {
    await sendBeats(room, at(box(50)));
    await sendBeats(room, at(box(50)));
    expect(await told('devices.device.reachability', box(50).id)).toEqual([
      {
        version: room.clock.now.getTime(),
        deviceId: box(50).id,
        popId: box(50).popId,
        reachability: 'ONLINE',
        lastSeenAt: room.clock.now.toISOString(),
      },
    ]);
  });

  it('takes a sample from hours ago as what it is: the last word of a box that is dark', async () => {
    const sampledAt = new Date(room.clock.now.getTime() - 7_200_000).toISOString();
    await sendBeats(room, { ...at(box(51)), sampledAt });
    const answer = await room.query(
      `{ device(id: "${box(51).id}") { reachability lastSeenAt hot { cpuPct } } }`,
    );
    expect(answer.data).toEqual({ device: { reachability: 'OFFLINE', lastSeenAt: sampledAt, hot: null } });
    expect(await told('devices.device.reachability', box(51).id)).toMatchObject([
      { reachability: 'OFFLINE' },
    ]);
  });

  it('does not believe the clock of a box that runs ahead', async () => {
    const sampledAt = new Date(room.clock.now.getTime() + 3_600_000).toISOString();
    await sendBeats(room, { ...at(box(52)), sampledAt, placements: [] });
    const answer = await room.query(`{ device(id: "${box(52).id}") { lastSeenAt reported { reportedAt } } }`);
    const now = room.clock.now.toISOString();
    expect(answer.data).toEqual({ device: { lastSeenAt: now, reported: { reportedAt: now } } });
  });
});

describe('what a box shall run', () => {
  it('grows by one version per delivery and box, however many placements changed', async () => {
    const target = box(60);
    const read = `{ device(id: "${target.id}") { desired { version placementIds } driftVersions reported { version } version } }`;
    const before = await room.query<{ device: { desired: { version: number }; version: number } }>(read);
    const first = before.data.device.desired.version;
    await room.receive('placements', [
      placementChanged('p-2', target.id, 1),
      placementChanged('p-1', target.id, 1),
      placementChanged('p-1', target.id, 2, { state: 'PULLING' }),
    ]);
    const after = await room.query<{ device: object }>(read);
    expect(after.data.device).toMatchObject({
      desired: { version: first + 1, placementIds: ['p-1', 'p-2'] },
      driftVersions: 1,
      version: before.data.device.version,
    });
    await room.receive('placements', [
      placementChanged('p-1', target.id, 1, { desired: false, live: false }),
    ]);
    expect((await room.query<{ device: object }>(read)).data.device).toMatchObject({
      desired: { version: first + 1 },
    });
  });

  it('is told to a box that is behind, and no longer to one that has caught up', async () => {
    const target = box(61);
    await room.receive('placements', [placementChanged('p-61', target.id, 1, { sizeBytes: 8_000_000_000 })]);
    const behind = await sendBeats(room, at(target));
    expect(behind.body.desired).toMatchObject([
      {
        deviceId: target.id,
        version: 2,
        placements: [{ placementId: 'p-61', imageId: 'img-1', sizeBytes: 8_000_000_000, failing: false }],
      },
    ]);
    const caughtUp = await sendBeats(room, {
      ...at(target),
      appliedVersion: 2,
      placements: [running('p-61')],
    });
    expect(caughtUp.body.desired).toEqual([]);
  });

  it('is told again to a box that runs something else', async () => {
    const target = box(62);
    const answer = await sendBeats(room, { ...at(target), placements: [running('p-stray')] });
    expect(answer.body.desired).toMatchObject([{ deviceId: target.id, placements: [] }]);
  });

  it('moves with a placement: both boxes get a new list', async () => {
    await room.receive('placements', [placementChanged('p-move', box(63).id, 1)]);
    await room.receive('placements', [
      placementChanged('p-move', box(64).id, 2, { previousDeviceId: box(63).id }),
    ]);
    const answer = await room.query(
      `{ a: device(id: "${box(63).id}") { desired { version placementIds } } b: device(id: "${box(64).id}") { desired { placementIds } } }`,
    );
    expect(answer.data).toEqual({
      a: { desired: { version: 3, placementIds: [] } },
      b: { desired: { placementIds: ['p-move'] } },
    });
  });

  it('keeps a box converged that never sent its list when placements knows what it runs', async () => {
    const target = box(65);
    await room.receive('placements', [placementChanged('p-old', target.id, 9, { state: 'RUNNING' })]);
    const answer = await room.query(
      `{ device(id: "${target.id}") { driftVersions desired { version } reported { version placementIds } } }`,
    );
    expect(answer.data).toEqual({
      device: {
        driftVersions: 0,
        desired: { version: 2 },
        reported: { version: 2, placementIds: ['p-old'] },
      },
    });
  });
});

describe('what a box reports', () => {
  it('is told in full and only when it changes', async () => {
    const target = box(70);
    const report = { ...at(target), appliedVersion: 1, placements: [running('p-70')] };
    await sendBeats(room, report);
    room.clock.advance(5);
    await sendBeats(room, report);
    room.clock.advance(5);
    await sendBeats(room, {
      ...report,
      placements: [{ ...running('p-70'), state: 'FAILED', failure: 'oom' }],
    });
    expect(await told('devices.device.reported', target.id)).toMatchObject([
      { deviceId: target.id, appliedVersion: 1, placements: [{ placementId: 'p-70', state: 'RUNNING' }] },
      { version: room.clock.now.getTime(), placements: [{ state: 'FAILED', failure: 'oom' }] },
    ]);
  });

  it('is not undone by a report that comes late', async () => {
    const target = box(71);
    const late = new Date(room.clock.now.getTime() - 60_000).toISOString();
    await sendBeats(room, { ...at(target), placements: [running('p-new')] });
    await sendBeats(room, { ...at(target), sampledAt: late, placements: [running('p-late')] });
    const answer = await room.query(`{ device(id: "${target.id}") { reported { placementIds } } }`);
    expect(answer.data).toEqual({ device: { reported: { placementIds: ['p-new'] } } });
  });

  it('is told again when a box returns from the dark with the same hash', async () => {
    const target = box(72);
    const beatOf = { ...at(target), runningHash: 'feed01' };
    await sendBeats(room, { ...beatOf, placements: [running('p-72')] });
    room.clock.advance(1200);
    await sendBeats(room, beatOf);
    const reports = await told('devices.device.reported', target.id);
    expect(reports).toHaveLength(2);
    expect(reports[1]).toMatchObject({
      version: room.clock.now.getTime(),
      placements: [{ placementId: 'p-72' }],
    });
  });

  it('keeps the newest of several beats of one box in a delivery', async () => {
    const target = box(73);
    const early = new Date(room.clock.now.getTime() - 9_000).toISOString();
    await sendBeats(
      room,
      { ...at(target), cpuPct: 40, placements: [running('p-73')] },
      { ...at(target), cpuPct: 20, sampledAt: early, placements: [] },
    );
    const answer = await room.query(
      `{ device(id: "${target.id}") { hot { cpuPct } reported { placementIds } } }`,
    );
    expect(answer.data).toEqual({ device: { hot: { cpuPct: 40 }, reported: { placementIds: ['p-73'] } } });
  });
});
