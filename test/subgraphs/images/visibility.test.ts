import { type Caller } from '../../../subgraphs/kit/caller';
import { ANONYMOUS, callerWith, partnerOf, STAFF } from '../../kit/room';
import { publisher, type SeededRoom, startSeededRoom } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

const PRIVATE = 'img-homehub-2026.6.0-beta.1-aarch64';
const SHARED = 'img-voice-3.3.0-rc.1-aarch64';
const COMMUNITY = 'img-mqtt-2.1.0-dev.4-aarch64';
const HIDDEN = 'img-backup-1.9.9-x86_64';
const DEACTIVATED = 'img-dns-1.8.4-aarch64';
const QUEUED = 'img-tv-4.3.0-aarch64';
const PUBLIC = 'img-adblock-2.4.1-aarch64';
const ALL = [PRIVATE, SHARED, COMMUNITY, HIDDEN, DEACTIVATED, QUEUED, PUBLIC];

const viewers: [string, Caller, string[]][] = [
  ['nobody', ANONYMOUS, [PUBLIC]],
  ['the owner of the private one', partnerOf('pub-hearth'), [PRIVATE, SHARED, COMMUNITY, PUBLIC]],
  ['a member of the shared one', partnerOf('pub-hearth'), [PRIVATE, SHARED, COMMUNITY, PUBLIC]],
  ['another partner', partnerOf('pub-playfield'), [COMMUNITY, PUBLIC]],
  ['the publisher of hidden and queued ones', partnerOf('pub-nestwork'), [COMMUNITY, HIDDEN, QUEUED, PUBLIC]],
  ['a partner without any image', partnerOf('pub-unknown'), [COMMUNITY, PUBLIC]],
  ['a portal token that names no publisher', { ...partnerOf('x'), tenant: null }, [PUBLIC]],
  ['a tenant that is no id', partnerOf('\0'), [PUBLIC]],
  ['a team', callerWith(), ALL],
  ['staff', STAFF, ALL],
];

async function seenBy(caller: Caller): Promise<{ byId: string[]; byReference: string[]; listed: string[] }> {
  const { data, errors } = await room.query<
    Record<string, { id: string } | null> & { _entities: ({ id: string } | null)[] }
  >(
    `{ ${ALL.map((id, i) => `i${i}: image(id: "${id}") { id }`).join(' ')}
      _entities(representations: [${ALL.map((id) => `{ __typename: "Image", id: "${id}" }`).join(', ')}]) {
        ... on Image { id } } }`,
    {},
    caller,
  );
  expect(errors).toEqual([]);
  const listed = await room.query<Record<string, { edges: { node: { id: string } }[] }>>(
    '{ a: images(first: 500) { edges { node { id } } } b: images(first: 500, filter: { hidden: true }) { edges { node { id } } } }',
    {},
    caller,
  );
  return {
    byId: ALL.filter((_id, i) => data[`i${i}`] !== null),
    byReference: data._entities.flatMap((entity) => (entity === null ? [] : [entity.id])),
    listed: Object.values(listed.data)
      .flatMap(({ edges }) => edges.map(({ node }) => node.id))
      .filter((id) => ALL.includes(id)),
  };
}

test.each(viewers)(
  '%s sees the same images by id, by reference and in lists',
  async (_who, caller, expected) => {
    const { byId, byReference, listed } = await seenBy(caller);
    expect(byId).toEqual(expected);
    expect(byReference).toEqual(expected);
    expect([...listed].sort()).toEqual([...expected].sort());
  },
);

test('nested lists, latest builds and pages show no trace of what somebody else keeps private', async () => {
  const query = `{ application(slug: "homehub") { latest(arch: AARCH64) { id }
    images(first: 1, arch: AARCH64, status: [ACTIVE, QUEUED, DEACTIVATED, KILLED, DELETED]) {
      edges { node { id } } pageInfo { hasNextPage } } } }`;
  const others = await room.query<{ application: object }>(query, {}, partnerOf('pub-nestwork'));
  expect(others.data.application).toEqual({
    latest: { id: 'img-homehub-2026.5.0-aarch64' },
    images: { edges: [{ node: { id: 'img-homehub-2026.5.0-aarch64' } }], pageInfo: { hasNextPage: true } },
  });
  const own = await room.query<{ application: { latest: { id: string } } }>(
    query,
    {},
    partnerOf('pub-hearth'),
  );
  expect(own.data.application.latest.id).toBe(PRIVATE);
});

test('filters cannot ask around the policy', async () => {
  const query = `query ($f: ImageFilter) { images(filter: $f, first: 500) { edges { node { id owner } } } }`;
  const filters = [
    { visibility: ['PRIVATE'] },
    { ownerId: 'pub-hearth', status: ['QUEUED', 'DEACTIVATED'] },
    { nameContains: 'beta' },
  ];
  for (const f of filters) {
    const { data } = await room.query<{ images: { edges: { node: { owner: string } }[] } }>(
      query,
      { f },
      partnerOf('pub-lastmile'),
    );
    expect(data.images.edges.filter(({ node }) => node.owner !== 'pub-lastmile')).toEqual([]);
  }
});

const MUTATIONS = [
  `mutation ($id: ID!) { r: deactivateImage(imageId: $id, reason: "x") { __typename } }`,
  `mutation ($id: ID!) { r: reactivateImage(imageId: $id) { __typename } }`,
  `mutation ($id: ID!) { r: deleteImage(imageId: $id) { __typename } }`,
  `mutation ($id: ID!) { r: shareImage(imageId: $id, publisherId: "pub-nestwork") { __typename } }`,
];

test.each(MUTATIONS)('a partner cannot change what is not its own, seen or unseen: %s', async (mutation) => {
  const before = room.delivered.length;
  for (const id of [PRIVATE, PUBLIC, SHARED, 'nope', '\0', '']) {
    const { data, errors } = await room.query(mutation, { id }, publisher('pub-playfield'));
    expect(errors).toEqual([]);
    expect(data).toEqual({ r: { __typename: 'ImageNotFound' } });
  }
  expect(room.delivered).toHaveLength(before);
});

test.each(MUTATIONS)('without the scope nothing changes: %s', async (mutation) => {
  const id = PUBLIC;
  expect((await room.query(mutation, { id }, callerWith('billing:read'))).codes).toEqual(['FORBIDDEN']);
  expect((await room.query(mutation, { id }, partnerOf('pub-adamant'))).codes).toEqual(['FORBIDDEN']);
  expect((await room.query(mutation, { id }, ANONYMOUS)).codes).toEqual(['UNAUTHENTICATED']);
});

test('boxes exist for the teams only', async () => {
  const query = `{ _entities(representations: [{ __typename: "Device", id: "dev-000001" }]) { __typename } }`;
  expect((await room.query(query)).data).toEqual({ _entities: [{ __typename: 'Device' }] });
  expect((await room.query(query, {}, partnerOf('pub-hearth'))).data).toEqual({ _entities: [null] });
  expect((await room.query(query, {}, ANONYMOUS)).data).toEqual({ _entities: [null] });
});
