import {
  boxOf,
  boxesOf,
  type DevicesFixture,
  placementChanged,
  sendBeats,
  startDevices,
  statementsOf,
} from './fixture';

let room: DevicesFixture;

beforeAll(async () => {
  room = await startDevices();
  await room.seed();
});

afterAll(async () => {
  await room.close();
});

const EVERYTHING = `
  id oui productClass serialNumber manufacturer lifecycle softwareVersion activatedAt version driftVersions
  administrativeState operationalState usageState reachability lastSeenAt health
  model { id name arch traits } pop { id name region { id name } } subscriber { id }
  accessLine { technology downlinkKbps } desired { version placementIds } reported { version reportedAt }
  hot { cpuPct runningCount bootId }
  tasks(first: 3) { edges { node { id kind state fault { id code } } } }
  faults(first: 3) { edges { node { id code } } }`;

interface Box {
  readonly id: string;
  readonly reachability: string;
  readonly health: string;
  readonly hot: { cpuPct: number; runningCount: number; bootId: string } | null;
  readonly usageState: string;
  readonly operationalState: string;
  readonly lastSeenAt: string | null;
}

async function device(id: string): Promise<Box> {
  const answer = await room.query<{ device: Box }>(`query($id: ID!) { device(id: $id) { ${EVERYTHING} } }`, {
    id,
  });
  expect(answer.errors).toEqual([]);
  return answer.data.device;
}

/** The table that a statement reads; the last one named, since pages of children begin with their parents. */
function tableOf(statement: string): string | undefined {
  return [...statement.matchAll(/FROM "?(?:devices"?\."?)?([a-z_]+)/g)]
    .map((match) => match[1])
    .filter((name) => name !== 'unnest')[0];
}

describe('a page of 100 devices', () => {
  it('costs one statement per table and level', async () => {
    const query = `query { devices(filter: {}, first: 100) { approximateTotal edges { cursor node { ${EVERYTHING} } } } }`;
    let count = 0;
    const statements = await statementsOf(room, async () => {
      const answer = await room.query<{ devices: { edges: unknown[]; approximateTotal: number } }>(query);
      expect(answer.errors).toEqual([]);
      count = answer.data.devices.edges.length;
      expect(answer.data.devices.approximateTotal).toBe(200);
    });
    expect(count).toBe(100);
    // Each table once, and faults twice: those of a device and those of a task are different levels.
    expect(statements.map(tableOf).sort()).toEqual([
      'assignments',
      'device_faults',
      'device_faults',
      'device_models',
      'device_tasks',
      'devices',
      'pop_device_counts',
      'pops',
      'regions',
    ]);
  });

  it('resolves a list of references in one statement per kind of key', async () => {
    const boxes = await boxesOf(room, 'ACTIVATED');
    const byId = boxes.slice(0, 50).map(({ id }) => ({ __typename: 'Device', id }));
    const triples = await room.server.database.pool.query<Record<string, string>>(
      `SELECT oui, product_class AS "productClass", serial_number AS "serialNumber" FROM devices ORDER BY id LIMIT 50`,
    );
    const bySerial = triples.rows.map((triple) => ({ __typename: 'Device', ...triple }));
    const statements = await statementsOf(room, async () => {
      const answer = await room.query<{ _entities: ({ id: string } | null)[] }>(
        'query($r: [_Any!]!) { _entities(representations: $r) { ... on Device { id } } }',
        { r: [...byId, ...bySerial, { __typename: 'Device', id: 'nothing' }] },
      );
      expect(answer.data._entities.map((entity) => entity?.id ?? null)).toEqual([
        ...byId.map(({ id }) => id),
        ...Array.from({ length: 50 }, (_, index) => `dev-${String(index + 1).padStart(6, '0')}`),
        null,
      ]);
    });
    expect(statements).toHaveLength(2);
  });

  it('resolves every other entity, and null for unknown ones', async () => {
    const { rows } = await room.server.database.pool.query<{ id: string }>(
      'SELECT id FROM device_tasks ORDER BY id LIMIT 1',
    );
    const representations = [
      { __typename: 'DeviceModel', id: 'mdl-rpi-5' },
      { __typename: 'PointOfPresence', id: 'pop-north-01' },
      { __typename: 'Region', id: 'region-north' },
      { __typename: 'DeviceTask', id: rows[0]?.id },
      { __typename: 'Subscriber', id: 'sub-000001' },
      { __typename: 'PointOfPresence', id: 'pop-\u0000' },
    ];
    const answer = await room.query<{ _entities: unknown[] }>(
      `query($r: [_Any!]!) { _entities(representations: $r) {
        ... on DeviceModel { name memoryMb } ... on PointOfPresence { name countryCode summary { total } }
        ... on Region { name pops { edges { node { id } } } } ... on DeviceTask { kind device { id } }
        ... on Subscriber { devices { approximateTotal edges { node { id } } } } } }`,
      { r: representations },
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data._entities[0]).toEqual({ name: 'Raspberry Pi 5 8 GB', memoryMb: 8192 });
    expect(answer.data._entities[1]).toMatchObject({ name: 'Hamburg', countryCode: 'DE' });
    expect(answer.data._entities[5]).toBeNull();
    expect(answer.data._entities.slice(0, 5)).not.toContain(null);
  });
});

describe('ids of any shape', () => {
  it.each(['', 'dev-999999', 'a\u0000b', '\ud800', "' OR 1=1 --", 'x'.repeat(5000), '💥'])(
    'answer null for %j',
    async (id) => {
      const answer = await room.query(
        `query($id: ID!, $s: String!) { device(id: $id) { id } pop(id: $id) { id } region(id: $id) { id }
          deviceBySerial(oui: $s, productClass: $s, serialNumber: $s) { id } }`,
        { id, s: id },
      );
      expect(answer.errors).toEqual([]);
      expect(answer.data).toEqual({ device: null, pop: null, region: null, deviceBySerial: null });
    },
  );

  it('finds a box by its serial number, whatever the case of its OUI', async () => {
    const { rows } = await room.server.database.pool.query<{ oui: string; c: string; s: string; id: string }>(
      "SELECT id, oui, product_class AS c, serial_number AS s FROM devices WHERE oui ~ '[A-F]' ORDER BY id LIMIT 1",
    );
    const [box] = rows;
    const answer = await room.query(
      'query($o: String!, $p: String!, $s: String!) { deviceBySerial(oui: $o, productClass: $p, serialNumber: $s) { id } }',
      { o: box?.oui.toLowerCase(), p: box?.c, s: box?.s },
    );
    expect(answer.data).toEqual({ deviceBySerial: { id: box?.id } });
  });
});

describe('the live state of a box', () => {
  it('is UNKNOWN before its first beat and follows its beats and its silence', async () => {
    const box = await boxOf(room, 'ACTIVATED');
    expect(await device(box.id)).toMatchObject({
      reachability: 'UNKNOWN',
      hot: null,
      lastSeenAt: null,
      health: 'OK',
    });
    await sendBeats(room, { deviceId: box.id, popId: box.popId, cpuPct: 95 });
    expect(await device(box.id)).toMatchObject({
      reachability: 'ONLINE',
      health: 'DEGRADED',
      operationalState: 'ENABLE',
      hot: { cpuPct: 95, bootId: 'aa01' },
      lastSeenAt: room.clock.now.toISOString(),
    });
    room.clock.advance(50);
    expect(await device(box.id)).toMatchObject({ reachability: 'STALE' });
    room.clock.advance(50);
    expect(await device(box.id)).toMatchObject({
      reachability: 'OFFLINE',
      hot: null,
      operationalState: 'DISABLE',
    });
  });

  it('counts what runs, and says BUSY when nothing is left', async () => {
    const [, box] = await boxesOf(room, 'ACTIVATED');
    if (box === undefined) throw new Error('no second box');
    const placed = { state: 'RUNNING', vcpu: 1, memoryMb: 100_000 };
    await room.receive('placements', [placementChanged('p-busy', box.id, 1, placed)]);
    await sendBeats(room, {
      deviceId: box.id,
      popId: box.popId,
      placements: [{ placementId: 'p-busy', state: 'RUNNING', pullProgressPct: null, failure: null }],
    });
    expect(await device(box.id)).toMatchObject({ usageState: 'BUSY', hot: { runningCount: 1 } });
  });
});
