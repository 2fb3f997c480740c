import { partnerOf, STAFF } from '../../kit/room';
import {
  createImage,
  imageOf,
  NEW_IMAGE,
  publisher,
  type SeededRoom,
  startSeededRoom,
  type Ticket,
} from './seeded-room';

let now = new Date('2026-06-15T12:00:00.000Z');
let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom({ clock: () => now });
});
afterAll(() => room.close());

const CREATE = `mutation ($in: CreateImageInput!, $key: String!) { createImage(input: $in, idempotencyKey: $key) {
  uploadUrl expiresAt image { id status visibility owner sizeBytes requirements { arch vcpu memoryMb diskGb requiredTraits } tags } } }`;

async function create(
  input: object,
  key: string,
  caller = publisher('pub-adamant'),
): Promise<{ ticket: Ticket | null; codes: readonly unknown[]; message: string | undefined }> {
  const answer = await room.query<{ createImage: Ticket } | null>(
    CREATE,
    { in: { ...NEW_IMAGE, ...input }, key },
    caller,
  );
  return {
    ticket: answer.data?.createImage ?? null,
    codes: answer.codes,
    message: answer.errors[0]?.message,
  };
}

test('a new image waits for its bytes, PRIVATE unless said otherwise', async () => {
  const { ticket } = await create(
    { requiredTraits: ['HW_CPU_X86_AVX2'], tags: ['a', 'b', 'a'], vcpu: null },
    'first',
  );
  expect(ticket).toMatchObject({
    expiresAt: '2026-06-15T13:00:00.000Z',
    image: {
      status: 'QUEUED',
      visibility: 'PRIVATE',
      owner: 'pub-adamant',
      sizeBytes: null,
      tags: ['a', 'b'],
      requirements: {
        arch: 'AARCH64',
        vcpu: 1,
        memoryMb: 64,
        diskGb: 1,
        requiredTraits: ['HW_CPU_X86_AVX2'],
      },
    },
  });
  expect(ticket?.uploadUrl).toContain(`${room.server.url}/v2/images/${ticket?.image.id ?? ''}/file?ticket=`);
});

test('placements and subscribers hear of a new image before its maker does', async () => {
  const { image } = await createImage(room);
  const events = room.delivered.filter(({ key }) => key === image.id);
  expect(events.map(({ consumer }) => consumer).sort()).toEqual(['placements', 'subscribers']);
  expect(events[0]).toMatchObject({
    topic: 'images.image.changed',
    version: 1,
    payload: {
      imageId: image.id,
      applicationId: 'app-adblock',
      status: 'QUEUED',
      ownerId: 'pub-adamant',
      sharedWith: [],
      arch: 'AARCH64',
      vcpu: 1,
      memoryMb: 64,
      diskGb: 1,
      minRamMb: 64,
      minDiskGb: 1,
      requiredTraits: [],
      forbiddenTraits: [],
      minDownlinkKbps: null,
      sizeBytes: null,
      virtualSizeBytes: null,
      tags: [],
      pricePerHour: null,
    },
  });
});

test('the same key gives the same answer, and a new ticket once the first has expired', async () => {
  const first = await create({}, 'again');
  expect((await create({}, 'again')).ticket).toEqual(first.ticket);
  const issued = now;
  now = new Date(now.getTime() + 3 * 3_600_000);
  const later = await create({}, 'again');
  now = issued;
  expect(later.ticket?.image.id).toBe(first.ticket?.image.id);
  expect(later.ticket?.expiresAt).toBe('2026-06-15T16:00:00.000Z');
});

test('the same key with another input is refused', async () => {
  await create({}, 'other');
  expect((await create({ minRamMb: 65 }, 'other')).codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
});

test('two callers may use one key', async () => {
  const mine = await create({}, 'shared key');
  const theirs = await create({ applicationId: 'app-tv' }, 'shared key', publisher('pub-nestwork'));
  expect(theirs.codes).toEqual([]);
  expect(theirs.ticket?.image.id).not.toBe(mine.ticket?.image.id);
});

test('twenty calls with one key at once make one image', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => create({ name: 'At once' }, 'at once')));
  expect(new Set(answers.map(({ ticket }) => ticket?.image.id)).size).toBe(1);
  const { data } = await room.query<{ images: { edges: unknown[] } }>(
    '{ images(filter: { nameContains: "At once" }) { edges { node { id } } } }',
  );
  expect(data.images.edges).toHaveLength(1);
});

test.each(['app-tv', 'nope', '', '\0', 'x'.repeat(5_000)])(
  'a partner cannot publish for the application %#',
  async (applicationId) => {
    expect((await create({ applicationId }, 'not mine')).codes).toEqual(['NOT_FOUND']);
  },
);

test('a refused call leaves its key free', async () => {
  expect((await create({ applicationId: 'app-tv' }, 'retry')).codes).toEqual(['NOT_FOUND']);
  expect((await create({}, 'retry')).codes).toEqual([]);
});

test('the teams publish in the name of the application’s publisher', async () => {
  const { image } = await createImage(room, { applicationId: 'app-tv', visibility: 'PUBLIC' }, STAFF);
  expect(await imageOf(room, image.id, 'owner visibility')).toEqual({
    owner: 'pub-nestwork',
    visibility: 'PUBLIC',
  });
});

test.each([
  [{ minRamMb: -1 }, 'minRamMb'],
  [{ minDiskGb: -1 }, 'minDiskGb'],
  [{ vcpu: 0 }, 'vcpu'],
  [{ vcpu: 257 }, 'vcpu'],
  [{ name: '   ' }, 'name'],
  [{ name: 'a\0b' }, 'name'],
  [{ name: 'x'.repeat(256) }, 'name'],
  [{ appVersion: '' }, 'appVersion'],
  [{ appVersion: '../1' }, 'appVersion'],
  [{ requiredTraits: ['lower'] }, 'requiredTraits'],
  [{ requiredTraits: Array.from({ length: 101 }, (_, i) => `T_${i}`) }, 'requiredTraits'],
  [{ tags: [''] }, 'tags'],
  [{ tags: ['\ud800'] }, 'tags'],
])('%j is refused by name', async (input, field) => {
  const { codes, message } = await create(input, 'bad input');
  expect(codes).toEqual(['BAD_USER_INPUT']);
  expect(message).toMatch(new RegExp(`^${field}: expected .*, got .*\\.$`));
});

test.each(['', 'k'.repeat(201), '\0'])('the idempotency key %# is refused', async (key) => {
  expect((await create({}, key)).codes).toEqual(['BAD_USER_INPUT']);
});

test('a scope is needed', async () => {
  expect((await create({}, 'no scope', partnerOf('pub-adamant'))).codes).toEqual(['FORBIDDEN']);
});
