import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { devicesRoom } from '../../../subgraphs/devices/index';
import { silenceLimits } from '../../../subgraphs/devices/hot-state/reachability';
import { nextWatchStep, silenceTransitions } from '../../../subgraphs/devices/reachability/watch-silence';
import { startRoom } from '../../../subgraphs/kit/start-room';
import { freePort, type PrivateRedis, startPrivateRedis } from './hot-state/private-redis';
import { boxesOf, type DevicesFixture, type SeededBox, sendBeats, startDevices } from './fixture';

const LIMITS = silenceLimits();

describe('what may be said about silence', () => {
  const state = { toldUntilMs: 1_000, lookedAtMs: 5_000, blindUntilMs: 0 };

  it('is what came since it was told last', () => {
    expect(nextWatchStep(state, 6_000, LIMITS)).toEqual({
      kind: 'tell',
      sinceMs: 1_000,
      state: { toldUntilMs: 6_000, lookedAtMs: 6_000, blindUntilMs: 0 },
    });
  });

  it('is nothing for three intervals after nobody looked for one', () => {
    const step = nextWatchStep(state, 36_000, LIMITS);
    expect(step).toEqual({
      kind: 'wait',
      state: { toldUntilMs: 1_000, lookedAtMs: 36_000, blindUntilMs: 126_000 },
    });
    expect(nextWatchStep(step.state, 60_000, LIMITS).kind).toBe('wait');
  });

  it('is all of it once the boxes had their time to come back', () => {
    const late = { toldUntilMs: 1_000, lookedAtMs: 125_000, blindUntilMs: 126_000 };
    expect(nextWatchStep(late, 126_000, LIMITS)).toMatchObject({ kind: 'tell', sinceMs: 1_000 });
  });

  it('is OFFLINE for a box that went STALE and OFFLINE between two looks', () => {
    const box = { popId: 'p', deviceId: 'd', lastSeenAtMs: 10_000 };
    expect(silenceTransitions([box], [box], LIMITS)).toEqual([{ ...box, to: 'OFFLINE', atMs: 100_000 }]);
    expect(silenceTransitions([box], [], LIMITS)).toEqual([{ ...box, to: 'STALE', atMs: 55_000 }]);
  });
});

/** Moves the clock in steps that a watch takes for uninterrupted, and waits until it looked at each. */
async function pass(room: DevicesFixture, seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 15) {
    room.clock.advance(Math.min(15, left));
    await untilLooked(room);
  }
}

async function untilLooked(room: DevicesFixture): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const { rows } = await room.server.database.pool.query<{ looked: string }>(
      'SELECT looked_at_ms AS looked FROM reachability_watch',
    );
    if (Number(rows[0]?.looked) === room.clock.now.getTime()) return;
    await sleep(20);
  }
  throw new Error('nobody looked for silent boxes');
}

function toldOf(room: DevicesFixture, ids: readonly string[]): [string, unknown][] {
  return room.delivered
    .filter((event) => event.topic === 'devices.device.reachability' && ids.includes(event.key))
    .map((event): [string, unknown] => [event.key, event.payload['reachability']]);
}

const at = ({ id, popId }: SeededBox): { deviceId: string; popId: string } => ({ deviceId: id, popId });

describe('a box that falls silent', () => {
  let room: DevicesFixture;
  let redis: PrivateRedis;

  beforeEach(async () => {
    redis = await startPrivateRedis(await freePort());
    room = await startDevices({ settings: { REDIS_URL: redis.url } });
    await room.seed({ devices: 40 });
    await room.server.relay.drain();
    room.delivered.length = 0;
  });

  afterEach(async () => {
    await room.close();
    await redis.stop();
  });

  it('is told STALE and then OFFLINE, once, although two processes look; a retired one is not told', async () => {
    const [silent, retired, alive] = await boxesOf(room, 'ACTIVATED');
    if (!silent || !retired || !alive) throw new Error('no boxes');
    await sendBeats(room, at(silent), at(retired), at(alive));
    await room.query(
      `mutation { retireDevice(deviceId: "${retired.id}", ifVersion: ${retired.version}, evict: true) { __typename } }`,
    );
    const { connectionString } = room.server.database.pool.options;
    const second = await startRoom(devicesRoom, {
      databaseUrl: connectionString ?? '',
      port: 0,
      envelopeKeys: room.envelopeKeys,
      cursorSecret: 'a secret of the tests',
      peers: {},
      settings: { REDIS_URL: redis.url },
      log: pino({ level: 'silent' }),
      clock: () => room.clock.now,
      deliver: async (consumer, events) => {
        room.delivered.push(...events.map((event) => ({ ...event, consumer })));
      },
    });
    try {
      for (let round = 0; round < 6; round += 1) {
        await pass(room, 15);
        await sendBeats(room, at(alive));
      }
      await pass(room, 15);
    } finally {
      await second.close();
    }
    expect(toldOf(room, [silent.id])).toEqual([
      [silent.id, 'ONLINE'],
      [silent.id, 'STALE'],
      [silent.id, 'OFFLINE'],
    ]);
    expect(toldOf(room, [retired.id])).toEqual([[retired.id, 'ONLINE']]);
    expect(toldOf(room, [alive.id])).toEqual([[alive.id, 'ONLINE']]);
  });
});

describe('when Redis is gone', () => {
  it('boxes are UNKNOWN, the rest of the answer is whole, and nobody is told OFFLINE', async () => {
    const port = await freePort();
    let redis = await startPrivateRedis(port);
    const room = await startDevices({ settings: { REDIS_URL: redis.url } });
    try {
      await room.seed({ devices: 40 });
      await room.server.relay.drain();
      room.delivered.length = 0;
      const boxes = (await boxesOf(room, 'ACTIVATED')).slice(0, 10);
      const ids = boxes.map((box) => box.id);
      await sendBeats(room, ...boxes.map(at));
      const page = `{ devices(filter: { popId: "${boxes[0]?.popId}" }, first: 3) { edges { node {
        id reachability lastSeenAt health operationalState usageState hot { cpuPct } model { name } } } }
        pop(id: "${boxes[0]?.popId}") { summary { total online stale offline degraded } } }`;
      expect(JSON.stringify((await room.query(page)).data)).toContain('ONLINE');

      await redis.stop();
      const blind = await room.query<{
        devices: { edges: { node: Record<string, unknown> }[] };
        pop: { summary: Record<string, number> };
      }>(page);
      expect(blind.errors).toEqual([]);
      for (const { node } of blind.data.devices.edges) {
        expect(node).toMatchObject({ reachability: 'UNKNOWN', hot: null, lastSeenAt: null, health: 'OK' });
        expect(node['model']).not.toBeNull();
      }
      expect(blind.data.pop.summary).toMatchObject({ online: 0, stale: 0, offline: 0 });
      expect(blind.data.pop.summary['total']).toBeGreaterThan(0);
      const filtered = (filter: string): ReturnType<DevicesFixture['query']> =>
        room.query(`{ devices(filter: { popId: "${boxes[0]?.popId}", ${filter} }) { edges { cursor } } }`);
      expect((await filtered('reachability: [OFFLINE]')).codes).toEqual(['UNAVAILABLE']);
      expect((await filtered('health: [FAULTY]')).codes).toEqual(['UNAVAILABLE']);
      expect((await filtered('silentForSeconds: 5')).codes).toEqual(['UNAVAILABLE']);
      expect((await filtered('reachability: [UNKNOWN]')).errors).toEqual([]);

      const beats = await sendBeats(room, ...boxes.map((box) => ({ ...at(box), appliedVersion: 5 })));
      expect(beats.body.accepted).toBe(10);
      const drift = await room.query(`{ device(id: "${ids[0]}") { reported { version } } }`);
      expect(drift.data).toEqual({ device: { reported: { version: 5 } } });
      for (let step = 0; step < 4; step += 1) {
        room.clock.advance(15);
        // Time for a look that finds no Redis.
        await sleep(1_200);
      }

      redis = await startPrivateRedis(port);
      await sleep(2_500);
      await pass(room, 15);
      await sendBeats(room, ...boxes.map(at));
      expect(JSON.stringify((await room.query(page)).data)).toContain('ONLINE');
      await room.server.relay.drain();
      expect(toldOf(room, ids).filter(([, reachability]) => reachability !== 'ONLINE')).toEqual([]);
    } finally {
      await room.close();
      await redis.stop();
    }
  }, 60_000);
});
