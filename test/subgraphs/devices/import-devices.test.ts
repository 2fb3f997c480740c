import { type DevicesFixture, startDevices } from './fixture';

let room: DevicesFixture;

beforeAll(async () => {
  room = await startDevices();
  await room.seed({ devices: 40 });
});

afterAll(async () => {
  await room.close();
});

interface Imported {
  readonly importDevices: { accepted: number; failures: { index: number; message: string }[] } | null;
}

const IMPORT =
  'mutation($i: [ImportDeviceInput!]!, $k: String!) { importDevices(input: $i, idempotencyKey: $k) { accepted failures { index message } } }';

function item(serialNumber: string, changes: object = {}): object {
  return {
    oui: 'dca632',
    productClass: 'RPi4B-STB',
    serialNumber,
    modelId: 'mdl-rpi-4b',
    popId: 'pop-north-01',
    ...changes,
  };
}

async function imported(items: readonly object[], key: string): Promise<Imported['importDevices']> {
  const answer = await room.query<Imported>(IMPORT, { i: items, k: key });
  expect(answer.errors).toEqual([]);
  return answer.data.importDevices;
}

describe('importDevices', () => {
  it('takes what is good and names the index of what is not', async () => {
    const items = [
      item('A1'),
      item('A2', { oui: 'XYZ' }),
      item('A3', { serialNumber: '' }),
      item('A1'),
      item('A4', { modelId: 'mdl-none' }),
      item('A5', { popId: 'a\u0000b' }),
      item('A6', { oui: 'DCA632' }),
      item('A1', { oui: 'DCA632' }),
      item('A7', { productClass: 'x'.repeat(65) }),
    ];
    const result = await imported(items, 'pallet-1');
    expect(result?.accepted).toBe(2);
    expect(result?.failures.map((failure) => failure.index)).toEqual([1, 2, 3, 4, 5, 7, 8]);
    const again = await imported([item('A1'), item('B1')], 'pallet-2');
    expect(again).toMatchObject({ accepted: 1, failures: [{ index: 0 }] });
  });

  it('makes boxes of the inventory that others hear of', async () => {
    await imported([item('C1')], 'pallet-3');
    const answer = await room.query<{ deviceBySerial: object }>(
      `{ deviceBySerial(oui: "DCA632", productClass: "RPi4B-STB", serialNumber: "C1") {
          id lifecycle version driftVersions manufacturer reported { version } accessLine { technology } subscriber { id } } }`,
    );
    expect(answer.data.deviceBySerial).toMatchObject({
      lifecycle: 'INVENTORY',
      version: 1,
      driftVersions: 0,
      manufacturer: 'Raspberry Pi',
      reported: null,
      accessLine: null,
      subscriber: null,
    });
    expect(room.delivered.at(-1)).toMatchObject({
      topic: 'devices.device.changed',
      payload: { lifecycle: 'INVENTORY', arch: 'AARCH64', memoryMb: 4096, hostReservedMemoryMb: 512 },
    });
  });

  it('answers the same key and pallet with the first answer, and another pallet with an error', async () => {
    const items = [item('D1'), item('D1')];
    const first = await imported(items, 'pallet-4');
    expect(await imported(items, 'pallet-4')).toEqual(first);
    const other = await room.query<Imported>(IMPORT, { i: [item('D2')], k: 'pallet-4' });
    expect(other.codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('takes each box once when the same pallet comes several times at once', async () => {
    const items = Array.from({ length: 200 }, (_, index) => item(`E${index}`));
    const reversed = [...items].reverse();
    const answers = await Promise.all(
      [items, reversed, items, reversed].map((each, index) => imported(each, `pallet-e${index}`)),
    );
    expect(answers.reduce((sum, answer) => sum + (answer?.accepted ?? 0), 0)).toBe(200);
  });

  it('refuses more than a thousand, an empty key and a key with a NUL', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => item(`F${index}`));
    for (const [items, key] of [
      [many, 'k'],
      [[item('G1')], ''],
      [[item('G1')], 'a\u0000'],
    ] as const) {
      expect((await room.query<Imported>(IMPORT, { i: items, k: key })).codes).toEqual(['BAD_USER_INPUT']);
    }
    expect(await imported([], 'nothing')).toEqual({ accepted: 0, failures: [] });
  });

  it('keeps the counters of the PoPs true', async () => {
    const { rows } = await room.server.database.pool.query<{ counted: number; real: number }>(
      `SELECT (SELECT sum(boxes) FROM pop_device_counts)::int AS counted, (SELECT count(*) FROM devices)::int AS real`,
    );
    expect(rows[0]?.counted).toBe(rows[0]?.real);
  });
});
