import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { type Caller } from '../../../subgraphs/kit/caller';
import { signEnvelope } from '../../../subgraphs/kit/envelope';
import { ANONYMOUS, partnerOf, STAFF } from '../../kit/room';
import { createImage, publisher, type SeededRoom, startSeededRoom } from './seeded-room';

let room: SeededRoom;
beforeAll(async () => {
  room = await startSeededRoom();
});
afterAll(() => room.close());

interface WatchedImage {
  readonly id: string;
  readonly status: string;
  readonly application: { readonly images: { readonly edges: { readonly node: { status: string } }[] } };
}

interface Watch {
  /** The statuses of the newest 64-bit ARM build of each event's application. */
  readonly newest: (string | undefined)[];
  /** `id status` of each event, or the codes of errors. */
  readonly seen: string[];
  stop(): Promise<void>;
}

async function watch(variables: object, caller: Caller = STAFF): Promise<Watch> {
  const query = `subscription ($p: ID, $ids: [ID!]) { imageStatusChanged(publisherId: $p, imageIds: $ids) {
    id status application { images(arch: AARCH64, status: [ACTIVE, DEACTIVATED]) { edges { node { id status } } } } } }`;
  const body = Buffer.from(JSON.stringify({ query, variables }));
  const claims = { issuer: 'lastmile-gateway', audience: 'images', caller, body, now: new Date() };
  const abort = new AbortController();
  const response = await request(`${room.server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'x-lastmile-identity': signEnvelope(room.envelopeKeys, claims),
    },
    body,
    signal: abort.signal,
  });
  const seen: string[] = [];
  const newest: (string | undefined)[] = [];
  const reading = (async () => {
    for await (const chunk of response.body.setEncoding('utf8')) {
      for (const line of String(chunk).split('\n')) {
        if (!line.startsWith('data: {')) continue;
        const event = JSON.parse(line.slice('data: '.length)) as {
          data?: { imageStatusChanged: WatchedImage };
          errors?: unknown[];
        };
        newest.push(event.data?.imageStatusChanged.application.images.edges[0]?.node.status);
        seen.push(
          event.errors
            ? `error ${JSON.stringify(event.errors)}`
            : `${event.data?.imageStatusChanged.id} ${event.data?.imageStatusChanged.status}`,
        );
      }
    }
  })().catch(() => undefined);
  return {
    seen,
    newest,
    async stop() {
      abort.abort();
      await reading;
    },
  };
}

async function until(watched: Watch, last: string): Promise<void> {
  for (let attempt = 0; attempt < 400 && watched.seen.at(-1) !== last; attempt += 1) await sleep(25);
  expect(watched.seen.at(-1)).toBe(last);
}

const change = (id: string, name: string, more = ''): Promise<unknown> =>
  room.query(`mutation ($id: ID!) { ${name}(imageId: $id${more}) { __typename } }`, { id });
const deactivate = (id: string): Promise<unknown> => change(id, 'deactivateImage', ', reason: "x"');
const reactivate = (id: string): Promise<unknown> => change(id, 'reactivateImage');

test('a change of status reaches those who watch the image, and nothing else does', async () => {
  const [id, other] = ['img-nas-24.2.0-aarch64', 'img-nas-24.2.0-x86_64'];
  const watched = await watch({ ids: [id] });
  await deactivate(other);
  await change(id, 'shareImage', ', publisherId: "pub-hearth"');
  await deactivate(id);
  await until(watched, `${id} DEACTIVATED`);
  await reactivate(id);
  await until(watched, `${id} ACTIVE`);
  expect(watched.seen).toHaveLength(2);
  // What an event leads to is read anew, not remembered from the event before.
  expect(watched.newest).toEqual(['DEACTIVATED', 'ACTIVE']);
  await watched.stop();
});

test('the images of one publisher can be watched, from registration to deletion', async () => {
  const watched = await watch({ p: 'pub-adamant' }, publisher('pub-adamant'));
  await createImage(room, { applicationId: 'app-tv' }, STAFF);
  const { image } = await createImage(room);
  await until(watched, `${image.id} QUEUED`);
  await change(image.id, 'deleteImage');
  await until(watched, `${image.id} DELETED`);
  expect(watched.seen).toHaveLength(2);
  await watched.stop();
});

test('a partner hears nothing of what it may not see', async () => {
  const [secret, open] = ['img-homehub-2026.6.0-beta.1-aarch64', 'img-homehub-2026.5.0-x86_64'];
  const watched = await watch({ ids: [secret, open] }, partnerOf('pub-playfield'));
  const owner = await watch({ ids: [secret, open] }, partnerOf('pub-hearth'));
  await deactivate(secret);
  await deactivate(open);
  await reactivate(open);
  await until(owner, `${open} ACTIVE`);
  await until(watched, `${open} ACTIVE`);
  expect(watched.seen.filter((event) => !event.startsWith(open))).toEqual([]);
  expect(owner.seen[0]).toBe(`${secret} DEACTIVATED`);
  await Promise.all([watched.stop(), owner.stop()]);
});

test('nobody in particular watches nothing', async () => {
  const watched = await watch({}, ANONYMOUS);
  await deactivate('img-voice-3.2.5-x86_64');
  await sleep(200);
  expect(watched.seen.filter((event) => !event.startsWith('error'))).toEqual([]);
  await watched.stop();
});

test('a watcher that left is forgotten', async () => {
  const watched = await watch({});
  await watched.stop();
  await sleep(50);
  const id = 'img-voice-3.2.5-aarch64';
  const statements = await room.statementsOf(async () => {
    await deactivate(id);
    await sleep(200);
  });
  // The mutation itself selects FOR UPDATE and RETURNING; a watcher would read the image by its id alone.
  expect(statements.filter((text) => /WHERE image.id = \$1 AND TRUE/.test(text))).toEqual([]);
});
