import { type SeededRoom, startSeededRoom } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

/** The table that each statement reads first. */
function tablesRead(statements: readonly string[]): string[] {
  return statements.map((statement) => /FROM (\w+)/.exec(statement)?.[1] ?? statement);
}

test('a page of 100 images with application, publisher and requirements is one statement per table', async () => {
  const statements = await room.statementsOf(async () => {
    const { data } = await room.query<{ images: { edges: unknown[] } }>(
      `{ images(first: 100) { edges { node { id status requirements { arch traits: requiredTraits }
        application { slug publisher { name } } } } } }`,
    );
    expect(data.images.edges.length).toBeGreaterThan(90);
  });
  expect(tablesRead(statements)).toEqual(['images', 'applications', 'publishers']);
});

test('100 image references with their applications are one statement per table', async () => {
  const { data } = await room.query<{ images: { edges: { node: { id: string } }[] } }>(
    '{ images(first: 100) { edges { node { id } } } }',
  );
  const references = data.images.edges.map(({ node }) => ({ __typename: 'Image', id: node.id }));
  const statements = await room.statementsOf(() =>
    room.query(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Image { name application { name publisher { name } } } } }',
      { r: references },
    ),
  );
  expect(tablesRead(statements)).toEqual(['images', 'applications', 'publishers']);
});

test('a catalogue of publishers, applications, their images and latest builds is one statement per list', async () => {
  const statements = await room.statementsOf(async () => {
    const { data, errors } = await room.query<{ _entities: { applications: { edges: unknown[] } }[] }>(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Publisher { name applications { edges { node {
        slug latest(arch: AARCH64) { id } arm: latest(arch: ARMV7L) { id } images(first: 10) { edges { node { id application { slug } } } } } } } } } }`,
      {
        r: ['pub-lastmile', 'pub-hearth', 'pub-adamant', 'pub-nestwork'].map((id) => ({
          __typename: 'Publisher',
          id,
        })),
      },
    );
    expect(errors).toEqual([]);
    expect(data._entities[3]?.applications.edges).toHaveLength(4);
  });
  expect(statements).toHaveLength(5);
});

test('100 boxes with estimates and caches are one statement per table', async () => {
  const devices = Array.from({ length: 100 }, (_, i) => ({
    __typename: 'Device',
    id: `dev-${i}`,
    accessLine: { downlinkKbps: 1_000 + i },
  }));
  const statements = await room.statementsOf(() =>
    room.query(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Device {
        estimatedPullSeconds(imageId: "img-tv-4.2.0-aarch64") cachedImages { id application { slug } } } } }`,
      { r: devices },
    ),
  );
  expect(statements).toHaveLength(3);
});
