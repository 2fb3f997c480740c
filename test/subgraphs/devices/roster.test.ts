import { waitUntil } from '../../../cli/process/wait-until';
import { asFleet, boxesOf, boxOf, type DevicesFixture, placementChanged, startDevices } from './fixture';

let room: DevicesFixture;

beforeAll(async () => {
  room = await startDevices();
  await room.seed({ devices: 120 });
});

afterAll(async () => {
  await room.close();
});

interface RosterBox {
  readonly deviceId: string;
  readonly lifecycle: string;
  readonly rosterVersion: number;
  readonly desired: { version: number; placements: readonly { placementId: string }[] };
  readonly reported: { version: number; at: string; placements: readonly object[] } | null;
}

interface Roster {
  readonly boxes: readonly RosterBox[];
  readonly next: string | null;
  readonly cursor: string;
}

async function page(after: string | null, limit = 1000): Promise<Roster> {
  const query = new URLSearchParams({ limit: String(limit), ...(after !== null && { after }) });
  const { status, body } = await asFleet<Roster>(room, `/fleet/roster?${query.toString()}`);
  expect(status).toBe(200);
  return body;
}

async function walk(after: string | null, limit: number): Promise<{ boxes: RosterBox[]; cursor: string }> {
  const boxes: RosterBox[] = [];
  for (let position = after; ;) {
    const { boxes: found, next, cursor } = await page(position, limit);
    boxes.push(...found);
    if (next === null) return { boxes, cursor };
    position = next;
  }
}

async function retire(id: string, version: number): Promise<void> {
  await room.query(
    `mutation { retireDevice(deviceId: "${id}", ifVersion: ${version}, evict: true) { __typename } }`,
  );
}

/**
 * A cursor after which nothing is told. Changes are told again until every transaction that ran beside them has ended, those
 * of other tests on the same server included.
 */
async function settledCursor(): Promise<string> {
  let cursor = (await walk(null, 1000)).cursor;
  const isSettled = async (): Promise<boolean> => {
    const again = await walk(cursor, 1000);
    cursor = again.cursor;
    return again.boxes.length === 0;
  };
  expect(await waitUntil(isSettled, { timeoutMs: 20_000, everyMs: 50 })).toBe(true);
  return cursor;
}

describe('GET /fleet/roster', () => {
  it.each([1, 13, 1000])('tells every box in service once, in pages of %i', async (limit) => {
    const { boxes } = await walk(null, limit);
    const expected = [...(await boxesInService())].sort();
    expect(boxes.map((box) => box.deviceId)).toEqual(expected);
  });

  it('tells what a box has to be to play it', async () => {
    const target = await boxOf(room, 'ACTIVATED');
    await room.receive('placements', [placementChanged('p-1', target.id, 1, { state: 'RUNNING' })]);
    const { boxes } = await walk(null, 1000);
    expect(boxes.find((box) => box.deviceId === target.id)).toEqual({
      deviceId: target.id,
      popId: target.popId,
      rosterVersion: expect.any(Number),
      lifecycle: 'ACTIVATED',
      downlinkKbps: expect.any(Number),
      rttMs: expect.any(Number),
      memoryMb: expect.any(Number),
      vcpu: expect.any(Number),
      diskGb: expect.any(Number),
      softwareVersion: expect.any(String),
      profile: 'steady',
      desired: {
        version: 2,
        softwareVersion: expect.any(String),
        placements: [
          { placementId: 'p-1', imageId: 'img-1', sizeBytes: 5e9, memoryMb: 256, vcpu: 1, failing: false },
        ],
      },
      reported: {
        version: 2,
        at: expect.any(String),
        placements: [{ placementId: 'p-1', state: 'RUNNING' }],
      },
    });
  });

  it('tells only what changed after the cursor of a walk, boxes that left service included', async () => {
    const cursor = await settledCursor();
    const [, gone, wanted] = await boxesOf(room, 'ACTIVATED');
    const shelf = await boxOf(room, 'INVENTORY');
    if (!gone || !wanted) throw new Error('no boxes');
    await retire(gone.id, gone.version);
    await room.receive('placements', [placementChanged('p-2', wanted.id, 1)]);
    await room.query(
      `mutation { activateDevice(deviceId: "${shelf.id}", subscriberId: "sub-000001", ifVersion: ${shelf.version}) { __typename } }`,
    );
    const changed = await walk(cursor, 1);
    expect(changed.boxes.map((box) => [box.deviceId, box.lifecycle]).sort()).toEqual(
      [
        [gone.id, 'RETIRED'],
        [wanted.id, 'ACTIVATED'],
        [shelf.id, 'ACTIVATED'],
      ].sort(),
    );
    await settledCursor();
  });

  it('does not lose a change that commits after a later one was told', async () => {
    const [, , , slow, quick] = await boxesOf(room, 'ACTIVATED');
    if (!slow || !quick) throw new Error('no boxes');
    const cursor = await settledCursor();
    const client = await room.server.database.pool.connect();
    await client.query('BEGIN');
    await client.query(
      `UPDATE devices SET lifecycle = 'SUSPENDED', roster_version = nextval('roster_versions'),
         roster_transaction = pg_current_xact_id()::text::bigint WHERE id = $1`,
      [slow.id],
    );
    await retire(quick.id, quick.version);
    const first = await walk(cursor, 1000);
    expect(first.boxes.map((box) => box.deviceId)).toContain(quick.id);
    expect(first.boxes.map((box) => box.deviceId)).not.toContain(slow.id);
    await client.query('COMMIT');
    client.release();
    const second = await walk(first.cursor, 1000);
    expect(second.boxes.map((box) => box.deviceId)).toContain(slow.id);
  });

  it('gives a box a higher roster version with each change', async () => {
    const [target] = await boxesOf(room, 'ACTIVATED');
    if (!target) throw new Error('no box');
    const versionOf = async (): Promise<number> =>
      (await walk(null, 1000)).boxes.find((box) => box.deviceId === target.id)?.rosterVersion ?? 0;
    const before = await versionOf();
    await room.receive('placements', [placementChanged('p-3', target.id, 1)]);
    expect(await versionOf()).toBeGreaterThan(before);
  });

  it.each(['limit=0', 'limit=1001', 'limit=x', 'after=', 'after=nonsense', 'after=a.b'])(
    'refuses %s',
    async (query) => {
      expect((await asFleet(room, `/fleet/roster?${query}`)).status).toBe(400);
    },
  );

  it('is for the fleet only', async () => {
    expect((await asFleet(room, '/fleet/roster', null, 'lastmile-gateway')).status).toBe(401);
  });
});

async function boxesInService(): Promise<string[]> {
  const { rows } = await room.server.database.pool.query<{ id: string }>(
    `SELECT id FROM devices WHERE lifecycle IN ('ACTIVATED', 'SUSPENDED')`,
  );
  return rows.map((row) => row.id);
}
