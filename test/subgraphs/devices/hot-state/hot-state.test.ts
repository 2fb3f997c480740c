import { type HotBeat, type HotState } from '../../../../subgraphs/devices/hot-state/hot-state';
import { openHotState } from '../../../../subgraphs/devices/hot-state/open-hot-state';
import { startRedisCluster } from '../../../kit/redis-cluster';
import { freePort, startPrivateRedis, startPrivateSentinel } from './private-redis';

// The times are of one's own choosing, apart from the life of a key in Redis, which the server measures.
const NOW = 1_800_000_000_000;
const SECOND = 1000;

describe.each([
  ['inside the process', async () => ({ url: null, stop: async () => undefined })],
  ['in a single Redis', async () => startPrivateRedis(await freePort())],
  ['in a Redis behind Sentinel', startPrivateSentinel],
  ['in a Redis Cluster of three masters', startCluster],
] as const)('hot state %s', (_, start) => {
  let server: { url: string | null; stop(): Promise<void> };
  let hot: HotState;
  let pops = 0;
  let pop = '';

  beforeAll(async () => {
    server = await start();
    hot = await openHotState(server.url, { timeoutMs: 5000 });
  }, 60_000);
  beforeEach(() => {
    pops += 1;
    pop = `pop-${pops}`;
  });
  afterAll(async () => {
    await hot.close();
    await server.stop();
  });

  const beat = (deviceId: string, ageMs = 0, changes: Partial<HotBeat> = {}): HotBeat => ({
    popId: pop,
    deviceId,
    sampledAtMs: NOW - ageMs,
    cpuPct: 12,
    memoryFreeMb: 700,
    diskFreeGb: 20,
    downlinkKbps: 50_000,
    rttMs: 9,
    runningCount: 2,
    temperatureC: 51,
    bootId: 'a1b2c3d4',
    appliedVersion: 7,
    runningHash: '00ff00ff',
    ...changes,
  });
  const key = (deviceId: string, popId = pop): { popId: string; deviceId: string } => ({ popId, deviceId });
  const ids = (boxes: readonly { deviceId: string }[]): string[] => boxes.map(({ deviceId }) => deviceId);

  test('a beat is read back as it was written', async () => {
    await hot.writeBatch([beat('box')], NOW);
    const { popId: _popId, deviceId: _deviceId, ...written } = beat('box');
    expect(await hot.readMany([key('box')], NOW)).toEqual([
      { lastSeenAtMs: NOW, sample: { ...written, health: 'OK' } },
    ]);
  });

  test('boxes of many PoPs are read in the order asked, null for those never heard of', async () => {
    const popIds = Array.from({ length: 20 }, (_unused, index) => `${pop}-${index}`);
    const beats = popIds.map((popId, index) => beat(`box-${index}`, 0, { popId, rttMs: index }));
    await hot.writeBatch(beats, NOW);
    const keys = [
      ...popIds.map((popId, index) => key(`box-${index}`, popId)).reverse(),
      key('nobody', `${pop}-3`),
    ];
    const records = await hot.readMany([...keys, key('box-4', `${pop}-4`)], NOW);
    const expected = [...popIds.keys()].reverse();
    expect(records.map((record) => record?.sample?.rttMs ?? null)).toEqual([...expected, null, 4]);
  });

  test('nothing asked is nothing answered', async () => {
    expect(await hot.readMany([], NOW)).toEqual([]);
    expect(await hot.writeBatch([], NOW)).toEqual([]);
    expect(await hot.summary([], NOW)).toEqual([]);
    expect(await hot.newlyDarkSince([], NOW - SECOND, NOW)).toEqual([]);
  });

  test('the sample goes after 90 seconds of silence, the moment it was last heard of stays', async () => {
    await hot.writeBatch([beat('box')], NOW);
    const [at89] = await hot.readMany([key('box')], NOW + 89 * SECOND);
    const [at90] = await hot.readMany([key('box')], NOW + 90 * SECOND);
    expect(at89?.sample?.cpuPct).toBe(12);
    expect(at90).toEqual({ lastSeenAtMs: NOW, sample: null });
  });

  test('a sample of hours ago gives a box a last-seen moment and no sample', async () => {
    const [outcome] = await hot.writeBatch([beat('box', 7_200 * SECOND)], NOW);
    const expected = { lastSeenAtMs: NOW - 7_200 * SECOND, sample: null };
    expect(outcome).toEqual({ before: null, after: expected });
    expect(await hot.readMany([key('box')], NOW)).toEqual([expected]);
  });

  test('a late sample neither moves the box back nor replaces a newer sample', async () => {
    await hot.writeBatch([beat('box', 0, { cpuPct: 1 })], NOW);
    await hot.writeBatch([beat('box', 40 * SECOND, { cpuPct: 99 })], NOW);
    const [record] = await hot.readMany([key('box')], NOW);
    expect(record).toMatchObject({ lastSeenAtMs: NOW, sample: { cpuPct: 1 } });
  });

  test('late and live samples of one box in one batch end at the newest, in either order', async () => {
    await hot.writeBatch([beat('up', 60_000, { cpuPct: 1 }), beat('up', 0, { cpuPct: 2 })], NOW);
    await hot.writeBatch([beat('down', 0, { cpuPct: 2 }), beat('down', 60_000, { cpuPct: 1 })], NOW);
    const records = await hot.readMany([key('up'), key('down')], NOW);
    expect(records.map((record) => record?.sample?.cpuPct)).toEqual([2, 2]);
    expect(records.map((record) => record?.lastSeenAtMs)).toEqual([NOW, NOW]);
  });

  test('a box whose clock runs ahead counts as seen now, so it goes dark like any other', async () => {
    await hot.writeBatch([beat('box', -3_600 * SECOND)], NOW);
    const [record] = await hot.readMany([key('box')], NOW);
    expect(record).toMatchObject({ lastSeenAtMs: NOW, sample: { sampledAtMs: NOW } });
    expect(ids(await hot.newlyDarkSince([pop], NOW + 89 * SECOND, NOW + 90 * SECOND))).toEqual(['box']);
  });

  test('telemetry out of every range is stored within it', async () => {
    const hostile = { cpuPct: 1e9, memoryFreeMb: -5, rttMs: Infinity, temperatureC: 1e6, diskFreeGb: NaN };
    const [outcome] = await hot.writeBatch([beat('box', 0, hostile)], NOW);
    const [record] = await hot.readMany([key('box')], NOW);
    expect(record?.sample).toMatchObject({ cpuPct: 100, memoryFreeMb: 0, rttMs: 65_535, temperatureC: 127 });
    expect(record).toEqual(outcome?.after);
  });

  test('a writer is told what each beat changed', async () => {
    const first = await hot.writeBatch(
      [beat('box', 30 * SECOND), beat('box', 0, { appliedVersion: 8 })],
      NOW,
    );
    expect(first.map(({ before }) => before?.sample?.appliedVersion ?? null)).toEqual([null, 7]);
    expect(first.map(({ after }) => after.sample?.appliedVersion ?? null)).toEqual([7, 8]);
    const [later] = await hot.writeBatch([beat('box', -100 * SECOND)], NOW + 100 * SECOND);
    expect(later?.before).toEqual({ lastSeenAtMs: NOW, sample: null });
  });

  test('outcomes come in the order of the beats when the PoPs are mixed', async () => {
    const beats = ['a', 'b', 'a', 'b', 'a'].map((suffix, rttMs) =>
      beat(`box-${rttMs}`, 0, { popId: `${pop}-${suffix}`, rttMs }),
    );
    const outcomes = await hot.writeBatch(beats, NOW);
    expect(outcomes.map(({ after }) => after.sample?.rttMs)).toEqual([0, 1, 2, 3, 4]);
  });

  test('writing the same beats again changes nothing', async () => {
    const beats = [beat('box', 5 * SECOND), beat('other', 50 * SECOND, { temperatureC: 85 })];
    await hot.writeBatch(beats, NOW);
    const before = [await hot.readMany(beats, NOW), await hot.summary([pop], NOW)];
    const again = await hot.writeBatch(beats, NOW);
    expect([await hot.readMany(beats, NOW), await hot.summary([pop], NOW)]).toEqual(before);
    expect(again.map(({ before: known, after }) => [known, after])).toEqual(
      again.map(({ after }) => [after, after]),
    );
  });

  test('health worsens at once and improves only with a margin', async () => {
    const healths: (string | undefined)[] = [];
    for (const [step, temperatureC] of [50, 81, 78, 74, 96, 91, 50].entries()) {
      const nowMs = NOW + step * SECOND;
      const [outcome] = await hot.writeBatch([beat('box', -step * SECOND, { temperatureC })], nowMs);
      healths.push(outcome?.after.sample?.health);
    }
    expect(healths).toEqual(['OK', 'DEGRADED', 'DEGRADED', 'OK', 'FAULTY', 'FAULTY', 'OK']);
  });

  test('a summary counts by silence, and degraded boxes only while they are not offline', async () => {
    const ages = { a: 0, b: 44.999, c: 45, d: 89.999, e: 90, f: 86_400 };
    const beats = Object.entries(ages).map(([deviceId, age]) => beat(deviceId, age * SECOND));
    const ill = [beat('hot', 0, { temperatureC: 85 }), beat('melting', 80_000, { temperatureC: 99 })];
    await hot.writeBatch([...beats, ...ill], NOW);
    expect(await hot.summary([pop, `${pop}-empty`], NOW)).toEqual([
      { popId: pop, online: 3, stale: 3, offline: 2, degraded: 2 },
      { popId: `${pop}-empty`, online: 0, stale: 0, offline: 0, degraded: 0 },
    ]);
    expect(await hot.summary([pop], NOW + 20 * SECOND)).toMatchObject([{ offline: 4, degraded: 1 }]);
  });

  test('a box that recovered is no longer counted as degraded', async () => {
    await hot.writeBatch([beat('box', SECOND, { temperatureC: 99 })], NOW);
    expect(await hot.summary([pop], NOW)).toMatchObject([{ degraded: 1 }]);
    await hot.writeBatch([beat('box', 0, { temperatureC: 85 })], NOW);
    expect(await hot.summary([pop], NOW)).toMatchObject([{ degraded: 1 }]);
    await hot.writeBatch([beat('box', 0, { temperatureC: 40 })], NOW);
    expect(await hot.summary([pop], NOW)).toMatchObject([{ degraded: 0, online: 1 }]);
  });

  test('successive polls name each newly stale and dark box once, and can be asked again', async () => {
    const beats = Array.from({ length: 50 }, (_unused, index) => beat(`box-${index}`, index * SECOND));
    await hot.writeBatch(beats, NOW);
    const poll = (since: number): Promise<readonly { deviceId: string }[]> =>
      hot.newlyDarkSince([pop], since, since + 10 * SECOND);
    const polls = [];
    for (let since = NOW; since < NOW + 100 * SECOND; since += 10 * SECOND) polls.push(await poll(since));
    expect(ids(polls.flat()).sort()).toEqual(ids(beats).sort());
    expect(await poll(NOW + 50 * SECOND)).toEqual(polls[5]);
    expect(ids(await hot.newlyDarkSince([pop], NOW + 40 * SECOND, NOW + 41 * SECOND))).toEqual(['box-49']);
    expect(ids(await hot.newlyStaleSince([pop], NOW, NOW + 2 * SECOND))).toEqual(['box-44', 'box-43']);
  });

  test('a box that returns is newly seen once, however it went', async () => {
    await hot.writeBatch([beat('steady', 30 * SECOND), beat('dark', 600 * SECOND)], NOW - SECOND);
    await hot.writeBatch([beat('steady'), beat('dark'), beat('new')], NOW);
    expect(ids(await hot.newlySeenSince([pop], NOW - SECOND, NOW)).sort()).toEqual(['dark', 'new']);
    expect(ids(await hot.newlySeenSince([pop], NOW - 2 * SECOND, NOW - SECOND))).toEqual(['steady']);
    await hot.writeBatch([beat('dark', -SECOND)], NOW + SECOND);
    expect(await hot.newlySeenSince([pop], NOW, NOW + SECOND)).toEqual([]);
  });

  test('pages by last-seen moment lose and repeat no box, whatever their size, ties included', async () => {
    const beats = Array.from({ length: 23 }, (_unused, index) =>
      beat(`box-${String(index % 7)}-${index}`, Math.floor(index / 9) * SECOND),
    );
    await hot.writeBatch(beats, NOW);
    const whole = await hot.idsByLastSeen(pop, -Infinity, Infinity, { limit: 1000 });
    expect(whole).toHaveLength(23);
    for (const limit of [1, 2, 5, 9, 22, 23]) {
      const paged = [];
      for (let after; ; after = paged.at(-1)) {
        const page = await hot.idsByLastSeen(pop, -Infinity, Infinity, { limit, after });
        paged.push(...page);
        if (page.length < limit) break;
      }
      expect(paged).toEqual(whole);
    }
  });

  test('bounds of a last-seen question are from exclusive, to inclusive', async () => {
    await hot.writeBatch([beat('old', 3 * SECOND), beat('mid', 2 * SECOND), beat('new', SECOND)], NOW);
    const found = await hot.idsByLastSeen(pop, NOW - 3 * SECOND, NOW - 2 * SECOND, { limit: 10 });
    expect(found).toEqual([{ popId: pop, deviceId: 'mid', lastSeenAtMs: NOW - 2 * SECOND }]);
    expect(await hot.idsByLastSeen(pop, -Infinity, Infinity, { limit: 0 })).toEqual([]);
  });

  test('boxes are found by health while they are not offline', async () => {
    const ill = [
      beat('d1', 2000, { temperatureC: 85 }),
      beat('d2', 1000, { cpuPct: 97 }),
      beat('f', 0, { temperatureC: 99 }),
    ];
    await hot.writeBatch([beat('well'), ...ill], NOW);
    const page = { limit: 10 };
    expect(ids(await hot.idsByHealth(pop, 'DEGRADED', NOW, page))).toEqual(['d1', 'd2']);
    expect(ids(await hot.idsByHealth(pop, 'FAULTY', NOW, page))).toEqual(['f']);
    expect(ids(await hot.idsByHealth(pop, 'DEGRADED', NOW + 88_500, page))).toEqual(['d2']);
  });

  test('a forgotten box is in no answer', async () => {
    await hot.writeBatch([beat('gone', 0, { temperatureC: 99 }), beat('stays')], NOW);
    await hot.forget(pop, 'gone');
    await hot.forget(pop, 'never there');
    expect(await hot.readMany([key('gone')], NOW)).toEqual([null]);
    expect(await hot.summary([pop], NOW)).toEqual([
      { popId: pop, online: 1, stale: 0, offline: 0, degraded: 0 },
    ]);
    expect(ids(await hot.newlySeenSince([pop], NOW - SECOND, NOW))).toEqual(['stays']);
  });

  test('ids of any shape stay apart', async () => {
    const odd = ['', '{}', '}', '{a}b', '%7b%7d', 'ü\u0000\n', ' ', 'd:{x}:y'];
    const keys = odd.flatMap((popId) => odd.map((deviceId) => ({ popId, deviceId })));
    const beats = keys.map(({ popId, deviceId }, rttMs) => beat(deviceId, 0, { popId, rttMs }));
    await hot.writeBatch(beats, NOW);
    const records = await hot.readMany(keys, NOW);
    expect(records.map((record) => record?.sample?.rttMs)).toEqual([...keys.keys()]);
    await Promise.all(keys.map(({ popId, deviceId }) => hot.forget(popId, deviceId)));
  });

  test('two writers of one PoP at once leave the newest sample of every box', async () => {
    const beats = Array.from({ length: 300 }, (_unused, index) =>
      beat(`box-${index % 10}`, (index % 30) * SECOND, { rttMs: index % 30 }),
    );
    await Promise.all(beats.map((each) => hot.writeBatch([each], NOW)));
    const records = await hot.readMany(
      Array.from({ length: 10 }, (_unused, index) => key(`box-${index}`)),
      NOW,
    );
    expect(records.map((record) => record?.sample?.rttMs)).toEqual([...Array(10).keys()]);
    const seen = await hot.idsByLastSeen(pop, -Infinity, Infinity, { limit: 100 });
    expect(seen.map(({ lastSeenAtMs }) => NOW - lastSeenAtMs)).toEqual(
      [...Array(10).keys()].reverse().map((age) => age * SECOND),
    );
  });
});

async function startCluster(): Promise<{ url: string; stop(): Promise<void> }> {
  const cluster = await startRedisCluster();
  const nodes = cluster.nodes.map(({ host, port }) => `${host}:${port}`);
  return { url: `redis-cluster://${nodes.join(',')}`, stop: () => cluster.stop() };
}
