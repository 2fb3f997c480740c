import { Redis } from 'ioredis';
import { type HotBeat, type HotState } from '../../../../subgraphs/devices/hot-state/hot-state';
import { openHotState } from '../../../../subgraphs/devices/hot-state/open-hot-state';
import { freePort, type PrivateRedis, startPrivateRedis } from './private-redis';

const NOW = 1_800_000_000_000;

describe('what Redis holds', () => {
  let server: PrivateRedis;
  let redis: Redis;
  let hot: HotState;

  beforeAll(async () => {
    server = await startPrivateRedis(await freePort());
    redis = new Redis(server.url);
    hot = await openHotState(server.url, { timeoutMs: 5000 });
  });
  beforeEach(async () => {
    await redis.flushall();
  });
  afterAll(async () => {
    await hot.close();
    redis.disconnect();
    await server.stop();
  });

  const beat = (deviceId: string, changes: Partial<HotBeat> = {}): HotBeat => ({
    popId: 'pop-a',
    deviceId,
    sampledAtMs: NOW,
    cpuPct: 5,
    memoryFreeMb: 900,
    diskFreeGb: 9,
    downlinkKbps: 100_000,
    rttMs: 4,
    runningCount: 0,
    temperatureC: 40,
    bootId: 'a1b2c3d4',
    appliedVersion: 1,
    runningHash: '01020304',
    ...changes,
  });

  test('a box takes one packed value that expires and one member of the last-seen set', async () => {
    await hot.writeBatch([beat('box')], NOW);
    expect((await redis.keys('*')).sort()).toEqual(['d:{pop-a}:box', 'returned:{pop-a}', 'seen:{pop-a}']);
    expect(await redis.strlen('d:{pop-a}:box')).toBe(35);
    expect(await redis.pttl('d:{pop-a}:box')).toBeGreaterThan(0);
    expect(await redis.pttl('d:{pop-a}:box')).toBeLessThanOrEqual(90_000);
    expect(await redis.pttl('seen:{pop-a}')).toBe(-1);
  });

  test('a sample that is already half a minute old lives only for the rest of its time', async () => {
    await hot.writeBatch([beat('box', { sampledAtMs: NOW - 30_000 })], NOW);
    expect(await redis.pttl('d:{pop-a}:box')).toBeLessThanOrEqual(60_000);
  });

  test('every key of a PoP carries the same hash tag, whatever its name', async () => {
    for (const popId of ['pop-a', '', '{}', 'x}{y']) {
      const ill = [beat('one', { popId, temperatureC: 85 }), beat('{two}', { popId, diskFreeGb: 0 })];
      await hot.writeBatch(ill, NOW);
      const tags = (await redis.keys('*')).map((key) => /\{(.*?)\}/.exec(key)?.[1]);
      expect(tags).toHaveLength(6);
      expect(new Set(tags).size).toBe(1);
      expect(tags[0]).not.toBe('');
      await redis.flushall();
    }
  });

  test('a forgotten box leaves no key behind', async () => {
    await hot.writeBatch([beat('box', { temperatureC: 99 })], NOW);
    await hot.forget('pop-a', 'box');
    expect(await redis.keys('*')).toEqual([]);
  });

  test('returns older than ten minutes are dropped', async () => {
    await hot.writeBatch([beat('old')], NOW);
    const later = NOW + 600_001;
    await hot.writeBatch([beat('new', { sampledAtMs: later })], later);
    expect(await redis.zrange('returned:{pop-a}', '0', '-1')).toEqual(['new']);
  });

  test('a server that lost the script is given it again', async () => {
    await hot.writeBatch([beat('box')], NOW);
    await redis.script('FLUSH');
    await hot.writeBatch([beat('box', { cpuPct: 6 })], NOW);
    expect(await hot.readMany([beat('box')], NOW)).toMatchObject([{ sample: { cpuPct: 6 } }]);
  });

  test('a value of another release reads as no sample and is overwritten', async () => {
    await hot.writeBatch([beat('box')], NOW);
    await redis.set('d:{pop-a}:box', Buffer.from('ff', 'hex'));
    expect(await hot.readMany([beat('box')], NOW)).toEqual([{ lastSeenAtMs: NOW, sample: null }]);
    await hot.writeBatch([beat('box')], NOW);
    expect(await hot.readMany([beat('box')], NOW)).toMatchObject([{ sample: { cpuPct: 5 } }]);
  });

  test('keys are never searched for: no KEYS, no SCAN, and a page of one PoP is two commands', async () => {
    await hot.writeBatch([beat('a'), beat('b')], NOW);
    await redis.config('RESETSTAT');
    await hot.readMany([beat('a'), beat('b'), beat('c')], NOW);
    await hot.summary(['pop-a'], NOW);
    await hot.newlyDarkSince(['pop-a'], NOW, NOW + 90_000);
    await hot.idsByLastSeen('pop-a', -Infinity, Infinity, { limit: 10 });
    const stats = await redis.info('commandstats');
    const counts = [...stats.matchAll(/cmdstat_([a-z|]+):calls=(\d+)/g)].map(
      ([, name, calls]) => `${name} ${calls}`,
    );
    expect(counts.sort()).toEqual([
      'config|resetstat 1',
      'mget 1',
      'zcount 5',
      'zmscore 1',
      'zrangebyscore 2',
    ]);
  });
});
