import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { request } from 'undici';
import { createImage, imageOf, type SeededRoom, startSeededRoom, type Ticket } from './seeded-room';

const LIMIT = 1_000_000;
let now = new Date('2026-06-15T12:00:00.000Z');
let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom({ clock: () => now, settings: { LASTMILE_MAX_IMAGE_BYTES: String(LIMIT) } });
});
afterAll(() => room.close());

interface Stored {
  status: string;
  sizeBytes: number | null;
  virtualSizeBytes: number | null;
  hashAlgo: string | null;
  hashValue: string | null;
}
const FIELDS = 'status sizeBytes virtualSizeBytes hashAlgo hashValue';
const QUEUED = { status: 'QUEUED', sizeBytes: null, virtualSizeBytes: null, hashAlgo: null, hashValue: null };

async function put(
  url: string,
  body: Buffer | AsyncIterable<Buffer> | null,
  contentType: string | null = 'application/octet-stream',
): Promise<{ status: number; code: string | undefined }> {
  const response = await request(url, {
    method: 'PUT',
    headers: contentType === null ? {} : { 'content-type': contentType },
    body: body as Buffer,
  });
  const text = await response.body.text();
  // Every refusal has this shape; a success has no body.
  const answer = text === '' ? {} : (JSON.parse(text) as { errors?: { extensions: { code: string } }[] });
  return { status: response.statusCode, code: answer.errors?.[0]?.extensions.code };
}

function stored(ticket: Ticket): Promise<Stored | null> {
  return imageOf<Stored>(room, ticket.image.id, FIELDS);
}

/** Begins an upload and sends `bytes`, then waits for more. */
function begin(ticket: Ticket, bytes: Buffer): ReturnType<typeof httpRequest> {
  const upload = httpRequest(ticket.uploadUrl, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream', 'transfer-encoding': 'chunked' },
  });
  upload.on('error', () => undefined);
  upload.write(bytes);
  return upload;
}

/** The files of one image, temporary ones included. */
async function filesOf({ image }: Ticket): Promise<string[]> {
  return (await room.files()).filter((name) => name.startsWith(image.id));
}

async function until(ticket: Ticket, status: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if ((await stored(ticket))?.status === status) return;
    await sleep(25);
  }
  throw new Error(`the image never became ${status}`);
}

test('bytes are stored, measured and hashed, and the status follows', async () => {
  const ticket = await createImage(room);
  const bytes = randomBytes(300_000);
  expect(await put(ticket.uploadUrl, bytes)).toEqual({ status: 204, code: undefined });
  expect(await stored(ticket)).toEqual({
    status: 'ACTIVE',
    sizeBytes: 300_000,
    virtualSizeBytes: 300_000,
    hashAlgo: 'sha512',
    hashValue: createHash('sha512').update(bytes).digest('hex'),
  });
  expect(await filesOf(ticket)).toEqual([ticket.image.id]);
  const told = room.delivered.filter(
    ({ key, consumer }) => key === ticket.image.id && consumer === 'placements',
  );
  expect(told.map(({ version, payload }) => [version, payload['status']])).toEqual([
    [1, 'QUEUED'],
    [2, 'SAVING'],
    [3, 'ACTIVE'],
  ]);
});

test('the virtual size of a QCOW2 image is read from its header', async () => {
  const ticket = await createImage(room, { diskFormat: 'QCOW2' });
  const bytes = Buffer.concat([Buffer.from('514649fb00000003', 'hex'), Buffer.alloc(5_000)]);
  bytes.writeBigUInt64BE(2n ** 33n, 24);
  expect((await put(ticket.uploadUrl, bytes)).status).toBe(204);
  expect(await stored(ticket)).toMatchObject({
    status: 'ACTIVE',
    sizeBytes: 5_008,
    virtualSizeBytes: 2 ** 33,
  });
});

test('what is declared as QCOW2 and is none is KILLED, for good', async () => {
  const ticket = await createImage(room, { diskFormat: 'QCOW2' });
  expect(await put(ticket.uploadUrl, randomBytes(5_000))).toEqual({ status: 400, code: 'BAD_USER_INPUT' });
  expect(await stored(ticket)).toEqual({ ...QUEUED, status: 'KILLED' });
  expect((await put(ticket.uploadUrl, randomBytes(5_000))).status).toBe(409);
  expect(await filesOf(ticket)).toEqual([]);
});

test('image data is immutable once it is there', async () => {
  const ticket = await createImage(room);
  await put(ticket.uploadUrl, Buffer.from('the first'));
  const before = await stored(ticket);
  expect(await put(ticket.uploadUrl, Buffer.from('the second'))).toEqual({ status: 409, code: 'CONFLICT' });
  expect(await stored(ticket)).toEqual(before);
});

test('of uploads at the same time one wins', async () => {
  const ticket = await createImage(room);
  const bodies = Array.from({ length: 6 }, () => randomBytes(200_000));
  const answers = await Promise.all(bodies.map((body) => put(ticket.uploadUrl, body)));
  const winner = answers.findIndex(({ status }) => status === 204);
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409, 409, 409]);
  const hash = createHash('sha512')
    .update(bodies[winner] ?? '')
    .digest('hex');
  expect((await stored(ticket))?.hashValue).toBe(hash);
  expect(await filesOf(ticket)).toEqual([ticket.image.id]);
});

test.each([
  ['a buffer', () => Buffer.alloc(0)],
  ['nothing', () => null],
  ['an empty stream', async function* () {}],
])('%s without bytes is refused', async (_what, body) => {
  const ticket = await createImage(room);
  expect(await put(ticket.uploadUrl, body())).toEqual({ status: 400, code: 'BAD_USER_INPUT' });
  expect(await stored(ticket)).toEqual(QUEUED);
  expect(await filesOf(ticket)).toEqual([]);
});

test('a body that says it is too long is refused before it comes', async () => {
  const ticket = await createImage(room);
  expect(await put(ticket.uploadUrl, randomBytes(LIMIT + 1))).toEqual({
    status: 413,
    code: 'BAD_USER_INPUT',
  });
  const events = room.delivered.filter(({ key }) => key === ticket.image.id);
  expect(events.map(({ version }) => version)).toEqual([1, 1]);
});

test('a body that turns out too long leaves nothing behind, and the ticket stays good', async () => {
  const ticket = await createImage(room);
  const tooLong = async function* (): AsyncGenerator<Buffer> {
    for (let sent = 0; sent <= LIMIT; sent += 100_000) yield randomBytes(100_000);
  };
  expect(await put(ticket.uploadUrl, tooLong())).toEqual({ status: 413, code: 'BAD_USER_INPUT' });
  expect(await stored(ticket)).toEqual(QUEUED);
  expect(await filesOf(ticket)).toEqual([]);
  expect((await put(ticket.uploadUrl, randomBytes(LIMIT))).status).toBe(204);
});

test('a client that goes away in the middle leaves a QUEUED image and no file', async () => {
  const ticket = await createImage(room);
  const upload = begin(ticket, randomBytes(100_000));
  await until(ticket, 'SAVING');
  expect(await filesOf(ticket)).toHaveLength(1);
  upload.destroy();
  await until(ticket, 'QUEUED');
  expect(await filesOf(ticket)).toEqual([]);
  expect(await stored(ticket)).toEqual(QUEUED);
  expect((await put(ticket.uploadUrl, Buffer.from('again'))).status).toBe(204);
});

test('an image deleted while its bytes come stays deleted', async () => {
  const ticket = await createImage(room);
  const upload = begin(ticket, randomBytes(100_000));
  const answered = new Promise<number | undefined>((resolve) =>
    upload.on('response', (response) => resolve(response.statusCode)),
  );
  await until(ticket, 'SAVING');
  await room.query('mutation ($id: ID!) { deleteImage(imageId: $id) { __typename } }', {
    id: ticket.image.id,
  });
  upload.end();
  expect(await answered).toBe(409);
  expect(await stored(ticket)).toBeNull();
  expect(await filesOf(ticket)).toEqual([]);
  expect((await put(ticket.uploadUrl, Buffer.from('again'))).status).toBe(404);
});

test('a disk that takes no bytes leaves the image QUEUED', async () => {
  // A file where the folder should be.
  const broken = path.join(room.folder, 'file');
  await writeFile(broken, '');
  const other = await startSeededRoom({ settings: { LASTMILE_IMAGES_FOLDER: broken } });
  try {
    const ticket = await createImage(other);
    expect(await put(ticket.uploadUrl, Buffer.from('bytes'))).toEqual({ status: 503, code: 'UNAVAILABLE' });
    expect(await imageOf(other, ticket.image.id, FIELDS)).toEqual(QUEUED);
  } finally {
    await other.close();
  }
});

test('an expired ticket is refused', async () => {
  const ticket = await createImage(room);
  const issued = now;
  now = new Date(now.getTime() + 3_600_000);
  const answer = await put(ticket.uploadUrl, Buffer.from('late'));
  now = issued;
  expect(answer).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
  expect(await stored(ticket)).toEqual(QUEUED);
});

test('a ticket opens no other image', async () => {
  const [mine, other] = [await createImage(room), await createImage(room)];
  const crossed = mine.uploadUrl.replace(mine.image.id, other.image.id);
  expect(await put(crossed, Buffer.from('x'))).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
  expect(await put(mine.uploadUrl.replace(/ticket=.*/, ''), Buffer.from('x'))).toMatchObject({ status: 401 });
  expect(await put(`${mine.uploadUrl}&ticket=x`, Buffer.from('x'))).toMatchObject({ status: 401 });
});

test.each([
  '..%2F..%2Fetc%2Fpasswd',
  '%2e%2e',
  '..%5c..%5cx',
  'a%00b',
  '%ff',
  '.hidden',
  'x.part',
  'A'.repeat(99),
])('the path /v2/images/%s/file leads nowhere', async (id) => {
  const ticket = await createImage(room);
  const before = await room.files();
  const url = new URL(ticket.uploadUrl);
  const answer = await put(`${room.server.url}/v2/images/${id}/file${url.search}`, Buffer.from('x'));
  expect([400, 401, 404]).toContain(answer.status);
  expect(await room.files()).toEqual(before);
});

test.each(['application/json', 'multipart/form-data; boundary=x'])(
  'bytes that are wrapped as %s are refused',
  async (type) => {
    const ticket = await createImage(room);
    expect((await put(ticket.uploadUrl, Buffer.from('{}'), type)).status).toBe(415);
    expect(await stored(ticket)).toEqual(QUEUED);
  },
);

test.each([null, 'text/plain;charset=UTF-8', 'application/x-www-form-urlencoded'])(
  'plain bytes are taken with the type that clients choose by themselves: %s',
  async (type) => {
    const ticket = await createImage(room);
    expect((await put(ticket.uploadUrl, Buffer.from('a=%20b'), type)).status).toBe(204);
    expect(await stored(ticket)).toMatchObject({ status: 'ACTIVE', sizeBytes: 6 });
  },
);

test('what a process that is gone was uploading is QUEUED again, and its file is removed', async () => {
  const ticket = await createImage(room);
  const uploadId = '00000000-0000-4000-8000-000000000000';
  await room.server.database.db.execute(
    sql`UPDATE images SET status = 'SAVING', upload_id = ${uploadId}, uploader_lock = 4711 WHERE id = ${ticket.image.id}`,
  );
  await writeFile(path.join(room.folder, `${ticket.image.id}.${uploadId}.part`), 'half of it');
  await writeFile(path.join(room.folder, 'of-another-database'), 'not ours to remove');
  await room.server.running.jobs.find(({ name }) => name === 'abandoned uploads')?.run();
  expect(await stored(ticket)).toEqual(QUEUED);
  expect(await filesOf(ticket)).toEqual([]);
  expect(await room.files()).toContain('of-another-database');
});

test('an upload that runs is not taken for an abandoned one', async () => {
  const ticket = await createImage(room);
  const upload = begin(ticket, randomBytes(50_000));
  const answered = new Promise<number | undefined>((resolve) =>
    upload.on('response', (response) => resolve(response.statusCode)),
  );
  await until(ticket, 'SAVING');
  await room.server.running.jobs.find(({ name }) => name === 'abandoned uploads')?.run();
  upload.end(randomBytes(10));
  expect(await answered).toBe(204);
  expect(await stored(ticket)).toMatchObject({ status: 'ACTIVE', sizeBytes: 50_010 });
});

test('a stop breaks uploads off instead of waiting for them', async () => {
  const other = await startSeededRoom();
  const ticket = await createImage(other);
  const upload = begin(ticket, randomBytes(50_000));
  for (let attempt = 0; (await other.files()).length === 0 && attempt < 200; attempt += 1) await sleep(25);
  const cut = new Promise((resolve) => upload.on('close', resolve));
  await other.close();
  await cut;
  expect(upload.destroyed).toBe(true);
});
