import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../cli/process/wait-until';
import { type RedisServer, startRedis } from '../../cli/servers/redis';
import { type ClientStream, openStream } from '../kit/gateway-streams';
import { guardProcess, releaseProcess } from '../kit/guard';
import { CLAIM, type ClaimAnswer, fittingClaim } from '../kit/placing';
import { stillRunning } from '../kit/process-tree';
import { type Product, type ProductAnswer, startProduct } from '../kit/product';
import { testServers } from '../kit/servers';
import { type TemporaryTestFolder, makeTestFolder } from '../kit/temporary-folder';

let product: Product;
let folder: TemporaryTestFolder;
let redis: RedisServer;

beforeAll(async () => {
  folder = makeTestFolder();
  redis = await startOurRedis();
  product = await startProduct({ devices: 300, environment: { REDIS_URL: redis.url } });
}, 150_000);

afterAll(async () => {
  await product.remove();
  await redis.stop();
  releaseProcess(redis.pid);
  folder.remove();
});

/** At the same address each time, and ours: the product must not be able to start it again. */
async function startOurRedis(): Promise<RedisServer> {
  const server = await startRedis({
    folder: path.join(folder.path, 'redis'),
    binary: testServers().redisServer,
  });
  guardProcess(server.pid);
  return server;
}

interface Box {
  id: string;
  reachability: string;
  lastSeenAt: string | null;
  hot: { memoryFreeMb: number } | null;
  model: { name: string };
  subscriber: { id: string } | null;
  placements: { edges: { node: { state: string } }[] };
}
interface Boxes { devices: { edges: { node: Box }[] } } // prettier-ignore

function askBoxes(): Promise<ProductAnswer<Boxes>> {
  return product.ask<Boxes>(
    'provisioning',
    '{ devices(filter: { lifecycle: [ACTIVATED] }, first: 50) { edges { node { id reachability lastSeenAt hot { memoryFreeMb } model { name } subscriber { id } placements(first: 5) { edges { node { state } } } } } } }',
  );
}

async function boxes(): Promise<Box[]> {
  const answer = await askBoxes();
  expect(answer.errors).toEqual([]);
  return answer.data.devices.edges.map(({ node }) => node);
}

async function online(): Promise<number> {
  return (await boxes()).filter(({ reachability, hot }) => reachability === 'ONLINE' && hot !== null).length;
}

/** Ids of placements in a state. */
async function placementsIn(state: string): Promise<Set<string>> {
  interface Page { placements: { edges: { node: { id: string } }[] } } // prettier-ignore
  const { data } = await product.ask<Page>(
    'scheduling',
    `{ placements(state: [${state}], first: 500) { edges { node { id } } } }`,
  );
  return new Set(data.placements.edges.map(({ node }) => node.id));
}

/** Collects what a subscription says until it is left. */
function collect(stream: ClientStream): string[] {
  const events: string[] = [];
  void (async () => {
    for (let event = await stream.next(); event; event = await stream.next()) events.push(event.data);
  })().catch(() => undefined);
  return events;
}

describe('without Redis (I14)', () => {
  it('the fleet comes alive first', async () => {
    expect(await waitUntil(async () => (await online()) >= 25, { timeoutMs: 90_000, everyMs: 500 })).toBe(
      true,
    );
  }, 100_000);

  it('boxes are UNKNOWN with the rest of the answer intact, claims go on, and no silence is inferred', async () => {
    const headers = { authorization: `Bearer ${product.token('provisioning')}` };
    const stream = await openStream(
      `http://127.0.0.1:${product.port}/graphql`,
      'subscription { deviceReachabilityChanged { id reachability } }',
      { headers },
    );
    const lostBefore = await placementsIn('LOST');
    const aliveBefore = await placementsIn('RUNNING');
    process.kill(redis.pid, 'SIGKILL');
    const events = collect(stream);

    const isUnknown = async (): Promise<boolean> =>
      (await boxes()).every(
        ({ reachability, hot, lastSeenAt }) =>
          reachability === 'UNKNOWN' && hot === null && lastSeenAt === null,
      );
    expect(await waitUntil(isUnknown, { timeoutMs: 10_000, everyMs: 100 })).toBe(true);
    // A box that went dark before, by itself, may have been told until now.
    const toldBefore = events.length;
    const seen = await boxes();
    expect(seen).toHaveLength(50);
    expect(seen.every(({ model }) => model.name !== '')).toBe(true);
    expect(seen.some(({ subscriber }) => subscriber !== null)).toBe(true);
    expect(seen.some(({ placements }) => placements.edges.length > 0)).toBe(true);

    const claimed = await product.ask<ClaimAnswer>('scheduling', CLAIM, { in: await fittingClaim(product) });
    expect(claimed.errors).toEqual([]);
    expect(claimed.data.claim.__typename).toBe('PlacementPayload');
    const { placementId: _, deviceId: __, providerGeneration: ___, ...where } = await fittingClaim(product);
    const placed = await product.ask<{ place: { __typename: string } }>(
      'scheduling',
      'mutation ($in: PlaceInput!) { place(input: $in) { __typename } }',
      { in: where },
    );
    expect(placed.errors).toEqual([]);
    expect(placed.data.place.__typename).toBe('PlacementPayload');

    const heat = await product.ask<{ regions: { summary: { total: number; offline: number } }[] }>(
      'scheduling',
      '{ regions { id summary { total online stale offline asOf } } }',
    );
    expect(heat.status).toBe(200);
    for (const region of heat.data?.regions ?? []) expect(region.summary?.offline ?? 0).toBe(0);

    await sleep(5_000);
    expect(events.slice(toldBefore).filter((event) => event.includes('OFFLINE'))).toEqual([]);
    const lost = [...(await placementsIn('LOST'))].filter((id) => !lostBefore.has(id));
    const evicted = [...(await placementsIn('EVICTED'))].filter((id) => aliveBefore.has(id));
    expect({ lost, evicted }).toEqual({ lost: [], evicted: [] });
    stream.leave();
  }, 60_000);

  it('an empty Redis at the same address makes boxes ONLINE again within a minute, none OFFLINE in between', async () => {
    const headers = { authorization: `Bearer ${product.token('provisioning')}` };
    const stream = await openStream(
      `http://127.0.0.1:${product.port}/graphql`,
      'subscription { deviceReachabilityChanged { id reachability } }',
      { headers },
    );
    const events = collect(stream);
    const lostBefore = await placementsIn('LOST');
    releaseProcess(redis.pid);
    redis = await startOurRedis();
    expect(await waitUntil(async () => (await online()) >= 25, { timeoutMs: 60_000, everyMs: 500 })).toBe(
      true,
    );
    expect(events.filter((event) => event.includes('OFFLINE'))).toEqual([]);
    expect([...(await placementsIn('LOST'))].filter((id) => !lostBefore.has(id))).toEqual([]);
    stream.leave();
  }, 90_000);

  it('a Redis that hangs is waited for briefly, and answers come without it', async () => {
    process.kill(redis.pid, 'SIGSTOP');
    try {
      const begun = performance.now();
      const seen = await boxes();
      expect(performance.now() - begun).toBeLessThan(5_000);
      expect(seen.every(({ reachability, hot }) => reachability === 'UNKNOWN' && hot === null)).toBe(true);
    } finally {
      process.kill(redis.pid, 'SIGCONT');
    }
    expect(await waitUntil(async () => (await online()) >= 25, { timeoutMs: 60_000, everyMs: 500 })).toBe(
      true,
    );
  }, 90_000);
});

describe('without PostgreSQL', () => {
  const GONE = ['UNAVAILABLE', 'SUBREQUEST_TIMEOUT', 'GATEWAY_TIMEOUT'];

  function expectCoded(answer: ProductAnswer<unknown>): void {
    for (const { message, extensions } of answer.errors) {
      expect(GONE).toContain(extensions?.code);
      expect(message).not.toMatch(/postgres|socket|ECONN|\/tmp|127\.0\.0\.1|subscribers|SELECT/i);
    }
  }

  const postgres = () => product.processes().filter(({ command }) => /^(\S*\/)?postgres\b/.test(command));

  it('questions and claims fail with UNAVAILABLE, and all is well when it is started again', async () => {
    const claim = await fittingClaim(product);
    const before = await placementsIn('RUNNING');
    const gone = postgres();
    // The supervisor would have it back within a second: too fast to look.
    process.kill(product.process.pid!, 'SIGSTOP');
    try {
      for (const { pid } of stillRunning(gone)) process.kill(pid, 'SIGKILL');
      const asked = await askBoxes();
      expect(asked.errors.map(({ extensions }) => extensions?.code)).toContain('UNAVAILABLE');
      expectCoded(asked);
      const claimed = await product.ask('scheduling', CLAIM, { in: claim });
      expect(claimed.errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAVAILABLE']);
      expectCoded(claimed);
      const catalogue = await product.ask(null, '{ plans { id } }');
      expect(catalogue.errors).toHaveLength(1);
      expectCoded(catalogue);
    } finally {
      process.kill(product.process.pid!, 'SIGCONT');
    }
    const isBack = async (): Promise<boolean> => {
      const answer = await askBoxes();
      expectCoded(answer);
      return answer.errors.length === 0 && answer.data.devices.edges.length === 50;
    };
    expect(await waitUntil(isBack, { timeoutMs: 30_000, everyMs: 200 })).toBe(true);
    // The same claim, with the same key: it was not half-done.
    const again = await product.ask<ClaimAnswer>('scheduling', CLAIM, { in: claim });
    expect(again.data.claim.__typename).toBe('PlacementPayload');
    const after = await placementsIn('RUNNING');
    expect([...before].filter((id) => !after.has(id))).toEqual([]);
  }, 90_000);

  it('one that hangs for a moment delays answers or fails them with a code, and nothing needs a restart', async () => {
    const frozen = postgres();
    for (const { pid } of frozen) process.kill(pid, 'SIGSTOP');
    const asked = askBoxes();
    await sleep(2_000);
    for (const { pid } of stillRunning(frozen)) process.kill(pid, 'SIGCONT');
    expectCoded(await asked);
    expect(await boxes()).toHaveLength(50);
  }, 60_000);

  it('events between the subgraphs go on afterwards: a claim comes to run', async () => {
    const claim = await fittingClaim(product);
    const claimed = await product.ask<ClaimAnswer>('scheduling', CLAIM, { in: claim });
    expect(claimed.data.claim.__typename).toBe('PlacementPayload');
    const isRunning = async (): Promise<boolean> => {
      const { data } = await product.ask<{ placement: { state: string } }>(
        'scheduling',
        `{ placement(id: "${claim.placementId}") { state } }`,
      );
      return data.placement.state === 'RUNNING';
    };
    expect(await waitUntil(isRunning, { timeoutMs: 90_000, everyMs: 500 })).toBe(true);
  }, 100_000);
});
