import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HotBeat, type HotState } from '../../../../subgraphs/devices/hot-state/hot-state';
import { HotStateUnavailable } from '../../../../subgraphs/devices/hot-state/hot-state-unavailable';
import { openHotState } from '../../../../subgraphs/devices/hot-state/open-hot-state';
import { startRedisCluster } from '../../../kit/redis-cluster';
import { freePort, type PrivateRedis, startPrivateRedis } from './private-redis';

const NOW = 1_800_000_000_000;
const KEY = { popId: 'pop', deviceId: 'box' };
const BEAT: HotBeat = {
  ...KEY,
  sampledAtMs: NOW,
  cpuPct: 1,
  memoryFreeMb: 100,
  diskFreeGb: 10,
  downlinkKbps: 1000,
  rttMs: 1,
  runningCount: 0,
  temperatureC: null,
  bootId: 'ab',
  appliedVersion: 0,
  runningHash: '',
};

describe('hot state while Redis is away', () => {
  const cleanups: (() => Promise<unknown>)[] = [];
  const tidy = <T>(value: T, cleanup: (value: T) => Promise<unknown>): T => {
    cleanups.unshift(() => cleanup(value));
    return value;
  };
  const redisOn = async (port: number): Promise<PrivateRedis> =>
    tidy(await startPrivateRedis(port), (redis) => redis.stop());
  const opened = async (port: number, patienceMs = 2000): Promise<HotState> =>
    tidy(await openHotState(`redis://127.0.0.1:${port}`, { patienceMs }), (hot) => hot.close());

  afterEach(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup();
  });

  test('every call rejects when it was never there', async () => {
    const hot = await opened(await freePort(), 100);
    const calls = [
      hot.readMany([KEY], NOW),
      hot.writeBatch([BEAT], NOW),
      hot.newlyDarkSince(['pop'], 0, NOW),
      hot.newlyStaleSince(['pop'], 0, NOW),
      hot.newlySeenSince(['pop'], 0, NOW),
      hot.summary(['pop'], NOW),
      hot.idsByLastSeen('pop', 0, NOW, { limit: 1 }),
      hot.idsByHealth('pop', 'FAULTY', NOW, { limit: 1 }),
      hot.forget('pop', 'box'),
    ];
    const results = await Promise.allSettled(calls);
    for (const result of results) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: expect.any(HotStateUnavailable) as unknown,
      });
    }
  });

  test('calls reject while it is dead and work again once it is back, without a new hot state', async () => {
    const port = await freePort();
    const first = await redisOn(port);
    const hot = await opened(port);
    await hot.writeBatch([BEAT], NOW);
    await first.stop();
    await expect(hot.readMany([KEY], NOW)).rejects.toThrow(HotStateUnavailable);
    await redisOn(port);
    expect(await once(() => hot.writeBatch([BEAT], NOW))).toMatchObject([{ before: null }]);
    expect(await hot.readMany([KEY], NOW)).toMatchObject([{ lastSeenAtMs: NOW }]);
  });

  test('calls in flight reject when the connection is cut, and none is sent a second time', async () => {
    const upstream = await freePort();
    await redisOn(upstream);
    const proxy = tidy(await startProxy(upstream), (server) => server.stop());
    const hot = await opened(proxy.port);
    await hot.writeBatch([BEAT], NOW);
    proxy.silence();
    const call = hot.readMany([KEY], NOW);
    proxy.cut();
    await expect(call).rejects.toThrow(HotStateUnavailable);
  });

  test('a Redis that hangs is given up on after the time limit, and reconnected to', async () => {
    const redis = await redisOn(await freePort());
    const hot = await opened(Number(new URL(redis.url).port));
    redis.process.kill('SIGSTOP');
    const startedAt = performance.now();
    await expect(hot.readMany([KEY], NOW)).rejects.toThrow('no answer within 300 ms');
    expect(performance.now() - startedAt).toBeLessThan(3000);
    redis.process.kill('SIGCONT');
    expect(await once(() => hot.readMany([KEY], NOW))).toEqual([null]);
  });

  test('calls reject when a whole cluster is gone', async () => {
    const cluster = tidy(await startRedisCluster(), (each) => each.stop());
    const nodes = cluster.nodes.map(({ host, port }) => `${host}:${port}`).join(',');
    const hot = tidy(await openHotState(`redis-cluster://${nodes}`), (each) => each.close());
    await hot.writeBatch([BEAT], NOW);
    await cluster.stop();
    await expect(hot.readMany([KEY], NOW)).rejects.toThrow(HotStateUnavailable);
    await expect(hot.writeBatch([BEAT], NOW)).rejects.toThrow(HotStateUnavailable);
  });

  test('a process too busy to read the answer in time does not blame Redis', async () => {
    const redis = await redisOn(await freePort());
    const hot = await opened(Number(new URL(redis.url).port));
    const call = hot.readMany([KEY], NOW);
    await new Promise((resolve) => setImmediate(resolve));
    const busyUntil = performance.now() + 600;
    while (performance.now() < busyUntil);
    expect(await call).toEqual([null]);
  });

  test('a wrong option or address is refused at once', async () => {
    await expect(openHotState('redis://x', { timeoutMs: 0 })).rejects.toThrow('timeoutMs must be a positive');
    await expect(openHotState(null, { intervalMs: NaN })).rejects.toThrow('intervalMs must be a positive');
    await expect(openHotState('nonsense')).rejects.toThrow(RangeError);
  });

  test('a closed hot state rejects, in the process as well', async () => {
    const redis = await redisOn(await freePort());
    for (const hot of [await opened(Number(new URL(redis.url).port)), await openHotState(null)]) {
      await hot.close();
      await expect(hot.readMany([KEY], NOW)).rejects.toThrow(HotStateUnavailable);
    }
  });
});

/** The first success of the call, tried for as long as the test may take. */
async function once<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof HotStateUnavailable)) throw error;
      await sleep(20);
    }
  }
}

interface Proxy {
  readonly port: number;
  /** Lets nothing through any more, without closing. */
  silence(): void;
  cut(): void;
  stop(): Promise<unknown>;
}

async function startProxy(upstreamPort: number): Promise<Proxy> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    const upstream = connect(upstreamPort, '127.0.0.1');
    sockets.push(socket, upstream);
    for (const each of [socket, upstream]) each.on('error', () => undefined);
    socket.pipe(upstream).pipe(socket);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const cut = (): void => sockets.splice(0).forEach((socket) => socket.destroy());
  return {
    port,
    cut,
    silence: () => sockets.forEach((socket) => socket.unpipe().pause()),
    async stop() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
