import { createImage, type SeededRoom, startSeededRoom, tellPlacement } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

const QUERY = `query ($devices: [_Any!]!, $image: ID!, $first: Int) { _entities(representations: $devices) {
  ... on Device { estimatedPullSeconds(imageId: $image) cachedImages(first: $first) { id } } } }`;

interface Box {
  estimatedPullSeconds: number | null;
  cachedImages: { id: string }[];
}

async function box(downlinkKbps: number | null, image: string, id = 'dev-000001'): Promise<Box | undefined> {
  const accessLine = downlinkKbps === null ? null : { downlinkKbps };
  const { data } = await room.query<{ _entities: Box[] }>(QUERY, {
    devices: [{ __typename: 'Device', id, accessLine }],
    image,
  });
  return data._entities[0];
}

const IMAGE = 'img-homehub-2026.5.0-aarch64';

async function virtualSize(): Promise<number> {
  const { data } = await room.query<{ image: { virtualSizeBytes: number } }>(
    `{ image(id: "${IMAGE}") { virtualSizeBytes } }`,
  );
  return data.image.virtualSizeBytes;
}

test.each([50_000, 6_000, 1])(
  'a pull over %d kbit/s takes the virtual size divided by the line',
  async (downlinkKbps) => {
    const expected = Math.ceil((Number(await virtualSize()) * 8) / downlinkKbps / 1_000);
    expect((await box(downlinkKbps, IMAGE))?.estimatedPullSeconds).toBe(expected);
  },
);

test.each([
  ['no line', null, IMAGE],
  ['a line that carries nothing', 0, IMAGE],
  ['an unknown image', 1_000, 'nope'],
  ['an image id that cannot be', 1_000, '\0'],
  ['an image without bytes', 1_000, 'img-tv-4.3.0-aarch64'],
])('there is no estimate for %s', async (_what, downlinkKbps, image) => {
  expect((await box(downlinkKbps, image))?.estimatedPullSeconds).toBeNull();
});

test('what a box has pulled is cached and needs no pull, even when the news comes late and twice', async () => {
  const deviceId = 'dev-cached';
  const tell = (version: number, state: string, imageId = IMAGE): Promise<void> =>
    tellPlacement(room, { id: `p-${imageId}`, version, imageId, deviceId, state, live: true });
  await tell(1, 'PULLING');
  expect((await box(1_000, IMAGE, deviceId))?.cachedImages).toEqual([]);
  await tell(3, 'RUNNING');
  await tell(2, 'STARTING');
  await tell(3, 'RUNNING', 'img-dns-1.10.0-aarch64');
  const cached = await box(1_000, IMAGE, deviceId);
  expect(cached?.estimatedPullSeconds).toBe(0);
  expect(cached?.cachedImages.map(({ id }) => id).sort()).toEqual(['img-dns-1.10.0-aarch64', IMAGE]);
  expect((await box(1_000, IMAGE, 'dev-other'))?.estimatedPullSeconds).toBeGreaterThan(0);
});

test('the number of cached images asked for is kept, per box', async () => {
  for (const deviceId of ['dev-a', 'dev-b']) {
    for (const slug of ['dns-1.10.0', 'vpn-1.2.0', 'mqtt-2.0.18']) {
      const imageId = `img-${slug}-mips`;
      await tellPlacement(room, {
        id: `${deviceId}-${slug}`,
        version: 1,
        imageId,
        deviceId,
        state: 'RUNNING',
        live: true,
      });
    }
  }
  const devices = ['dev-a', 'dev-b', 'dev-none', '\0'].map((id) => ({
    __typename: 'Device',
    id,
    accessLine: null,
  }));
  const counts = async (first: number | null): Promise<number[]> => {
    const { data } = await room.query<{ _entities: Box[] }>(QUERY, { devices, image: IMAGE, first });
    return data._entities.map(({ cachedImages }) => cachedImages.length);
  };
  expect(await counts(2)).toEqual([2, 2, 0, 0]);
  expect(await counts(null)).toEqual([3, 3, 0, 0]);
  expect((await room.query(QUERY, { devices, image: IMAGE, first: -1 })).codes).toContain('BAD_USER_INPUT');
});

test('an image that is deleted is in no cache any more', async () => {
  const { image } = await createImage(room);
  await tellPlacement(room, {
    id: 'p-gone',
    version: 1,
    imageId: image.id,
    deviceId: 'dev-gone',
    state: 'RUNNING',
    live: true,
  });
  await tellPlacement(room, {
    id: 'p-gone',
    version: 2,
    imageId: image.id,
    deviceId: 'dev-gone',
    state: 'ENDED',
    live: false,
  });
  expect((await box(1_000, image.id, 'dev-gone'))?.cachedImages).toHaveLength(1);
  await room.query('mutation ($id: ID!) { deleteImage(imageId: $id) { __typename } }', image);
  expect((await box(1_000, image.id, 'dev-gone'))?.cachedImages).toEqual([]);
});
