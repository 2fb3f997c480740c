import { type Answer, callerWith, partnerOf, STAFF } from '../../kit/room';
import { NOW, type SeededRoom, startSeededRoom } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

const DAY = 24 * 60 * 60 * 1_000;
const daysAgo = (days: number): string => new Date(NOW.getTime() - days * DAY).toISOString();
const ALL = { from: daysAgo(46), to: NOW.toISOString() };

const BUCKETS = `query ($from: DateTime!, $to: DateTime!, $by: UsageGroupBy!, $ids: [ID!], $first: Int, $after: String) {
  usageBuckets(from: $from, to: $to, groupBy: $by, subscriberIds: $ids, first: $first, after: $after) {
    edges { cursor node { subscriber { id } image { id } resourceClass quantity unit records } } pageInfo { hasNextPage endCursor } } }`;
const RECORDS = `query ($from: DateTime!, $to: DateTime!, $id: ID, $since: DateTime, $first: Int, $after: String) {
  usageRecords(from: $from, to: $to, subscriberId: $id, recordedSince: $since, first: $first, after: $after) {
    edges { cursor node { id subscriberId imageId resourceClass quantity unit from to placement { id } } } pageInfo { hasNextPage endCursor } } }`;

interface Bucket {
  subscriber: { id: string };
  image: { id: string } | null;
  resourceClass: string;
  quantity: string;
  unit: string;
  records: number;
}
interface UsageRecord {
  id: string;
  subscriberId: string;
  quantity: string;
  from: string;
  to: string;
  placement: { id: string };
}

interface Page<Node> {
  edges: { node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

async function walk<Node>(query: string, field: string, variables: object, first: number): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ;) {
    const answer: Answer<Record<string, Page<Node>>> = await room.query(query, {
      ...variables,
      first,
      after,
    });
    expect(answer.errors).toEqual([]);
    const page: Page<Node> | undefined = answer.data[field];
    if (!page) throw new Error(`no ${field} in the answer`);
    const { edges, pageInfo } = page;
    nodes.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) return nodes;
    after = pageInfo.endCursor;
  }
}

const buckets = (variables: object, first = 500): Promise<Bucket[]> =>
  walk<Bucket>(BUCKETS, 'usageBuckets', { ...ALL, by: 'SUBSCRIBER', ...variables }, first);
const records = (variables: object, first = 500): Promise<UsageRecord[]> =>
  walk<UsageRecord>(RECORDS, 'usageRecords', { ...ALL, ...variables }, first);

test('buckets by subscriber are the exact sums of all records, whatever the page size', async () => {
  const whole = await buckets({});
  const stored = await room.records<{ id: string; class: string; quantity: string; records: number }>(
    `SELECT subscriber_id AS id, resource_class AS class, sum(quantity)::text AS quantity, count(*)::int AS records
     FROM usage_records GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  expect(whole.length).toBeGreaterThan(60);
  expect(whole.map((each) => [each.subscriber.id, each.resourceClass, each.quantity, each.records])).toEqual(
    stored.map((each) => [each.id, each.class, each.quantity, each.records]),
  );
  expect(whole.every(({ image, quantity }) => image === null && /^\d+\.\d{6}$/.test(quantity))).toBe(true);
  expect(await buckets({}, 7)).toEqual(whole);
});

test('buckets by subscriber and image split the same sums', async () => {
  const [busy] = await room.records<{ id: string }>('SELECT min(subscriber_id) AS id FROM usage_records');
  const subscriberId = busy?.id ?? '';
  const split = await buckets(
    { by: 'SUBSCRIBER_AND_IMAGE', ids: [subscriberId, subscriberId, 'nobody\0'] },
    2,
  );
  const whole = await buckets({ ids: [subscriberId] });
  expect(split.every(({ image }) => image !== null)).toBe(true);
  expect(split.reduce((sum, each) => sum + each.records, 0)).toBe(
    whole.reduce((sum, each) => sum + each.records, 0),
  );
  expect(new Set(split.map(({ unit }) => unit))).toEqual(new Set(whole.map(({ unit }) => unit)));
  expect(await buckets({ ids: [] })).toEqual([]);
});

test('records come by the begin of their interval, and walk the same with any page size', async () => {
  const [busiest] = await room.records<{ id: string }>(
    'SELECT subscriber_id AS id FROM usage_records GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1',
  );
  const whole = await records({ id: busiest?.id });
  const stored = await room.records<{ id: string }>(
    `SELECT id FROM usage_records WHERE subscriber_id = '${busiest?.id}' ORDER BY from_at, id`,
  );
  expect(whole.length).toBeGreaterThan(20);
  expect(whole.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
  expect(await records({ id: busiest?.id }, 11)).toEqual(whole);
});

test('days that adjoin share no record and leave none out', async () => {
  const [first, second, both] = await Promise.all([
    records({ from: daysAgo(4), to: daysAgo(3) }),
    records({ from: daysAgo(3), to: daysAgo(2) }),
    records({ from: daysAgo(4), to: daysAgo(2) }),
  ]);
  expect(first.length * second.length).toBeGreaterThan(0);
  expect([...first, ...second]).toEqual(both);
});

test('what became known late is found again by when it was recorded', async () => {
  const since = daysAgo(5);
  const late = await records({ since });
  const [stored] = await room.records<{ count: number }>(
    `SELECT count(*)::int FROM usage_records WHERE recorded_at >= '${since}'`,
  );
  expect(late).toHaveLength(stored?.count ?? -1);
  expect(late.length).toBeLessThan((await records({})).length);
});

test('a placement knows what it used in a range', async () => {
  const [placement] = await room.records<{ id: string }>(
    'SELECT placement_id AS id FROM usage_records GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1',
  );
  const { data, errors } = await room.query<{ placement: { usage: UsageRecord[] } }>(
    `query ($id: ID!, $from: DateTime!, $to: DateTime!) { placement(id: $id) { usage(from: $from, to: $to) { id quantity from to } } }`,
    { id: placement?.id, from: daysAgo(10), to: daysAgo(3) },
  );
  expect(errors).toEqual([]);
  const stored = await room.records<{ id: string }>(
    `SELECT id FROM usage_records WHERE placement_id = '${placement?.id}'
     AND from_at >= '${daysAgo(10)}' AND from_at < '${daysAgo(3)}' ORDER BY from_at, id`,
  );
  expect(stored.length).toBeGreaterThan(0);
  expect(data.placement.usage.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
});

test.each([
  ['backward', { from: daysAgo(1), to: daysAgo(2) }],
  ['empty', { from: daysAgo(1), to: daysAgo(1) }],
])('a range that is %s is refused everywhere', async (_, range) => {
  expect((await room.query(RECORDS, range)).codes).toEqual(['BAD_USER_INPUT']);
  expect((await room.query(BUCKETS, { ...range, by: 'SUBSCRIBER' })).codes).toEqual(['BAD_USER_INPUT']);
  const nested = `query ($from: DateTime!, $to: DateTime!) { placements(first: 1) { edges { node { usage(from: $from, to: $to) { id } } } } }`;
  expect((await room.query(nested, range)).codes).toEqual(['BAD_USER_INPUT']);
});

test('a range may be as long as the calendar', async () => {
  const range = { from: '0001-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' };
  const { data, errors } = await room.query<{ usageRecords: { edges: object[] } }>(RECORDS, range);
  expect(errors).toEqual([]);
  expect(data.usageRecords.edges.length).toBeGreaterThan(0);
  expect((await room.query(BUCKETS, { ...range, by: 'SUBSCRIBER' })).errors).toEqual([]);
});

test('values that are no instants and cursors of another list are the client’s errors', async () => {
  expect((await room.query(RECORDS, { from: 'yesterday', to: ALL.to })).codes).toEqual(['BAD_USER_INPUT']);
  const { data } = await room.query<{ usageRecords: { pageInfo: { endCursor: string } } }>(RECORDS, {
    ...ALL,
    first: 1,
  });
  const after = data.usageRecords.pageInfo.endCursor;
  expect((await room.query(RECORDS, { ...ALL, to: daysAgo(1), after })).codes).toEqual(['BAD_CURSOR']);
  expect((await room.query(BUCKETS, { ...ALL, by: 'SUBSCRIBER', after })).codes).toEqual(['BAD_CURSOR']);
  expect((await room.query(RECORDS, { ...ALL, id: 'a\0b' })).data).toMatchObject({
    usageRecords: { edges: [] },
  });
});

test('usage of everybody is for those with billing:read only', async () => {
  const [without, partner] = [callerWith('placements:schedule'), partnerOf('pub-hearth', 'billing:read')];
  for (const caller of [without, partner]) {
    expect((await room.query(RECORDS, ALL, caller)).codes).toEqual(['FORBIDDEN']);
    expect((await room.query(BUCKETS, { ...ALL, by: 'SUBSCRIBER' }, caller)).codes).toEqual(['FORBIDDEN']);
  }
  expect((await room.query(RECORDS, ALL, { ...STAFF, scopes: ['billing:read'] })).codes).toEqual([]);
});
