import { type SeededRoom, startSeededRoom } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

const RANGE = 'from: "2026-05-01T00:00:00Z", to: "2026-06-15T00:00:00Z"';

/** The table each statement reads, in order. */
function tablesRead(statements: readonly string[]): string[] {
  return statements.map((statement) => {
    const tables = [...statement.matchAll(/\b(?:FROM|JOIN) ([a-z_]+)\b/g)].map(([, table]) => table ?? '');
    return tables.find((table) => table !== 'unnest' && table !== 'counted') ?? statement;
  });
}

test('100 placements with everything on them are one statement per table and level', async () => {
  const statements = await room.statementsOf(async () => {
    const { data, errors } = await room.query<{ placements: { edges: unknown[] } }>(
      `{ placements(first: 100) { edges { node {
        id state device { id provider { id inventories { resourceClass free } device { id } } }
        image { id rollout { running } } subscriber { id }
        allocations { used provider { id inventories { used } } }
        transitions(first: 5) { edges { node { to } } }
        usage(${RANGE}) { id quantity }
        group { id policy members(first: 3) { edges { node { id } } } } } } } }`,
    );
    expect(errors).toEqual([]);
    expect(data.placements.edges).toHaveLength(100);
  });
  const read = tablesRead(statements);
  expect([...new Set(read)].sort()).toEqual(Object.keys(MOST));
  for (const [table, most] of Object.entries(MOST)) {
    expect(`${table}: ${read.filter((each) => each === table).length}`).toMatch(
      new RegExp(`^${table}: [1-${most}]$`),
    );
  }
});

/** Tables that two levels of that query read: the list and the members, boxes and the providers of allocations. */
const MOST: Readonly<Record<string, number>> = {
  allocations: 1,
  image_rollouts: 1,
  inventories: 2,
  placement_groups: 1,
  placement_transitions: 1,
  placements: 2,
  providers: 2,
  usage_records: 1,
};

test('100 boxes with provider and placements are one statement per table', async () => {
  const boxes = await room.records<{ id: string }>(
    'SELECT device_id AS id FROM providers ORDER BY device_id LIMIT 100',
  );
  const statements = await room.statementsOf(async () => {
    const { errors } = await room.query(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Device {
        provider { inventories { capacity } }
        placements(first: 5, state: [RUNNING]) { edges { node { id allocations { used } } } }
        lost: placements(first: 5, state: [LOST]) { edges { node { id } } } } } }`,
      { r: boxes.map(({ id }) => ({ __typename: 'Device', id })) },
    );
    expect(errors).toEqual([]);
  });
  // Two lists with other arguments are two reads, however many boxes there are.
  expect(tablesRead(statements).sort()).toEqual([
    'allocations',
    'inventories',
    'placements',
    'placements',
    'providers',
  ]);
});

test('100 subscribers with placements and headroom are two statements', async () => {
  const entitlement = { maxPlacements: 5, vcpu: 5, memoryMb: 5_000, diskGb: 50 };
  const people = await room.records<{ id: string }>('SELECT id FROM subscribers ORDER BY id LIMIT 100');
  const statements = await room.statementsOf(() =>
    room.query(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Subscriber {
        headroom { placements } placements(first: 20) { edges { node { id state } } } } } }`,
      { r: people.map(({ id }) => ({ __typename: 'Subscriber', id, entitlement })) },
    ),
  );
  expect(tablesRead(statements).sort()).toEqual(['placements', 'subscribers']);
});

test('PoPs and their region are two statements', async () => {
  const pops = ['pop-north-01', 'pop-north-02', 'pop-east-01', 'pop-east-02'];
  const statements = await room.statementsOf(() =>
    room.query(
      `query ($r: [_Any!]!) { _entities(representations: $r) {
        ... on PointOfPresence { capacity { used } } ... on Region { capacity { used } } } }`,
      {
        r: [
          ...pops.map((id) => ({ __typename: 'PointOfPresence', id })),
          { __typename: 'Region', id: 'region-north' },
          { __typename: 'Region', id: 'region-east' },
        ],
      },
    ),
  );
  expect(statements).toHaveLength(2);
});

test('a list costs one statement, with its cursor too', async () => {
  const list =
    '{ placements(first: 20, state: [RUNNING], popId: "pop-north-01") { edges { cursor } pageInfo { hasNextPage } } }';
  expect(await room.statementsOf(() => room.query(list))).toHaveLength(1);
  const usage = `{ usageBuckets(${RANGE}, groupBy: SUBSCRIBER_AND_IMAGE) { edges { node { quantity subscriber { id } image { id } } } } }`;
  expect(await room.statementsOf(() => room.query(usage))).toHaveLength(1);
});
