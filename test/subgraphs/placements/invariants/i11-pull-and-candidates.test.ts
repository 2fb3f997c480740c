import { sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import { DEFAULT_REQUEST } from '../../../../subgraphs/placements/candidates/candidate-request';
import { filtersFor } from '../../../../subgraphs/placements/candidates/filters';
import { searchStatement } from '../../../../subgraphs/placements/candidates/search-providers';
import { pullSeconds, weigh } from '../../../../subgraphs/placements/candidates/weigh';
import type { CandidateCall } from '../../../../subgraphs/placements/engine-types';
import { readClaimFacts } from '../../../../subgraphs/placements/store/read-claim-facts';
import { createWorld, type DeviceTold, SCHEDULER, type World } from '../engine-world';

describe('I11: the pull, and what else the search looks at', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  it('takes 32 s for 200 MB over 50 Mbit/s and 267 s over 6 Mbit/s', () => {
    expect(pullSeconds(200_000_000, 50_000)).toBe(32);
    expect(pullSeconds(200_000_000, 6_000)).toBe(267);
    expect(pullSeconds(null, 6_000)).toBeNull();
    expect(pullSeconds(1, null)).toBeNull();
  });

  async function isFound(box: Partial<DeviceTold>, call: Partial<CandidateCall> = {}): Promise<boolean> {
    const popId = `pop-${Math.random()}`;
    const deviceId = await world.device(`dev-${popId}`, { popId, ...box });
    const found = await world.engine.allocationCandidates(
      { imageId: 'img-1', popIds: [popId], ...call },
      SCHEDULER,
    );
    return found.candidates.some((candidate) => candidate.deviceId === deviceId);
  }

  it.each<[string, Partial<DeviceTold>, Partial<CandidateCall>, boolean]>([
    ['a line that is fast enough', { downlinkKbps: 50_000 }, { maxPullSeconds: 32 }, true],
    ['a line that is too slow', { downlinkKbps: 50_000 }, { maxPullSeconds: 31 }, false],
    ['a line nobody knows', { downlinkKbps: null }, { maxPullSeconds: 1_000 }, false],
    ['a disk for the image, packed and unpacked', { diskGb: 2 }, {}, true],
    ['a month’s data that lasts', { dataCapRemainingGb: 0.2 }, {}, true],
    ['a month’s data that does not', { dataCapRemainingGb: 0.19 }, {}, false],
    ['a trait that is missing', {}, { requiredTraits: ['HW_X'] }, false],
    ['a trait with a NUL', {}, { requiredTraits: ['\0'] }, false],
    ['a trait that is there', { traits: ['HW_X'] }, { requiredTraits: ['HW_X'] }, true],
    ['a trait that must not be', { traits: ['HW_X'] }, { forbiddenTraits: ['HW_X'] }, false],
    ['a box taken out by trait', { traits: ['COMPUTE_STATUS_DISABLED'] }, {}, false],
    ['another arch', { arch: 'MIPS' }, {}, false],
    ['a box that is not activated', { lifecycle: 'SUSPENDED' }, {}, false],
    ['its subscriber', {}, { subscriberId: 'sub-1' }, true],
    ['the PoP of another home', { subscriberId: 'sub-else' }, { subscriberId: 'sub-1' }, true],
    ['a shared host', { subscriberId: null }, { subscriberId: 'sub-1' }, true],
  ])('a search with %s', async (_what, box, call, expected) => {
    expect(await isFound(box, call)).toBe(expected);
  });

  it('needs room for the unpacked image beside the packed one', async () => {
    const imageId = await world.image('img-large', { sizeBytes: 2 ** 30, virtualSizeBytes: 3 * 2 ** 30 });
    expect(await isFound({ diskGb: 4 }, { imageId })).toBe(true);
    expect(await isFound({ diskGb: 3 }, { imageId })).toBe(false);
  });

  it.each([
    ['ONLINE', 3_600, true],
    ['STALE', 60, true],
    ['STALE', 120, false],
    ['OFFLINE', 0, false],
  ])('finds boxes that are %s and were seen %d s ago: %s', async (reachability, secondsAgo, expected) => {
    const popId = `pop-${reachability}-${secondsAgo}`;
    await world.device(`dev-${popId}`, { popId });
    await world.reachability(
      `dev-${popId}`,
      reachability,
      new Date(world.time.now.getTime() - secondsAgo * 1000),
    );
    const call = { imageId: 'img-1', popIds: [popId], onlineWithinSeconds: 90 };
    const found = await world.engine.allocationCandidates(call, SCHEDULER);
    expect(found.candidates).toHaveLength(expected ? 1 : 0);
    expect(found.filters.find((filter) => filter.name === 'reachability')?.remaining).toBe(expected ? 1 : 0);
  });

  it('says how many boxes each filter left, in their order', async () => {
    const popId = 'pop-counted';
    await world.device('c1', { popId });
    await world.device('c2', { popId, lifecycle: 'INVENTORY' });
    await world.device('c3', { popId, arch: 'MIPS' });
    await world.device('c4', { popId, memoryMb: 128 });
    const found = await world.engine.allocationCandidates(
      { imageId: 'img-1', popIds: [popId, popId] },
      SCHEDULER,
    );
    expect(found.searched).toBe(4);
    expect(found.exhaustive).toBe(true);
    expect(found.filters.map((filter) => `${filter.name} ${filter.remaining}`)).toEqual([
      'lifecycle 3',
      'image 3',
      'arch 2',
      'reachability 2',
      'requiredTraits 2',
      'forbiddenTraits 2',
      'VCPU 2',
      'MEMORY_MB 1',
      'DISK_GB 1',
      'pull 1',
    ]);
    expect(found.candidates).toHaveLength(1);
    expect(found.candidates[0]?.score).toBeCloseTo(
      found.candidates[0]?.weights.reduce((sum, each) => sum + each.value * each.multiplier, 0) ?? -1,
    );
  });

  it('stops when it has enough, and says that it did not look everywhere', async () => {
    for (let index = 0; index < 20; index += 1) {
      await world.device(`many-${index}`, { popId: `many-${index}`, regionId: 'region-many' });
    }
    const found = await world.engine.allocationCandidates(
      { imageId: 'img-1', regionId: 'region-many', limit: 3 },
      SCHEDULER,
    );
    expect(found.candidates).toHaveLength(3);
    expect(found.exhaustive).toBe(false);
    expect(found.searched).toBeLessThan(20);
  });

  it.each([{ limit: 0 }, { limit: 501 }, { maxPullSeconds: -1 }, { onlineWithinSeconds: -1 }])(
    'refuses %j',
    async (call) => {
      await expect(
        world.engine.allocationCandidates({ imageId: 'img-1', ...call }, SCHEDULER),
      ).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    },
  );

  it('finds nothing in PoPs and regions that do not exist, and does not know unknown images', async () => {
    for (const where of [{ popIds: ['nowhere', '\0'] }, { popIds: [] }, { regionId: 'nowhere' }]) {
      const found = await world.engine.allocationCandidates({ imageId: 'img-1', ...where }, SCHEDULER);
      expect(found).toMatchObject({ candidates: [], searched: 0, exhaustive: true });
    }
    await expect(world.engine.allocationCandidates({ imageId: 'none' }, SCHEDULER)).rejects.toMatchObject({
      extensions: { code: 'NOT_FOUND' },
    });
  });

  it('looks at PoPs of a region only when both are named', async () => {
    await world.device('both-in', { popId: 'pop-both-in', regionId: 'region-both' });
    await world.device('both-out', { popId: 'pop-both-out', regionId: 'region-else' });
    const popIds = ['pop-both-in', 'pop-both-out'];
    const search = (regionId: string) =>
      world.engine.allocationCandidates({ imageId: 'img-1', popIds, regionId }, SCHEDULER);
    expect((await search('region-both')).candidates.map((each) => each.deviceId)).toEqual(['both-in']);
    expect((await search('nowhere')).candidates).toEqual([]);
  });

  it('stays with the own boxes where no place is named, and puts them first where one is', async () => {
    await world.subscriber('sub-home');
    await world.device('home', { popId: 'pop-home', subscriberId: 'sub-home' });
    await world.device('next-door', { popId: 'pop-home', subscriberId: 'sub-1', memoryMb: 65_536 });
    const search = async (more: object): Promise<string[]> => {
      const call = { imageId: 'img-1', subscriberId: 'sub-home', ...more };
      const { candidates } = await world.engine.allocationCandidates(call, SCHEDULER);
      return candidates.map((each) => each.deviceId);
    };
    expect(await search({})).toEqual(['home']);
    expect(await search({ popIds: ['pop-home'] })).toEqual(['home', 'next-door']);
  });

  it('gives as many candidates as are asked for, up to a page', async () => {
    const popId = 'pop-wide';
    await Promise.all(Array.from({ length: 230 }, (_, index) => world.device(`wide-${index}`, { popId })));
    const call = { imageId: 'img-1', popIds: [popId], limit: 500 };
    const found = await world.engine.allocationCandidates(call, SCHEDULER);
    expect(found).toMatchObject({ exhaustive: true, searched: 230 });
    expect(found.candidates).toHaveLength(230);
  });

  it('puts equals in random order and the better ones first', () => {
    const box = (id: string, memory: number) => ({
      id,
      device_id: id,
      generation: 1,
      pop_id: 'p',
      subscriber_id: null,
      reachability: 'ONLINE',
      vcpu_free: 1,
      memory_free: memory,
      disk_free: 1,
      downlink_kbps: 1,
    });
    const boxes = [box('a', 1), box('b', 1), box('c', 1), box('best', 2)];
    const firsts = new Set<string>();
    for (let run = 0; run < 50; run += 1) {
      const order = weigh(boxes, { subscriberId: null, sizeBytes: null, random: Math.random });
      expect(order[0]?.deviceId).toBe('best');
      firsts.add(order[1]?.deviceId ?? '');
    }
    expect(firsts).toEqual(new Set(['a', 'b', 'c']));
  });

  it('reads its covering index and nothing else', async () => {
    const client = new Client({ connectionString: world.url });
    await client.connect();
    await client.query(`
      SET search_path = placements;
      INSERT INTO providers (id, device_id, pop_id, region_id, arch, traits, lifecycle, host_figures, device_version,
        vcpu_free, memory_free, disk_free)
      SELECT 'rp-x' || n, 'x' || n, 'pop-x' || n % 20, 'region-x', 'AARCH64', '{}', 'ACTIVATED', '', 1,
        n % 5, n % 4096, n % 65 FROM generate_series(1, 20000) AS n`);
    await client.query('VACUUM ANALYZE providers');
    const facts = await readClaimFacts(world.database, world.database.db, {
      placementId: '',
      deviceId: '',
      subscriberId: 'sub-1',
      imageId: 'img-1',
      groupId: null,
    });
    if (facts.image === null) throw new Error('no image');
    const filters = filtersFor({
      request: DEFAULT_REQUEST,
      image: facts.image,
      amounts: [
        { resourceClass: 'VCPU', amount: 1 },
        { resourceClass: 'MEMORY_MB', amount: 512 },
        { resourceClass: 'DISK_GB', amount: 4 },
      ],
      subscriber: facts.subscriber,
      group: null,
      caller: SCHEDULER,
      masks: { required: { mask: 0n, names: [] }, forbidden: { mask: 1n, names: [] } },
      now: world.time.now,
    });
    const statement = searchStatement(sql`pop_id = ANY(${sql.param(['pop-x3'])}::text[])`, filters);
    const { sql: text, params } = new PgDialect().sqlToQuery(statement);
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE, COSTS OFF) ${text}`,
      params,
    );
    await client.end();
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index Only Scan (Backward )?using providers_search/);
    expect(plan).toMatch(/Heap Fetches: 0\b/);
    expect(plan).not.toContain('Seq Scan');
  });
});
