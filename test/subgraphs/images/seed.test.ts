import { type SeedOptions } from '../../../subgraphs/kit/room';
import { seedPlan } from '../../../subgraphs/kit/seed-plan';
import { startTestRoom, type TestRoom } from '../../kit/room';
import { imagesRoom } from '../../../subgraphs/images';
import { type SeededRoom, startSeededRoom } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

interface SeededImage {
  id: string;
  owner: string;
  status: string;
  visibility: string;
  sizeBytes: number | null;
  virtualSizeBytes: number | null;
  hashValue: string | null;
  hidden: boolean;
  protected: boolean;
  requirements: { arch: string; memoryMb: number; diskGb: number };
}

async function allImages(from: TestRoom): Promise<SeededImage[]> {
  const fields = `edges { node { id owner status visibility sizeBytes virtualSizeBytes hashValue hidden protected
    requirements { arch memoryMb diskGb } } }`;
  const { data } = await from.query<Record<string, { edges: { node: SeededImage }[] }>>(
    `{ shown: images(first: 500) { ${fields} } hidden: images(first: 500, filter: { hidden: true }) { ${fields} } }`,
  );
  return Object.values(data).flatMap(({ edges }) => edges.map(({ node }) => node));
}

test('there are the publishers that all rooms agree on, each with applications, ACTIVE images and a PRIVATE one', async () => {
  const images = await allImages(room);
  const options: Pick<SeedOptions, 'seed' | 'devices' | 'pops' | 'regions'> = {
    seed: 's',
    devices: 1,
    pops: 1,
    regions: 1,
  };
  for (const id of seedPlan(options).publisherIds) {
    const own = images.filter(({ owner }) => owner === id);
    expect(
      own.filter(({ status, visibility }) => status === 'ACTIVE' && visibility === 'PUBLIC').length,
    ).toBeGreaterThan(1);
    expect(
      own.filter(({ status, visibility }) => status === 'ACTIVE' && visibility === 'PRIVATE').length,
    ).toBeGreaterThan(0);
  }
});

test('every kind of image that an operator meets is there', async () => {
  const images = await allImages(room);
  const has = (fits: (image: SeededImage) => boolean): boolean => images.some(fits);
  for (const arch of ['X86_64', 'AARCH64', 'ARMV7L', 'MIPS']) {
    expect(
      has(
        (image) =>
          image.requirements.arch === arch && image.status === 'ACTIVE' && image.requirements.memoryMb <= 64,
      ),
    ).toBe(true);
  }
  for (const status of ['ACTIVE', 'DEACTIVATED', 'QUEUED', 'KILLED'])
    expect(has((image) => image.status === status)).toBe(true);
  for (const visibility of ['PUBLIC', 'COMMUNITY', 'SHARED', 'PRIVATE']) {
    expect(has((image) => image.visibility === visibility)).toBe(true);
  }
  expect(has(({ hidden }) => hidden)).toBe(true);
  expect(has((image) => image.protected)).toBe(true);
});

test('figures hang together: images that have bytes have sizes and a hash, unpacked no smaller than packed', async () => {
  for (const image of await allImages(room)) {
    const empty = ['QUEUED', 'KILLED'].includes(image.status);
    expect(image.hashValue === null).toBe(empty);
    if (empty) continue;
    expect(image.hashValue).toMatch(/^[0-9a-f]{128}$/);
    expect(Number(image.sizeBytes)).toBeGreaterThan(3_500_000);
    expect(Number(image.sizeBytes)).toBeLessThanOrEqual(900_000_000);
    expect(Number(image.virtualSizeBytes)).toBeGreaterThan(Number(image.sizeBytes));
  }
});

test('the other rooms are told of every image once', async () => {
  const ids = (await allImages(room)).map(({ id }) => id).sort();
  for (const consumer of ['placements', 'subscribers']) {
    const told = room.delivered.filter((event) => event.consumer === consumer).map(({ key }) => key);
    expect(told.sort()).toEqual(ids);
  }
});

test('another database gets the very same catalogue', async () => {
  const other = await startTestRoom(imagesRoom);
  try {
    await other.seed();
    expect(await allImages(other)).toEqual(await allImages(room));
  } finally {
    await other.close();
  }
});
