import { callerWith, type TestRoom } from '../../kit/room';
import { givenSubscriber, startSubscribers } from './fixture';

let room: TestRoom;

beforeAll(async () => {
  room = await startSubscribers();
  await givenSubscriber(room, { id: 'many', plans: Array.from({ length: 7 }, () => 'plan-lite') });
  await givenSubscriber(room, {
    id: 'other',
    plans: ['plan-lite', 'plan-home'],
    creditHold: true,
    segment: 'odd',
  });
});
afterAll(() => room.close());

interface Page {
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  totalCount: number | null;
}

const LIST = `query ($filter: SubscriberFilter, $first: Int, $after: String) {
  subscribers(filter: $filter, first: $first, after: $after) {
    edges { cursor node { id status segment } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}`;

async function page(variables: object): Promise<Page> {
  const { data, errors } = await room.query<{ subscribers: Page }>(LIST, { ...variables });
  expect(errors).toEqual([]);
  return data.subscribers;
}

async function allIds(filter: object, first: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const { edges, pageInfo }: Page = await page({ filter, first, after });
    ids.push(...edges.map(({ node }) => node.id));
    if (!pageInfo.hasNextPage) return ids;
    after = pageInfo.endCursor;
  }
}

test('the order does not depend on the page size, and nobody is missing or twice', async () => {
  const inOne = await allIds({}, 500);
  expect(inOne).toHaveLength(202);
  expect(new Set(inOne).size).toBe(202);
  expect(await allIds({}, 7)).toEqual(inOne);
  expect(await allIds({}, 101)).toEqual(inOne);
});

test('each edge has its own cursor', async () => {
  const { edges } = await page({ first: 5 });
  const rest = await page({ first: 2, after: edges[2]?.cursor });
  expect(rest.edges.map(({ node }) => node.id)).toEqual(edges.slice(3).map(({ node }) => node.id));
  expect(rest.pageInfo).toMatchObject({ hasPreviousPage: true, startCursor: edges[3]?.cursor });
});

test('a page of nothing says whether there is more', async () => {
  const { edges, pageInfo } = await page({ first: 0 });
  expect([edges, pageInfo.hasNextPage, pageInfo.endCursor]).toEqual([[], true, null]);
});

test('null for "first" and for the filter means the default', async () => {
  expect((await page({ first: null, filter: null })).edges).toHaveLength(50);
});

test('filters narrow the list and the count alike', async () => {
  const everyone = (await page({})).totalCount;
  expect(everyone).toBe(202);
  const onHold = await page({ filter: { creditHold: true, status: 'ACTIVE' }, first: 100 });
  const notOnHold = await page({ filter: { creditHold: false } });
  const heldIds = onHold.edges.map(({ node }) => node.id);
  expect(heldIds).toContain('other');
  expect(onHold.totalCount).toBe(heldIds.length);
  const held = (await page({ filter: { creditHold: true } })).totalCount ?? 0;
  expect(held + (notOnHold.totalCount ?? 0)).toBe(everyone);
});

test('by segment, by plan and by date of change', async () => {
  expect(await allIds({ segment: 'odd' }, 10)).toEqual(['other']);
  const onLite = await allIds({ planId: 'plan-lite' }, 10);
  expect(onLite).toEqual(expect.arrayContaining(['many', 'other']));
  expect(onLite.filter((id) => id === 'many')).toHaveLength(1);
  expect(await allIds({ updatedSince: '2026-06-20T00:00:00Z' }, 10)).toEqual(['many', 'other']);
  expect(await allIds({ updatedSince: '2026-06-20T08:00:00.124Z' }, 10)).toEqual([]);
  expect(await allIds({ planId: 'plan\0', segment: 'test' }, 10)).toEqual([]);
});

test('a subscription that has ended does not count as being on the plan', async () => {
  await givenSubscriber(room, { id: 'left', plans: ['plan-studio'], subscriptionStatus: 'TERMINATED' });
  expect(await allIds({ planId: 'plan-studio' }, 100)).not.toContain('left');
  await room.server.database.db.execute(`DELETE FROM service_subscriptions WHERE subscriber_id = 'left'`);
  await room.server.database.db.execute(`DELETE FROM subscribers WHERE id = 'left'`);
});

test('cursors of another filter, another caller or nobody are refused', async () => {
  const [edge] = (await page({ filter: { status: 'ACTIVE' }, first: 1 })).edges;
  const after = edge?.cursor;
  const attempts = [
    await room.query(LIST, { filter: { status: 'SUSPENDED' }, after }),
    await room.query(LIST, { filter: { status: 'ACTIVE' }, after }, callerWith()),
    await room.query(LIST, { filter: { status: 'ACTIVE' }, after: 'bm90aGluZw' }),
    await room.query(LIST, { filter: { status: 'ACTIVE' }, after: '' }),
    await room.query(LIST, { filter: { status: 'ACTIVE' }, after: `${after}x\0` }),
  ];
  for (const { data, codes } of attempts) expect([data, codes]).toEqual([null, ['BAD_CURSOR']]);
});

test('a filter value of null is no filter, for cursors too', async () => {
  const [edge] = (await page({ filter: { status: 'ACTIVE', segment: null }, first: 1 })).edges;
  await page({ filter: { status: 'ACTIVE' }, after: edge?.cursor });
});

test.each([
  [-1, 'BAD_USER_INPUT'],
  [501, 'LIST_SIZE_LIMIT'],
  [2_147_483_647, 'LIST_SIZE_LIMIT'],
])('first: %d is refused', async (first, code) => {
  expect((await room.query(LIST, { first })).codes).toEqual([code]);
  const nested = await room.query(
    'query ($first: Int) { subscriber(id: "many") { subscriptions(first: $first) { edges { cursor } } } }',
    {
      first,
    },
  );
  expect(nested.codes).toEqual([code]);
});

const NESTED = `query ($id: ID!, $after: String) {
  subscriber(id: $id) {
    subscriptions(first: 3, after: $after) {
      edges { cursor node { id plan { id } subscriber { id } } } pageInfo { hasNextPage endCursor }
    }
  }
}`;

interface Nested {
  subscriber: { subscriptions: Page };
  [name: string]: unknown;
}

test('nested connections page per parent', async () => {
  const ask = (id: string, after?: string | null): ReturnType<typeof room.query<Nested>> =>
    room.query<Nested>(NESTED, { id, after });
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const answer: Awaited<ReturnType<typeof ask>> = await ask('many', after);
    expect(answer.errors).toEqual([]);
    const connection: Page = answer.data.subscriber.subscriptions;
    seen.push(...connection.edges.map(({ node }) => node.id));
    after = connection.pageInfo.hasNextPage ? connection.pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7].map((number) => `svc-many-${number}`));
  const first = await ask('many');
  const foreign = await ask('other', first.data.subscriber.subscriptions.edges[0]?.cursor);
  expect(foreign.codes).toEqual(['BAD_CURSOR']);
});

test('subscriptions are filtered by status', async () => {
  const { data } = await room.query(
    '{ subscriber(id: "other") { a: subscriptions(status: ACTIVE) { edges { node { id } } } b: subscriptions(status: TERMINATED) { edges { node { id } } } } }',
  );
  expect(data).toEqual({
    subscriber: {
      a: { edges: [{ node: { id: 'svc-other-1' } }, { node: { id: 'svc-other-2' } }] },
      b: { edges: [] },
    },
  });
});

test('more than 10,000 matches are not counted', async () => {
  await room.server.database.db.execute(
    `INSERT INTO subscribers SELECT 'bulk-' || n, 'BULK-' || n, 'CLOSED', NULL, 'bulk', NULL, 'b-many', 1,
       now(), now() FROM generate_series(1, 10001) AS n`,
  );
  expect((await page({ filter: { segment: 'bulk' }, first: 1 })).totalCount).toBeNull();
  await room.server.database.db.execute(`DELETE FROM subscribers WHERE id = 'bulk-1'`);
  expect((await page({ filter: { segment: 'bulk' }, first: 1 })).totalCount).toBe(10_000);
  await room.server.database.db.execute(`DELETE FROM subscribers WHERE segment = 'bulk'`);
});
