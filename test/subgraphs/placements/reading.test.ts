import { type SeededRoom, startSeededRoom } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

const UNKNOWN = ['', 'x', 'rp-', '\0', 'a\0b', 'ä'.repeat(300), '\ud800', "' OR 1=1 --", '00000000-0000-0000-0000-00000000000g']; // prettier-ignore

async function runningPlacement(): Promise<{ id: string; device_id: string; provider_id: string }> {
  const [row] = await room.records<{ id: string; device_id: string; provider_id: string }>(
    "SELECT id, device_id, provider_id FROM placements WHERE state = 'RUNNING' AND group_id IS NOT NULL ORDER BY id LIMIT 1",
  );
  if (!row) throw new Error('the seed has no running placement in a group');
  return row;
}

test('a placement is answered with everything that hangs on it', async () => {
  const row = await runningPlacement();
  const { data, errors } = await room.query<{ placement: PlacementAnswer }>(
    `query ($id: ID!) { placement(id: $id) { id state consumerGeneration requestedAt startedAt endedAt endReason failure
      device { id } image { id } subscriber { id } group { id policy members { edges { node { id } } } }
      allocations { resourceClass used provider { id device { id } popId } }
      transitions { edges { node { from to at actor } } } } }`,
    { id: row.id },
  );
  expect(errors).toEqual([]);
  expect(data.placement).toMatchObject({
    id: row.id,
    state: 'RUNNING',
    consumerGeneration: 1,
    device: { id: row.device_id },
    endedAt: null,
    endReason: null,
  });
  expect(data.placement.group.members.edges.map(({ node }) => node.id)).toContain(row.id);
  expect(data.placement.allocations.map(({ resourceClass }) => resourceClass)).toEqual(
    expect.arrayContaining(['MEMORY_MB', 'VCPU']),
  );
  for (const { provider } of data.placement.allocations) {
    expect(provider).toMatchObject({ id: row.provider_id, device: { id: row.device_id } });
  }
  const steps = data.placement.transitions.edges.map(({ node }) => node);
  expect(steps.map(({ to }) => to).slice(0, 5)).toEqual([
    'REQUESTED',
    'SCHEDULED',
    'PULLING',
    'STARTING',
    'RUNNING',
  ]);
  expect(steps[0]?.from).toBeNull();
  expect(steps.slice(1).map(({ from }) => from)).toEqual(steps.slice(0, -1).map(({ to }) => to));
});

interface PlacementAnswer {
  id: string;
  group: { members: { edges: { node: { id: string } }[] } };
  allocations: { resourceClass: string; provider: object }[];
  transitions: { edges: { node: { from: string | null; to: string } }[] };
}

test.each(UNKNOWN)('an id that nothing has (%j) is no placement', async (id) => {
  const { data, errors } = await room.query('query ($id: ID!) { placement(id: $id) { id } }', { id });
  expect(errors).toEqual([]);
  expect(data).toEqual({ placement: null });
});

test.each(UNKNOWN)('an id that nothing has (%j) is no entity that is owned here', async (id) => {
  const types = ['Placement', 'PlacementGroup', 'ResourceProvider', 'UsageRecord', 'Device'];
  const { data, errors } = await room.query(
    'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
    { r: types.map((__typename) => ({ __typename, id })) },
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({ _entities: types.map(() => null) });
});

test('entities of other rooms are taken at their word, and have nothing here when unknown', async () => {
  const { data, errors } = await room.query(
    `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on Image { rollout { running pulling failed24h } placements { edges { cursor } } }
      ... on PointOfPresence { capacity { used } } ... on Region { capacity { used } }
      ... on Subscriber { placements { edges { cursor } } headroom { placements vcpu memoryMb diskGb } } } }`,
    {
      r: [
        { __typename: 'Image', id: 'nothing\0' },
        { __typename: 'PointOfPresence', id: 'nowhere' },
        { __typename: 'Region', id: '' },
        {
          __typename: 'Subscriber',
          id: 'nobody',
          entitlement: { maxPlacements: 2, vcpu: 3, memoryMb: 4, diskGb: 5 },
        },
      ],
    },
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    _entities: [
      { rollout: { running: 0, pulling: 0, failed24h: 0 }, placements: { edges: [] } },
      { capacity: [] },
      { capacity: [] },
      { placements: { edges: [] }, headroom: { placements: 2, vcpu: 3, memoryMb: 4, diskGb: 5 } },
    ],
  });
});

test('capacity is the floor of what is not reserved times the ratio, and free is what claims left', async () => {
  const { provider_id: id } = await runningPlacement();
  const { data } = await room.query<{ _entities: [{ inventories: InventoryAnswer[] }] }>(
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ResourceProvider { generation traits
      inventories { resourceClass total reserved allocationRatio capacity used free overcommitted } } } }`,
    { r: [{ __typename: 'ResourceProvider', id }] },
  );
  const sums = await room.records<{ resource_class: string; used: number }>(
    `SELECT resource_class, sum(used)::int AS used FROM allocations WHERE provider_id = '${id}' GROUP BY 1`,
  );
  const { inventories } = data._entities[0];
  expect(inventories.map(({ resourceClass }) => resourceClass)).toEqual(['DISK_GB', 'MEMORY_MB', 'VCPU']);
  for (const each of inventories) {
    expect(each.capacity).toBe(Math.floor((each.total - each.reserved) * each.allocationRatio));
    expect(each.used).toBe(sums.find((sum) => sum.resource_class === each.resourceClass)?.used ?? 0);
    expect(each.free).toBe(each.capacity - each.used);
    expect(each.overcommitted).toBe(false);
  }
});

interface InventoryAnswer {
  resourceClass: string;
  total: number;
  reserved: number;
  allocationRatio: number;
  capacity: number;
  used: number;
  free: number;
  overcommitted: boolean;
}

test('every known box has a provider, one in the warehouse too', async () => {
  const [box] = await room.records<{ device_id: string }>(
    "SELECT device_id FROM providers WHERE lifecycle = 'INVENTORY' LIMIT 1",
  );
  const { data, errors } = await room.query(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Device { provider { device { id } } placements { edges { cursor } } } } }',
    { r: [{ __typename: 'Device', id: box?.device_id }] },
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    _entities: [{ provider: { device: { id: box?.device_id } }, placements: { edges: [] } }],
  });
});

test('headroom is the entitlement minus what lives, and never below 0', async () => {
  const [use] = await room.records<{ id: string; used_placements: number; used_memory_mb: string }>(
    'SELECT id, used_placements, used_memory_mb FROM subscribers WHERE used_placements > 1 ORDER BY id LIMIT 1',
  );
  const memory = Number(use?.used_memory_mb);
  const ask = (entitlement: object): Promise<{ data: unknown }> =>
    room.query(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Subscriber { headroom { placements memoryMb vcpu } } } }',
      { r: [{ __typename: 'Subscriber', id: use?.id, entitlement }] },
    );
  expect((await ask({ maxPlacements: 100, vcpu: 0, memoryMb: memory + 5, diskGb: 0 })).data).toEqual({
    _entities: [{ headroom: { placements: 100 - (use?.used_placements ?? 0), memoryMb: 5, vcpu: 0 } }],
  });
  expect((await ask({ maxPlacements: 1, vcpu: 0, memoryMb: 1, diskGb: 0 })).data).toEqual({
    _entities: [{ headroom: { placements: 0, memoryMb: 0, vcpu: 0 } }],
  });
});

test('a region has the capacity of its PoPs, and every box is in one bucket of each class', async () => {
  const pops = ['pop-north-01', 'pop-north-02'].map((id) => ({ __typename: 'PointOfPresence', id }));
  const { data, errors } = await room.query<{ _entities: { capacity: CapacityAnswer[] }[] }>(
    `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on PointOfPresence { capacity { resourceClass capacity used freeBuckets asOf } }
      ... on Region { capacity { resourceClass capacity used freeBuckets asOf } } } }`,
    { r: [...pops, { __typename: 'Region', id: 'region-north' }] },
  );
  expect(errors).toEqual([]);
  const [first, second, region] = data._entities.map(({ capacity }) => capacity);
  expect(region?.map(({ resourceClass }) => resourceClass)).toEqual(['DISK_GB', 'MEMORY_MB', 'VCPU']);
  const [boxes] = await room.records<{ count: number }>(
    "SELECT count(*)::int FROM providers WHERE lifecycle = 'ACTIVATED' AND region_id = 'region-north'",
  );
  region?.forEach((sum, index) => {
    const parts = [first?.[index], second?.[index]];
    expect(sum.capacity).toBe(parts.reduce((total, part) => total + (part?.capacity ?? 0), 0));
    expect(sum.used).toBe(parts.reduce((total, part) => total + (part?.used ?? 0), 0));
    expect(sum.freeBuckets.reduce((total, each) => total + each, 0)).toBe(boxes?.count);
    sum.freeBuckets.forEach((count, bucket) =>
      expect(count).toBe(parts.reduce((total, part) => total + (part?.freeBuckets[bucket] ?? 0), 0)),
    );
  });
});

interface CapacityAnswer {
  resourceClass: string;
  capacity: number;
  used: number;
  freeBuckets: number[];
}
