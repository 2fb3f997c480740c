import { type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { estimateTotal } from '../../../subgraphs/devices/search/estimate-total';
import { boxesOf, type DevicesFixture, sendBeats, startDevices } from './fixture';

let room: DevicesFixture;

beforeAll(async () => {
  room = await startDevices();
  await room.seed();
});

afterAll(async () => {
  await room.close();
});

interface Page {
  readonly edges: readonly { cursor: string; node: { id: string } }[];
  readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  readonly approximateTotal: number | null;
}

const PAGE =
  'approximateTotal edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor }';

async function page(filter: object, first: number, after: string | null = null): Promise<Page> {
  const answer = await room.query<{ devices: Page }>(
    `query($f: DeviceFilter!, $n: Int, $a: String) { devices(filter: $f, first: $n, after: $a) { ${PAGE} } }`,
    { f: filter, n: first, a: after },
  );
  expect(answer.errors).toEqual([]);
  return answer.data.devices;
}

async function walk(filter: object, first: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const { edges, pageInfo }: Page = await page(filter, first, after);
    ids.push(...edges.map((edge) => edge.node.id));
    if (!pageInfo.hasNextPage) return ids;
    after = pageInfo.endCursor;
  }
}

async function codesOf(
  filter: object,
  first: number | null,
  after: string | null = null,
): Promise<unknown[]> {
  const answer = await room.query(
    'query($f: DeviceFilter!, $n: Int, $a: String) { devices(filter: $f, first: $n, after: $a) { edges { cursor } } }',
    { f: filter, n: first, a: after },
  );
  return [...answer.codes];
}

describe('devices', () => {
  it.each([1, 7, 50, 500])('come in the same order in pages of %i', async (first) => {
    const { rows } = await room.server.database.pool.query<{ id: string }>(
      `SELECT id FROM devices WHERE region_id = 'region-north' ORDER BY id`,
    );
    expect(await walk({ regionId: 'region-north' }, first)).toEqual(rows.map((row) => row.id));
  });

  it('go on behind the cursor of any edge', async () => {
    const whole = await page({}, 20);
    const rest = await page({}, 5, whole.edges[9]?.cursor);
    expect(rest.edges.map((edge) => edge.node.id)).toEqual(
      whole.edges.slice(10, 15).map((edge) => edge.node.id),
    );
    expect(rest.pageInfo.hasPreviousPage).toBe(true);
  });

  it('can be asked for none of them', async () => {
    expect(await page({}, 0)).toMatchObject({ edges: [], pageInfo: { hasNextPage: true, endCursor: null } });
  });

  it.each([
    ['BAD_USER_INPUT', {}, -1, null],
    ['LIST_SIZE_LIMIT', {}, 501, null],
    ['BAD_CURSOR', {}, 5, 'nonsense'],
    ['BAD_CURSOR', {}, 5, ''],
    ['BAD_CURSOR', {}, 5, 'WyJkZXYtMDAwMDAxIl0.AAAAAAAAAAAAAAAA'],
    ['BAD_USER_INPUT', { reachability: ['ONLINE'] }, 5, null],
    ['BAD_USER_INPUT', { health: ['FAULTY'], lifecycle: ['ACTIVATED'] }, 5, null],
    ['BAD_USER_INPUT', { silentForSeconds: 60 }, 5, null],
    ['BAD_USER_INPUT', { silentForSeconds: -1, popId: 'pop-north-01' }, 5, null],
  ])('refuse with %s: %j first %i after %j', async (code, filter, first, after) => {
    expect(await codesOf(filter, first, after)).toEqual([code]);
  });

  it('refuse the cursor of another filter, another connection and another caller', async () => {
    const cursor = (await page({}, 1)).pageInfo.endCursor;
    expect(await codesOf({ popId: 'pop-north-01' }, 5, cursor)).toEqual(['BAD_CURSOR']);
    const nested = await room.query(
      'query($a: String) { pop(id: "pop-north-01") { devices(first: 1, after: $a) { edges { cursor } } } }',
      { a: cursor },
    );
    expect(nested.codes).toEqual(['BAD_CURSOR']);
    const other = await room.query(
      'query($a: String) { devices(filter: {}, first: 1, after: $a) { edges { cursor } } }',
      { a: cursor },
      { subject: 'x', client: 'scheduling', tenant: null, scopes: [] },
    );
    expect(other.codes).toEqual(['BAD_CURSOR']);
  });

  it('mean the default when first is null', async () => {
    const answer = await room.query<{ devices: Page }>(
      'query($n: Int) { devices(filter: {}, first: $n) { edges { cursor } } }',
      { n: null },
    );
    expect(answer.data.devices.edges).toHaveLength(50);
  });
});

describe('a filter', () => {
  it.each([
    [{ lifecycle: ['SUSPENDED', 'RETIRED'] }, `lifecycle IN ('SUSPENDED', 'RETIRED')`],
    [{ lifecycle: [] }, 'false'],
    [{ modelId: 'mdl-rpi-4b' }, `model_id = 'mdl-rpi-4b'`],
    [{ arch: 'MIPS' }, `model_id IN (SELECT id FROM device_models WHERE arch = 'MIPS')`],
    [
      { softwareVersion: '24.10.4', popId: 'pop-north-01' },
      `software_version = '24.10.4' AND pop_id = 'pop-north-01'`,
    ],
    [{ drifted: true }, `desired_version <> coalesce(reported_version, 0)`],
    [
      { drifted: false, regionId: 'region-east' },
      `desired_version = coalesce(reported_version, 0) AND region_id = 'region-east'`,
    ],
    [{ popId: 'pop-nowhere' }, 'false'],
    [{ popId: 'a\u0000b' }, 'false'],
    [{ regionId: 'a\u0000b', reachability: ['OFFLINE'] }, 'false'],
    [{ popId: 'pop-north-01', regionId: 'region-east' }, 'false'],
  ])('%j finds what the records say', async (filter, condition) => {
    const { rows } = await room.server.database.pool.query<{ id: string }>(
      `SELECT id FROM devices WHERE ${condition} ORDER BY id`,
    );
    expect(await walk(filter, 9)).toEqual(rows.map((row) => row.id));
  });

  it.each([
    {},
    { popId: 'pop-east-02' },
    { regionId: 'region-east' },
    { lifecycle: ['INVENTORY'] },
    { drifted: true },
    { drifted: false },
    { drifted: false, regionId: 'region-east' },
    { drifted: true, popId: 'pop-east-02' },
    { arch: 'AARCH64' },
    { arch: 'MIPS', lifecycle: ['ACTIVATED'], regionId: 'region-east' },
    { modelId: 'mdl-rpi-4b', softwareVersion: '24.10.4', drifted: false },
    { softwareVersion: 'none' },
  ])('of counted things tells the exact total: %j', async (filter) => {
    const found = await page(filter, 1);
    expect(found.approximateTotal).toBe((await walk(filter, 500)).length);
  });

  it('counts nothing where that would be dear: there it tells what PostgreSQL guesses', async () => {
    const { database } = room.server;
    await database.transaction(async (tx) => {
      // As if each page were as far away as a large table is long.
      await tx.execute(sql`SET LOCAL seq_page_cost = 1e6`);
      await tx.execute(sql`SET LOCAL random_page_cost = 1e6`);
      const asked: string[] = [];
      const dear = {
        ...database,
        rows: <Row extends Record<string, unknown>>(query: SQL) => {
          asked.push(new PgDialect().sqlToQuery(query).sql);
          return database.rows<Row>(query, tx);
        },
      };
      expect(await estimateTotal(dear, { arch: 'AARCH64' })).toBeGreaterThan(0);
      expect(asked.map((text) => text.trim().split(' ')[0])).toEqual(['EXPLAIN']);
    });
  });
});

describe('a filter by live state', () => {
  beforeAll(async () => {
    const boxes = (await boxesOf(room, 'ACTIVATED')).filter((box) => box.popId === 'pop-north-02');
    const dark = boxes.slice(0, 6);
    await sendBeats(room, ...dark.map((box) => ({ deviceId: box.id, popId: box.popId })));
    room.clock.advance(600);
    const alive = boxes.slice(6, 16);
    await sendBeats(
      room,
      ...alive.map((box, index) => ({ deviceId: box.id, popId: box.popId, cpuPct: index < 3 ? 97 : 20 })),
    );
  });

  async function expectEveryPageSize(filter: object, expected: readonly string[]): Promise<void> {
    for (const first of [1, 3, 500]) expect(await walk(filter, first)).toEqual(expected);
  }

  async function idsBetween(from: number, to: number): Promise<string[]> {
    const boxes = (await boxesOf(room, 'ACTIVATED')).filter((box) => box.popId === 'pop-north-02');
    return boxes.slice(from, to).map((box) => box.id);
  }

  it('finds the boxes that are OFFLINE, by id, whatever the page size', async () => {
    const filter = { popId: 'pop-north-02', reachability: ['OFFLINE'] };
    await expectEveryPageSize(filter, await idsBetween(0, 6));
    expect((await page(filter, 1)).approximateTotal).toBe(6);
  });

  it('finds the boxes that are ONLINE in a region', async () => {
    await expectEveryPageSize(
      { regionId: 'region-north', reachability: ['ONLINE'] },
      await idsBetween(6, 16),
    );
  });

  it('finds the silent ones, never those not heard of', async () => {
    await expectEveryPageSize({ popId: 'pop-north-02', silentForSeconds: 300 }, await idsBetween(0, 6));
    await expectEveryPageSize({ popId: 'pop-north-02', silentForSeconds: 601 }, []);
    await expectEveryPageSize({ popId: 'pop-north-02', silentForSeconds: 0 }, await idsBetween(0, 16));
  });

  it('finds the unwell ones', async () => {
    await expectEveryPageSize(
      { popId: 'pop-north-02', health: ['DEGRADED', 'FAULTY'] },
      await idsBetween(6, 9),
    );
  });

  it('finds those never heard of', async () => {
    const { rows } = await room.server.database.pool.query<{ id: string }>(
      `SELECT id FROM devices WHERE pop_id = 'pop-north-02' ORDER BY id`,
    );
    const heard = new Set(await idsBetween(0, 16));
    const unheard = rows.map((row) => row.id).filter((id) => !heard.has(id));
    await expectEveryPageSize({ popId: 'pop-north-02', reachability: ['UNKNOWN'] }, unheard);
  });

  it('narrows with the records as well', async () => {
    const filter = { popId: 'pop-north-02', reachability: ['OFFLINE'], lifecycle: ['SUSPENDED'] };
    await expectEveryPageSize(filter, []);
  });

  it('works below a PoP too, and nothing is elsewhere', async () => {
    const answer = await room.query<{ pop: { here: Page; there: Page } }>(
      `query { pop(id: "pop-north-02") {
        here: devices(filter: { reachability: [OFFLINE] }) { ${PAGE} }
        there: devices(filter: { popId: "pop-north-01" }) { ${PAGE} } } }`,
    );
    expect(answer.data.pop.here.edges.map((edge) => edge.node.id)).toEqual(await idsBetween(0, 6));
    expect(answer.data.pop.there).toMatchObject({ edges: [], approximateTotal: 0 });
  });
});

describe('summaries', () => {
  it('add up: PoPs to regions, and live counts to no more than the total', async () => {
    const answer = await room.query<{
      regions: {
        summary: Record<string, number>;
        pops: { edges: { node: { summary: Record<string, number> } }[] };
      }[];
    }>(
      `query { regions { summary { total online stale offline degraded }
        pops { edges { node { summary { total online stale offline degraded } } } } } }`,
    );
    for (const { summary, pops } of answer.data.regions) {
      for (const name of ['total', 'online', 'stale', 'offline', 'degraded']) {
        const sum = pops.edges.reduce((total, edge) => total + (edge.node.summary[name] ?? NaN), 0);
        expect(summary[name]).toBe(sum);
      }
    }
    expect(answer.data.regions.map((region) => region.summary['online'])).toContain(10);
  });

  it('cost one statement for the PoPs of all regions', async () => {
    const statements = await room.statementsOf(() =>
      room.query(
        'query { regions { pops { edges { node { summary { total } devices(first: 2) { edges { cursor } } } } } } }',
      ),
    );
    const own = statements.filter(
      (statement) => !/reachability_watch|^SELECT id FROM pops/.test(statement.trim()),
    );
    // regions, their PoPs, counters, boxes
    expect(own).toHaveLength(4);
  });
});
