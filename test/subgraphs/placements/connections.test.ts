import { partnerOf, STAFF } from '../../kit/room';
import { NOW, type SeededRoom, startSeededRoom } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

interface Page {
  edges: { cursor: string; node: { id: string; state: string; requestedAt: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

const PAGE =
  'edges { cursor node { id state requestedAt } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const ROOT = `query ($first: Int, $after: String, $state: [PlacementState!], $pop: ID, $image: ID, $stuck: Int) {
  placements(first: $first, after: $after, state: $state, popId: $pop, imageId: $image, stuckLongerThanSeconds: $stuck) { ${PAGE} } }`;

async function page(variables: object): Promise<Page> {
  const { data, errors } = await room.query<{ placements: Page }>(ROOT, variables as Record<string, unknown>);
  expect(errors).toEqual([]);
  return data.placements;
}

/** All ids, page by page. */
async function walk(variables: object, first: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const { edges, pageInfo }: Page = await page({ ...variables, first, after });
    ids.push(...edges.map(({ node }) => node.id));
    if (!pageInfo.hasNextPage) return ids;
    after = pageInfo.endCursor;
  }
}

test('the order of placements does not depend on the page size, and nothing is missing or twice', async () => {
  const whole = await walk({}, 500);
  const stored = await room.records<{ id: string }>(
    'SELECT id FROM placements ORDER BY requested_at DESC, id DESC',
  );
  expect(whole).toEqual(stored.map(({ id }) => id));
  expect(await walk({}, 7)).toEqual(whole);
  expect(await walk({}, 64)).toEqual(whole);
});

test('a walk can go on from the cursor of any edge', async () => {
  const { edges, pageInfo } = await page({ first: 10 });
  expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false, endCursor: edges[9]?.cursor });
  const rest = await page({ first: 5, after: edges[4]?.cursor });
  expect(rest.edges).toEqual(edges.slice(5));
  expect(rest.pageInfo.hasPreviousPage).toBe(true);
});

test('placements are filtered by state, PoP and image together', async () => {
  const [image] = await room.records<{ id: string }>(
    "SELECT image_id AS id FROM placements WHERE state = 'RUNNING' AND pop_id = 'pop-north-01' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
  );
  const ids = await walk({ state: ['RUNNING', 'RUNNING'], pop: 'pop-north-01', image: image?.id }, 3);
  const stored = await room.records<{ id: string }>(
    `SELECT id FROM placements WHERE state = 'RUNNING' AND pop_id = 'pop-north-01' AND image_id = '${image?.id}'
     ORDER BY requested_at DESC, id DESC`,
  );
  expect(ids.length).toBeGreaterThan(1);
  expect(ids).toEqual(stored.map(({ id }) => id));
});

test('no state lets nothing pass, null lets everything pass', async () => {
  expect((await page({ state: [] })).edges).toEqual([]);
  expect((await page({ state: null, first: null, after: null })).edges).toHaveLength(50);
});

test('what is stuck is on its way since long, and nothing else is', async () => {
  const { edges } = await page({ stuck: 3_600, first: 500 });
  const stored = await room.records<{ id: string }>(
    `SELECT id FROM placements WHERE state IN ('SCHEDULED', 'PULLING', 'STARTING', 'DRAINING')
     AND state_since < '${NOW.toISOString()}'::timestamptz - interval '1 hour' ORDER BY requested_at DESC, id DESC`,
  );
  expect(edges.length).toBeGreaterThan(2);
  expect(edges.map(({ node }) => node.id)).toEqual(stored.map(({ id }) => id));
  expect((await page({ stuck: 3_600, state: ['RUNNING'] })).edges).toEqual([]);
});

test.each([
  [{ first: -1 }, 'BAD_USER_INPUT'],
  [{ first: 501 }, 'LIST_SIZE_LIMIT'],
  [{ first: 2_147_483_647 }, 'LIST_SIZE_LIMIT'],
  [{ stuck: -1 }, 'BAD_USER_INPUT'],
  [{ after: '' }, 'BAD_CURSOR'],
  [{ after: 'x' }, 'BAD_CURSOR'],
  [{ after: '\0.\0' }, 'BAD_CURSOR'],
  [{ after: `${Buffer.from('["2026-01-01","x"]').toString('base64url')}.AAAAAAAAAAAAAAAA` }, 'BAD_CURSOR'],
])('a page that cannot be (%j) is the client’s error %s', async (variables, code) => {
  const { data, codes } = await room.query(ROOT, variables);
  expect(data).toBeNull();
  expect(codes).toEqual([code]);
});

test('a page of nothing is empty, whatever comes after', async () => {
  const { edges, pageInfo } = await page({ first: 0 });
  expect(edges).toEqual([]);
  expect(pageInfo).toMatchObject({ hasNextPage: true, endCursor: null });
  expect((await page({ pop: 'nowhere\0', first: 5 })).edges).toEqual([]);
});

test('a cursor is worth nothing in another list, with another filter or for another caller', async () => {
  const { edges } = await page({ first: 2, state: ['RUNNING'] });
  const after = edges[0]?.cursor;
  const other = { ...STAFF, client: 'scheduling' };
  expect((await room.query(ROOT, { after })).codes).toEqual(['BAD_CURSOR']);
  expect((await room.query(ROOT, { after, state: ['LOST'] })).codes).toEqual(['BAD_CURSOR']);
  expect((await room.query(ROOT, { after, state: ['RUNNING'], stuck: 1 })).codes).toEqual(['BAD_CURSOR']);
  expect((await room.query(ROOT, { after, state: ['RUNNING'] }, other)).codes).toEqual(['BAD_CURSOR']);
  expect((await room.query(ROOT, { after, state: ['RUNNING', 'RUNNING'] })).codes).toEqual([]);
});

interface NestedData {
  _entities: [Record<'placements' | 'members', Page>];
}
const NESTED = `query ($r: [_Any!]!, $first: Int, $after: String, $state: [PlacementState!]) { _entities(representations: $r) {
  ... on Device { placements(first: $first, after: $after, state: $state) { ${PAGE} } }
  ... on Subscriber { placements(first: $first, after: $after, state: $state) { ${PAGE} } }
  ... on Image { placements(first: $first, after: $after, state: $state) { ${PAGE} } }
  ... on PlacementGroup { members(first: $first, after: $after) { ${PAGE} } } } }`;

test.each([
  ['Device', 'device_id', 'placements'],
  ['Subscriber', 'subscriber_id', 'placements'],
  ['Image', 'image_id', 'placements'],
  ['PlacementGroup', 'group_id', 'members'],
] as const)('the placements of a %s are walked in the same order', async (__typename, column, field) => {
  const [parent] = await room.records<{ id: string }>(
    `SELECT ${column} AS id FROM placements WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
  );
  const stored = await room.records<{ id: string }>(
    `SELECT id FROM placements WHERE ${column} = '${parent?.id}' ORDER BY requested_at DESC, id DESC`,
  );
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const variables: Record<string, unknown> = { r: [{ __typename, id: parent?.id }], first: 2, after };
    const { data }: { data: NestedData } = await room.query<NestedData>(NESTED, variables);
    const { edges, pageInfo }: Page = data._entities[0][field];
    ids.push(...edges.map(({ node }) => node.id));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect(ids.length).toBeGreaterThan(1);
  expect(ids).toEqual(stored.map(({ id }) => id));
});

test('a nested cursor is worth nothing below another parent', async () => {
  const [one, other] = await room.records<{ id: string }>(
    'SELECT image_id AS id FROM placements GROUP BY 1 HAVING count(*) > 2 ORDER BY 1 LIMIT 2',
  );
  const { data } = await room.query<{ _entities: [{ placements: Page }] }>(NESTED, {
    r: [{ __typename: 'Image', id: one?.id }],
    first: 1,
  });
  const after = data._entities[0].placements.pageInfo.endCursor;
  const answer = await room.query(NESTED, {
    r: [
      { __typename: 'Image', id: one?.id },
      { __typename: 'Image', id: other?.id },
    ],
    first: 1,
    after,
  });
  expect(answer.codes).toEqual(['BAD_CURSOR']);
  expect(answer.errors[0]?.path).toEqual(['_entities', 1, 'placements']);
});

test('transitions are read on from the last cursor', async () => {
  const [row] = await room.records<{ id: string }>(
    'SELECT placement_id AS id FROM placement_transitions GROUP BY 1 HAVING count(*) >= 5 ORDER BY 1 LIMIT 1',
  );
  interface Steps {
    edges: { cursor: string; node: { to: string } }[];
    pageInfo: { hasNextPage: boolean };
  }
  const steps = async (variables: object): Promise<Steps> => {
    const { data, errors } = await room.query<{ placement: { transitions: Steps } }>(
      `query ($id: ID!, $first: Int, $after: String) { placement(id: $id) {
        transitions(first: $first, after: $after) { edges { cursor node { to } } pageInfo { hasNextPage } } } }`,
      { id: row?.id, ...variables },
    );
    expect(errors).toEqual([]);
    return data.placement.transitions;
  };
  const whole = await steps({});
  const first = await steps({ first: 2 });
  const rest = await steps({ first: 100, after: first.edges[1]?.cursor });
  expect([...first.edges, ...rest.edges]).toEqual(whole.edges);
  const beyond = await steps({ after: whole.edges.at(-1)?.cursor });
  expect(beyond).toEqual({ edges: [], pageInfo: { hasNextPage: false } });
});

test('a partner cannot walk placements at all', async () => {
  const { data, codes } = await room.query(ROOT, {}, partnerOf('pub-hearth', 'placements:schedule'));
  expect(data).toBeNull();
  expect(codes).toEqual(['FORBIDDEN']);
});
