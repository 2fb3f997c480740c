import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { parse, print, separateOperations } from 'graphql';
import { request } from 'undici';
import WebSocket from 'ws';
import { waitUntil } from '../../cli/process/wait-until';
import { packageRoot } from '../../subgraphs/kit/package-root';
import { type ClientStream, openStream } from '../kit/gateway-streams';
import { CLAIM, type ClaimAnswer, activateNewBox, fittingClaim } from '../kit/placing';
import { type Product, type Team, startProduct } from '../kit/product';

const EVENT_WITHIN_MS = 60_000;
/** As long after the head of the response as the contract grants. */
const AFTER_HEAD_MS = 700;

let product: Product;

beforeAll(async () => {
  product = await startProduct({ devices: 300 });
}, 150_000);

afterAll(() => product.remove());

function open(
  team: Team | null,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<ClientStream> {
  const headers = team === null ? {} : { authorization: `Bearer ${product.token(team)}` };
  return openStream(`http://127.0.0.1:${product.port}/graphql`, query, { headers, variables });
}

interface Answer<Data> {
  data: Data;
  errors?: unknown;
}

/** The data of the events up to and with the one that is wanted; each event is without errors. */
async function until<Data>(stream: ClientStream, isLast: (data: Data) => boolean): Promise<Data[]> {
  const late = setTimeout(() => stream.leave(), EVENT_WITHIN_MS);
  const seen: Data[] = [];
  try {
    for (;;) {
      const event = await stream.next();
      expect(event?.type).toBe('next');
      // The subscriber of a document types what it selects.
      const answer = JSON.parse(event?.data ?? '{}') as Answer<Data>;
      expect(answer.errors).toBeUndefined();
      seen.push(answer.data);
      if (isLast(answer.data)) return seen;
    }
  } finally {
    clearTimeout(late);
  }
}

interface Change {
  placementStateChanged: {
    id: string;
    state: string;
    device: { id: string; reachability: string; pop: { name: string } };
    image: { name: string; application: { publisher: { name: string } } };
    subscriber: { accountNumber: string };
  };
}

/** With fields of all four subgraphs, fetched anew for each event. */
const LIFE =
  'subscription ($device: ID!) { placementStateChanged(deviceId: $device) { id state pullProgressPct device { id reachability pop { name } } image { name application { publisher { name } } } subscriber { accountNumber } } }';

describe('over server-sent events', () => {
  it('a claim is followed to RUNNING by two clients at once, each event with entities of every subgraph', async () => {
    const claim = await fittingClaim(product);
    const streams = await Promise.all([1, 2].map(() => open('scheduling', LIFE, { device: claim.deviceId })));
    for (const { status, headers } of streams) {
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
    }
    await sleep(AFTER_HEAD_MS);
    const { data } = await product.ask<ClaimAnswer>('scheduling', CLAIM, { in: claim });
    expect(data.claim.__typename).toBe('PlacementPayload');
    const isRunning = ({ placementStateChanged: { id, state } }: Change): boolean =>
      id === claim.placementId && state === 'RUNNING';
    for (const stream of streams) {
      const changes = (await until<Change>(stream, isRunning)).map((change) => change.placementStateChanged);
      const mine = changes.filter(({ id }) => id === claim.placementId);
      expect(mine.map(({ state }) => state)).toEqual(expect.arrayContaining(['SCHEDULED', 'RUNNING']));
      for (const { device, image, subscriber } of mine) {
        expect(device).toMatchObject({ id: claim.deviceId, reachability: 'ONLINE' });
        expect(device.pop.name).toMatch(/\w/);
        expect(image.application.publisher.name).toMatch(/\w/);
        expect(subscriber.accountNumber).toMatch(/\w/);
      }
      stream.leave();
    }
  }, 120_000);

  it('the live board of a PoP (P10) shows a box that comes alive', async () => {
    const file = path.join(packageRoot(), 'schema/operations/provisioning.graphql');
    const board = print(separateOperations(parse(readFileSync(file, 'utf8')))['P10_Live']!);
    const [here, elsewhere] = await Promise.all(
      ['pop-north-01', 'pop-south-01'].map((pop) => open('provisioning', board, { pop })),
    );
    await sleep(AFTER_HEAD_MS);
    const id = await activateNewBox(product, 'pop-north-01');
    interface Board { deviceReachabilityChanged: { id: string; reachability: string; lastSeenAt: string | null; subscriber: { accountNumber: string } | null; placements: { edges: unknown[] } } } // prettier-ignore
    // The first event of the box, which must show what it tells of.
    const isIt = ({ deviceReachabilityChanged: changed }: Board): boolean => changed.id === id;
    const seen = (await until<Board>(here!, isIt)).at(-1)!.deviceReachabilityChanged;
    expect(seen.reachability).toBe('ONLINE');
    expect(Date.parse(seen.lastSeenAt ?? '')).toBeGreaterThan(Date.now() - 120_000);
    expect(seen.subscriber?.accountNumber).toMatch(/\w/);
    expect(seen.placements.edges).toEqual([]);
    here!.leave();
    elsewhere!.leave();
  }, 90_000);

  it('an image is followed through its upload by its publisher', async () => {
    const stream = await open(
      'portal',
      'subscription { imageStatusChanged(publisherId: "pub-lastmile") { id status appVersion application { slug } } }',
    );
    const theirs = await openStream(
      `http://127.0.0.1:${product.port}/graphql`,
      'subscription { imageStatusChanged { id status } }',
      { headers: { authorization: `Bearer ${product.token('portal', '--tenant', 'pub-hearth')}` } },
    );
    const overheard: string[] = [];
    void theirs.next().then(
      (event) => event && overheard.push(event.data),
      () => undefined,
    );
    await sleep(AFTER_HEAD_MS);
    const { id, uploadUrl } = await createImage();
    await fetch(uploadUrl, { method: 'PUT', body: 'an image of few bytes' });
    interface Status { imageStatusChanged: { id: string; status: string; application: { slug: string } } } // prettier-ignore
    const isActive = ({ imageStatusChanged: changed }: Status): boolean =>
      changed.id === id && changed.status === 'ACTIVE';
    const seen = await until<Status>(stream, isActive);
    expect(seen.at(-1)?.imageStatusChanged.application.slug).toMatch(/\w/);
    expect(overheard).toEqual([]);
    stream.leave();
    theirs.leave();
  }, 90_000);

  it('figures of the fleet come every second', async () => {
    const stream = await open(
      'scheduling',
      'subscription { fleetSummaryChanged(everySeconds: 1) { total online stale offline asOf } }',
    );
    interface Tick { fleetSummaryChanged: { total: number; asOf: string } } // prettier-ignore
    let ticks = 0;
    const seen = await until<Tick>(stream, () => (ticks += 1) === 4);
    const times = seen.map(({ fleetSummaryChanged }) => Date.parse(fleetSummaryChanged.asOf));
    expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(2_000);
    expect(seen.every(({ fleetSummaryChanged }) => fleetSummaryChanged.total > 250)).toBe(true);
    stream.leave();
  }, 30_000);

  it('clients that leave close their streams at the subgraph', async () => {
    const before = await socketsOf('devices');
    const tick = 'subscription { fleetSummaryChanged(everySeconds: 1) { total } }';
    const streams = await Promise.all(Array.from({ length: 12 }, () => open('scheduling', tick)));
    await Promise.all(streams.map((stream) => stream.next()));
    expect(await socketsOf('devices')).toBeGreaterThanOrEqual(before + 8);
    for (const stream of streams) stream.leave();
    const isBack = async (): Promise<boolean> => (await socketsOf('devices')) <= before + 3;
    expect(await waitUntil(isBack, { timeoutMs: 10_000, everyMs: 200 })).toBe(true);
  }, 30_000);

  it.each([
    'subscription { fleetSummaryChanged { total } }',
    'subscription { placementStateChanged { id } }',
    'subscription { deviceReachabilityChanged { id } }',
    'subscription { imageStatusChanged { id } }',
  ])('nobody without a token gets %s', async (query) => {
    const stream = await open(null, query);
    const text =
      stream.status === 200 ? (await stream.rest()).map(({ data }) => data).join('') : String(stream.status);
    expect(text).toMatch(/UNAUTHENTICATED|UNAUTHORIZED_FIELD_OR_TYPE|FORBIDDEN|^40[13]$/);
    expect(text).not.toMatch(/"(id|total)":/);
  });

  it.each([
    'subscription { placementStateChanged { id } }',
    'subscription { fleetSummaryChanged { total } }',
  ])('a partner does not get %s', async (query) => {
    const stream = await open('portal', query);
    const text =
      stream.status === 200 ? (await stream.rest()).map(({ data }) => data).join('') : String(stream.status);
    expect(text).toMatch(/FORBIDDEN|UNAUTHORIZED_FIELD_OR_TYPE|^403$/);
  });
});

describe('over a WebSocket', () => {
  function connect(token: string | null) {
    return createClient({
      url: `ws://127.0.0.1:${product.port}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: token === null ? {} : { authorization: `Bearer ${token}` },
    });
  }

  it('a claim is followed to RUNNING, and a query is answered beside it', async () => {
    const claim = await fittingClaim(product);
    const client = connect(product.token('scheduling'));
    const changes = client.iterate<Change>({ query: LIFE, variables: { device: claim.deviceId } });
    const first = changes.next();
    const beside = await client.iterate<{ regions: unknown[] }>({ query: '{ regions { id } }' }).next();
    expect((beside.value as Answer<{ regions: unknown[] }>).data.regions).toHaveLength(4);
    await sleep(AFTER_HEAD_MS);
    await product.ask<ClaimAnswer>('scheduling', CLAIM, { in: claim });
    const states: string[] = [];
    const late = setTimeout(() => void client.dispose(), EVENT_WITHIN_MS);
    for (let change = await first; !change.done; change = await changes.next()) {
      expect(change.value.errors).toBeUndefined();
      const { id, state } = change.value.data!.placementStateChanged;
      if (id === claim.placementId) states.push(state);
      if (state === 'RUNNING') break;
    }
    clearTimeout(late);
    expect(states).toEqual(expect.arrayContaining(['SCHEDULED', 'RUNNING']));
    await client.dispose();
  }, 120_000);

  it('nobody without a token subscribes, and a bad token does not even connect', async () => {
    const query = 'subscription { fleetSummaryChanged { total } }';
    const anonymous = connect(null);
    const outcome = await anonymous
      .iterate({ query })
      .next()
      .then(
        ({ value }) => JSON.stringify(value),
        (error: unknown) => JSON.stringify(error),
      );
    expect(outcome).toMatch(/UNAUTHENTICATED|UNAUTHORIZED_FIELD_OR_TYPE|FORBIDDEN/);
    await anonymous.dispose();
    const forged = connect('not a token');
    await expect(forged.iterate({ query }).next()).rejects.toMatchObject({ code: 4403 });
    await forged.dispose();
  });
});

it('a stop of the product completes open streams, closes sockets, and is in time', async () => {
  const tick = 'subscription { fleetSummaryChanged(everySeconds: 1) { total } }';
  const streams = await Promise.all(Array.from({ length: 5 }, () => open('scheduling', tick)));
  await Promise.all(streams.map((stream) => stream.next()));
  const quiet = await open(
    'provisioning',
    'subscription { deviceReachabilityChanged(deviceIds: []) { id } }',
  );
  const socket = new WebSocket(`ws://127.0.0.1:${product.port}/graphql`, 'graphql-transport-ws');
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const ends = Promise.all([...streams, quiet].map(async (stream) => (await stream.rest()).at(-1)?.type));
  expect(await product.signal('SIGTERM')).toBeLessThan(10_000);
  expect(await ends).toEqual(Array(6).fill('complete'));
  expect(await closed).toBe(1001);
}, 30_000);

async function socketsOf(room: string): Promise<number> {
  const response = await request(`${product.subgraphUrl(room)}/metrics`);
  const figures = await response.body.text();
  return Number(/^nodejs_active_resources\{type="TCPSocketWrap"[^}]*\} (\d+)$/m.exec(figures)?.[1] ?? 0);
}

async function createImage(): Promise<{ id: string; uploadUrl: string }> {
  interface Applications { publisher: { applications: { edges: { node: { id: string } }[] } } } // prettier-ignore
  const { data } = await product.ask<Applications>(
    'portal',
    '{ publisher(id: "pub-lastmile") { applications(first: 1) { edges { node { id } } } } }',
  );
  const input = {
    name: 'a build to be watched',
    applicationId: data.publisher.applications.edges[0]?.node.id,
    appVersion: '98.0.1',
    arch: 'AARCH64',
    diskFormat: 'RAW',
    containerFormat: 'BARE',
    minRamMb: 64,
    minDiskGb: 1,
  };
  const created = await product.ask<{ createImage: { uploadUrl: string; image: { id: string } } }>(
    'portal',
    'mutation ($in: CreateImageInput!, $key: String!) { createImage(input: $in, idempotencyKey: $key) { uploadUrl image { id } } }',
    { in: input, key: randomUUID() },
  );
  expect(created.errors).toEqual([]);
  const { image, uploadUrl } = created.data.createImage;
  return { id: image.id, uploadUrl };
}
