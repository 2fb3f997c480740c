import { ANONYMOUS, type Answer, partnerOf, STAFF } from '../../kit/room';
import { type SeededRoom, startSeededRoom } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

interface Page {
  edges: { cursor: string; node: { id: string; slug?: string; appVersion?: string; name?: string } }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

const IMAGES = `query ($filter: ImageFilter, $first: Int, $after: String) {
  images(filter: $filter, first: $first, after: $after) {
    edges { cursor node { id name appVersion } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

async function walk(first: number, filter: object = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const answer: Answer<{ images: Page }> = await room.query(IMAGES, { first, after, filter });
    const { data } = answer;
    ids.push(...data.images.edges.map(({ node }) => node.id));
    if (!data.images.pageInfo.hasNextPage) return ids;
    after = data.images.pageInfo.endCursor;
  }
}

test('the order of all images does not depend on the size of the page', async () => {
  const whole = await walk(500);
  expect(whole.length).toBeGreaterThan(80);
  expect(new Set(whole).size).toBe(whole.length);
  expect(await walk(7)).toEqual(whole);
  expect(await walk(1, { tag: 'tv' })).toEqual(await walk(50, { tag: 'tv' }));
});

test('any edge is a place to go on from', async () => {
  const whole = await walk(500);
  const { data } = await room.query<{ images: Page }>(IMAGES, { first: 5 });
  const after = data.images.edges[2]?.cursor;
  const next = await room.query<{ images: Page }>(IMAGES, { first: 2, after });
  expect(next.data.images.edges.map(({ node }) => node.id)).toEqual(whole.slice(3, 5));
  expect(next.data.images.pageInfo.hasPreviousPage).toBe(true);
});

test.each([
  [{ arch: 'MIPS' }, (id: string) => id.endsWith('mips')],
  [{ publisherId: 'pub-hearth', hidden: false }, (id: string) => /homehub|mqtt|zigbridge/.test(id)],
  [{ ownerId: 'pub-playfield' }, (id: string) => /game/.test(id)],
  [{ tag: 'backup' }, (id: string) => /backup/.test(id)],
  [{ nameContains: 'aD bLoCk' }, (id: string) => /adblock/.test(id)],
  [{ hidden: true }, (id: string) => id === 'img-backup-1.9.9-x86_64'],
  [{ status: ['QUEUED', 'KILLED'] }, (id: string) => /tv-4.3.0|ids-5.0.5/.test(id)],
])('the filter %j lists what fits and all of it', async (filter, fits) => {
  const all = [...(await walk(500)), ...(await walk(500, { hidden: true }))];
  const found = await walk(3, filter);
  const isHidden = (id: string): boolean => id === 'img-backup-1.9.9-x86_64';
  const expected = all.filter(
    (id) => fits(id) && isHidden(id) === ('hidden' in filter && filter.hidden === true),
  );
  expect(found.length).toBeGreaterThan(0);
  expect([...found].sort()).toEqual([...expected].sort());
});

test.each([
  { status: [] },
  { tag: 'no\0such' },
  { nameContains: '\0' },
  { ownerId: '%' },
  { nameContains: '%' },
])('the filter %j fits nothing', async (filter) => {
  expect(await walk(10, filter)).toEqual([]);
});

test('null for an argument means its default', async () => {
  const { data } = await room.query<{ images: Page }>(IMAGES, { first: null, filter: { hidden: null } });
  expect(data.images.edges).toHaveLength(50);
  expect(data.images.edges.map(({ node }) => node.id)).not.toContain('img-backup-1.9.9-x86_64');
});

test('a page of nothing is a page', async () => {
  const { data } = await room.query<{ images: Page }>(IMAGES, { first: 0 });
  expect(data.images.edges).toEqual([]);
});

test.each([
  [-1, 'BAD_USER_INPUT'],
  [501, 'LIST_SIZE_LIMIT'],
])('first: %d is refused with %s', async (first, code) => {
  expect((await room.query(IMAGES, { first })).codes).toEqual([code]);
  const nested = `query ($f: Int) { publisher(id: "pub-hearth") { applications(first: $f) { edges { cursor } } } }`;
  expect((await room.query(nested, { f: first })).codes).toEqual([code]);
});

describe('a cursor that is not of this list is refused:', () => {
  const refused = async (after: unknown, filter: object = {}, caller = STAFF): Promise<void> => {
    expect((await room.query(IMAGES, { first: 1, after, filter }, caller)).codes).toEqual(['BAD_CURSOR']);
  };
  const cursor = async (): Promise<string> => {
    const { data } = await room.query<{ images: Page }>(IMAGES, { first: 1 });
    return data.images.edges[0]?.cursor ?? '';
  };

  test.each(['', 'x', 'a.b', 'null', '\0', `${'A'.repeat(50)}.${'A'.repeat(16)}`])('%p', (after) =>
    refused(after),
  );
  test('one with a changed position', async () => refused(`x${await cursor()}`));
  test('one of another filter', async () => refused(await cursor(), { tag: 'tv' }));
  test('one of another tenant', async () => refused(await cursor(), {}, partnerOf('pub-hearth')));
  test('one of an anonymous caller', async () => refused(await cursor(), {}, ANONYMOUS));
  test('one of another connection', async () => {
    const { data } = await room.query<{ publisher: { applications: Page } }>(
      '{ publisher(id: "pub-hearth") { applications(first: 1) { edges { cursor node { id } } } } }',
    );
    await refused(data.publisher.applications.edges[0]?.cursor);
  });
  test('one of another parent', async () => {
    const query = `query ($slug: String, $after: String) {
      application(slug: $slug) { images(first: 1, after: $after) { edges { cursor node { id } } } } }`;
    const { data } = await room.query<{ application: { images: Page } }>(query, { slug: 'tv' });
    const after = data.application.images.edges[0]?.cursor;
    expect((await room.query(query, { slug: 'nas', after })).codes).toEqual(['BAD_CURSOR']);
    expect((await room.query(query, { slug: 'tv', after })).codes).toEqual([]);
  });
});

test('the builds of an application come newest version first, ACTIVE ones unless asked otherwise', async () => {
  const query = `query ($status: [ImageStatus!] = [ACTIVE], $first: Int, $after: String) { application(slug: "dns") {
    images(arch: AARCH64, status: $status, first: $first, after: $after) {
      edges { cursor node { appVersion } } pageInfo { hasNextPage endCursor } } } }`;
  const versions = async (variables: object): Promise<unknown[]> => {
    const { data } = await room.query<{ application: { images: Page } }>(query, { ...variables });
    return data.application.images.edges.map(({ node }) => node.appVersion);
  };
  expect(await versions({})).toEqual(['1.10.0', '1.9.0']);
  expect(await versions({ status: ['ACTIVE', 'DEACTIVATED'] })).toEqual(['1.10.0', '1.9.0', '1.8.4']);
  const first = await room.query<{ application: { images: Page } }>(query, { first: 1 });
  const after = first.data.application.images.pageInfo.endCursor;
  expect(await versions({ first: 1, after })).toEqual(['1.9.0']);
});

test('the latest build is the highest ACTIVE version of the architecture', async () => {
  const { data } = await room.query<{ application: Record<string, { id: string } | null> }>(
    `{ application(slug: "dns") { arm: latest(arch: AARCH64) { id } mips: latest(arch: MIPS) { id } } }`,
  );
  expect(data.application).toEqual({
    arm: { id: 'img-dns-1.10.0-aarch64' },
    mips: { id: 'img-dns-1.10.0-mips' },
  });
  const none = await room.query('{ application(slug: "gameserver") { latest(arch: MIPS) { id } } }');
  expect(none.data).toEqual({ application: { latest: null } });
});

test('an application is found by id, by slug, or by both when they agree', async () => {
  const { data } = await room.query(
    `{ a: application(id: "app-tv") { slug } b: application(slug: "tv") { id publisher { name } }
      c: application(id: "app-tv", slug: "tv") { id } d: application(id: "app-tv", slug: "nas") { id } }`,
  );
  expect(data).toEqual({
    a: { slug: 'tv' },
    b: { id: 'app-tv', publisher: { name: 'Nestwork Media' } },
    c: { id: 'app-tv' },
    d: null,
  });
  expect((await room.query('{ application { id } }')).codes).toEqual(['BAD_USER_INPUT']);
  expect((await room.query('{ application(id: null, slug: null) { id } }')).codes).toEqual([
    'BAD_USER_INPUT',
  ]);
});

test.each(['', 'nope', '\0', '\ud800', "'; DROP TABLE images; --", '../../etc/passwd', 'x'.repeat(100_000)])(
  'nothing has the id %#',
  async (id) => {
    const { data, errors } = await room.query(
      `query ($id: ID!) { image(id: $id) { id } application(id: $id) { id } publisher(id: $id) { id }
        _entities(representations: [{ __typename: "Image", id: $id }, { __typename: "Application", id: $id }]) { __typename } }`,
      { id },
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ image: null, application: null, publisher: null, _entities: [null, null] });
  },
);

test('the applications of a publisher come by slug', async () => {
  const { data } = await room.query<{ publisher: { applications: Page } }>(
    '{ publisher(id: "pub-nestwork") { applications { edges { node { slug } } pageInfo { hasNextPage } } } }',
  );
  expect(data.publisher.applications.edges.map(({ node }) => node.slug)).toEqual([
    'backup',
    'music',
    'nas',
    'tv',
  ]);
});

test('what an image requires is read from its properties', async () => {
  const { data } = await room.query(
    `{ image(id: "img-gameserver-3.0.2-x86_64") { requirements {
      arch vcpu memoryMb diskGb requiredTraits forbiddenTraits minDownlinkKbps } pricePerHour { amount currency } } }`,
  );
  expect(data).toEqual({
    image: {
      pricePerHour: { amount: '0.0350', currency: 'EUR' },
      requirements: {
        arch: 'X86_64',
        vcpu: 2,
        memoryMb: 2048,
        diskGb: 8,
        requiredTraits: ['HW_CPU_X86_AVX2'],
        forbiddenTraits: [],
        minDownlinkKbps: 50000,
      },
    },
  });
});
