import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { STAFF } from '../../kit/room';
import {
  createImage,
  imageOf,
  publisher,
  type SeededRoom,
  startSeededRoom,
  tellPlacement,
} from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

const RESULT = `__typename ... on ImagePayload { image { id status visibility } }
  ... on IllegalImageTransition { from to message }`;

async function change(name: string, id: string, more = '', caller = STAFF): Promise<Record<string, unknown>> {
  const problems =
    name === 'deleteImage'
      ? '__typename ... on ImagePayload { image { status } } ... on ImageInUse { placementCount imageId } ... on ImageProtected { imageId } ... on ImageNotFound { imageId }'
      : RESULT;
  const { data, errors } = await room.query<{ r: Record<string, unknown> }>(
    `mutation ($id: ID!) { r: ${name}(imageId: $id${more}) { ${problems} } }`,
    { id },
    caller,
  );
  if (errors.length > 0) throw new Error(String(errors[0]?.extensions?.code));
  return data.r;
}

const deactivate = (id: string): Promise<Record<string, unknown>> =>
  change('deactivateImage', id, ', reason: "CVE"');
const reactivate = (id: string): Promise<Record<string, unknown>> => change('reactivateImage', id);

test('an image is deactivated and reactivated, and others hear of both in order', async () => {
  const id = 'img-music-0.53.3-aarch64';
  expect(await deactivate(id)).toMatchObject({ image: { status: 'DEACTIVATED' } });
  expect(await deactivate(id)).toMatchObject({
    __typename: 'IllegalImageTransition',
    from: 'DEACTIVATED',
    to: 'DEACTIVATED',
  });
  expect(await reactivate(id)).toMatchObject({ image: { status: 'ACTIVE' } });
  expect(await reactivate(id)).toMatchObject({
    __typename: 'IllegalImageTransition',
    from: 'ACTIVE',
    to: 'ACTIVE',
  });
  const told = room.delivered.filter(({ key, consumer }) => key === id && consumer === 'placements');
  expect(told.map(({ version, payload }) => [version, payload['status']])).toEqual([
    [1, 'ACTIVE'],
    [2, 'DEACTIVATED'],
    [3, 'ACTIVE'],
  ]);
});

test.each([
  ['QUEUED', 'img-tv-4.3.0-aarch64'],
  ['KILLED', 'img-ids-5.0.5-aarch64'],
])('a %s image can be neither deactivated nor reactivated', async (from, id) => {
  expect(await deactivate(id)).toMatchObject({
    __typename: 'IllegalImageTransition',
    from,
    to: 'DEACTIVATED',
  });
  expect(await reactivate(id)).toMatchObject({ __typename: 'IllegalImageTransition', from, to: 'ACTIVE' });
});

test('of twenty deactivations at once one changes the image', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => deactivate('img-music-0.53.3-x86_64')));
  expect(answers.filter(({ __typename }) => __typename === 'ImagePayload')).toHaveLength(1);
});

test('deleting takes the record out of sight and the bytes off the disk', async () => {
  const id = 'img-probe-0.9.6-mips';
  await writeFile(path.join(room.folder, id), 'bytes');
  expect(await change('deleteImage', id)).toMatchObject({ image: { status: 'DELETED' } });
  expect(await room.files()).not.toContain(id);
  expect(await imageOf(room, id, 'id')).toBeNull();
  expect(await change('deleteImage', id)).toEqual({ __typename: 'ImageNotFound', imageId: id });
  expect(await deactivate(id)).toMatchObject({ __typename: 'ImageNotFound' });
});

test('the history of placements still names a deleted image, to the teams only', async () => {
  const { image } = await createImage(room);
  await change('deleteImage', image.id, '', publisher('pub-adamant'));
  const query = `query ($id: ID!) { _entities(representations: [{ __typename: "Image", id: $id }]) { ... on Image { name status } } }`;
  expect((await room.query(query, image)).data).toEqual({
    _entities: [{ name: 'Quietnet 3.0.0', status: 'DELETED' }],
  });
  expect((await room.query(query, image, publisher('pub-adamant'))).data).toEqual({ _entities: [null] });
});

test('a protected image is not deleted', async () => {
  const id = 'img-dns-1.10.0-aarch64';
  expect(await change('deleteImage', id)).toEqual({ __typename: 'ImageProtected', imageId: id });
  expect(await imageOf(room, id, 'status')).toEqual({ status: 'ACTIVE' });
});

test('an image that boxes run is not deleted until the last one has ended', async () => {
  const imageId = 'img-vpn-1.2.0-armv7l';
  const on = (id: string, version: number, state: string): Promise<void> =>
    tellPlacement(room, { id, version, imageId, deviceId: `dev-${id}`, state, live: state !== 'ENDED' });
  await on('p1', 1, 'RUNNING');
  await on('p2', 1, 'SCHEDULED');
  expect(await change('deleteImage', imageId)).toEqual({
    __typename: 'ImageInUse',
    imageId,
    placementCount: 2,
  });
  await on('p1', 5, 'ENDED');
  // Late: older than what is known.
  await on('p1', 4, 'RUNNING');
  expect(await change('deleteImage', imageId)).toMatchObject({ placementCount: 1 });
  await on('p2', 2, 'ENDED');
  expect(await change('deleteImage', imageId)).toMatchObject({ __typename: 'ImagePayload' });
});

test('a private image is shared, and its new member sees it', async () => {
  const id = 'img-gameclient-6.2.0-rc.1-aarch64';
  const member = publisher('pub-nestwork');
  const seen = async (): Promise<unknown> =>
    (await room.query(`{ image(id: "${id}") { visibility } }`, {}, member)).data;
  expect(await seen()).toEqual({ image: null });
  const shared = await change('shareImage', id, ', publisherId: "pub-nestwork"', publisher('pub-playfield'));
  expect(shared).toMatchObject({ image: { visibility: 'SHARED' } });
  expect(await seen()).toEqual({ image: { visibility: 'SHARED' } });
  await change('shareImage', id, ', publisherId: "pub-nestwork"');
  await change('shareImage', id, ', publisherId: "pub-hearth"');
  const told = room.delivered.filter(({ key }) => key === id).at(-1);
  expect(told?.payload).toMatchObject({ visibility: 'SHARED', sharedWith: ['pub-hearth', 'pub-nestwork'] });
});

test('sharing never narrows who sees an image', async () => {
  const id = 'img-tv-4.2.0-aarch64';
  expect(await change('shareImage', id, ', publisherId: "pub-hearth"')).toMatchObject({
    image: { visibility: 'PUBLIC' },
  });
});

test.each([
  ['nope', 'NOT_FOUND'],
  ['\0', 'NOT_FOUND'],
  ['pub-nestwork', 'BAD_USER_INPUT'],
])('sharing with %j is refused with %s and changes nothing', async (publisherId, code) => {
  const id = 'img-nas-25.0.0-alpha.3-x86_64';
  const { codes } = await room.query(
    'mutation ($id: ID!, $p: ID!) { shareImage(imageId: $id, publisherId: $p) { __typename } }',
    { id, p: publisherId },
  );
  expect(codes).toEqual([code]);
  expect(await imageOf(room, id, 'visibility')).toEqual({ visibility: 'PRIVATE' });
});
