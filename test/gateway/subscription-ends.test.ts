import { renameSync, writeFileSync } from 'node:fs';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { readJson } from '../kit/gateway-json';
import { openParts } from '../kit/gateway-parts';
import { type SubgraphDefinition } from '../kit/gateway-subgraphs';
import { openStream, until } from '../kit/gateway-streams';
import { startGatewayWorld, type Answer, type GatewayWorld } from '../kit/gateway-world';
import { createLatch, type Latch } from '../kit/latch';

let latch: Latch | undefined;
let size = 1;
let world: GatewayWorld;

/** Events without an end, and books that can be held back. */
function endless(): SubgraphDefinition[] {
  const sdl =
    'type Query { a: Int } type Subscription { tick: Person } type Person @key(fields: "id") { id: ID! }';
  const tick = {
    subscribe: async function* () {
      for (let id = 1; ; id += 1) {
        await new Promise((resolve) => setTimeout(resolve, 5).unref());
        yield { tick: { id: String(id).padStart(size, '0') } };
      }
    },
  };
  const books = 'type Query { b: Int } type Person @key(fields: "id") { id: ID! title: String! }';
  const title = async ({ id }: { id: string }): Promise<string> => {
    await latch?.opened;
    return `of ${Number(id)}`;
  };
  return [
    { name: 'people', sdl, resolvers: { Subscription: { tick } } },
    { name: 'books', sdl: books, resolvers: { Person: { title } } },
  ];
}

beforeEach(async () => {
  world = await startGatewayWorld(endless(), {
    subscriptions: { stalledMs: 400, graceMs: 1_500, heartbeatMs: 40, waitingEvents: 4 },
    traffic: { requestTimeoutMs: 20_000, subgraphTimeoutMs: 20_000 },
  });
});
afterEach(async () => {
  latch?.open();
  latch = undefined;
  size = 1;
  await world.close();
});

const TICKS = 'subscription { tick { id title } }';
const replaceGraph = (): void => {
  writeFileSync(`${world.supergraphFile}.new`, `${world.supergraph}\n# another one`);
  renameSync(`${world.supergraphFile}.new`, world.supergraphFile);
};
const errorsOf = (text = ''): readonly { message: string; extensions: { code: string } }[] =>
  readJson<Answer['body']>(text).errors ?? [];
const REASON = {
  message: 'The subscription ended because the schema has changed; subscribe again.',
  extensions: { code: 'UNAVAILABLE' },
};

describe('when another supergraph is served', () => {
  test('event streams end with the reason, and their subgraphs are left', async () => {
    const client = await openStream(world.url, TICKS);
    expect((await client.next())?.data).toBe('{"data":{"tick":{"id":"1","title":"of 1"}}}');
    replaceGraph();
    const events = await client.rest();
    expect(events.at(-1)?.type).toBe('complete');
    expect(errorsOf(events.at(-2)?.data)).toEqual([REASON]);
    expect(errorsOf(events.at(-3)?.data)).toEqual([]);
    await until(() => world.subgraph('people').openStreams() === 0);
    // A new one is on the new graph, and stays.
    const next = await openStream(world.url, TICKS);
    expect((await next.next())?.type).toBe('next');
    next.leave();
  });

  test('WebSocket subscriptions end with the reason, and the socket stays', async () => {
    const client = createClient({
      url: world.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const results: unknown[] = [];
    for await (const result of client.iterate({ query: TICKS })) {
      if (results.push(result) === 1) replaceGraph();
    }
    expect(results.at(-1)).toEqual({ data: null, errors: [REASON] });
    for await (const result of client.iterate({ query: '{ a }' }))
      expect(result).toEqual({ data: { a: null } });
    await client.dispose();
    await until(() => world.subgraph('people').openStreams() === 0);
  });

  test('multipart subscriptions end with the reason in place of a payload', async () => {
    const client = await openParts(world.url, TICKS, { accept: 'multipart/mixed;subscriptionSpec=1.0' });
    await client.next();
    replaceGraph();
    expect((await client.rest()).at(-1)).toEqual({ payload: null, errors: [REASON] });
  });

  test('the event in work is answered before', async () => {
    latch = createLatch();
    const client = await openStream(world.url, TICKS);
    await until(() => world.subgraph('books').running() === 1);
    replaceGraph();
    await until(() => world.subgraph('people').openStreams() === 0);
    latch.open();
    const events = await client.rest();
    expect(events.map(({ type }) => type)).toEqual(['next', 'next', 'complete']);
    expect(events[0]?.data).toBe('{"data":{"tick":{"id":"1","title":"of 1"}}}');
  });
});

test('an event whose join takes too long is answered with an error, and the next one follows', async () => {
  const hasty = await startGatewayWorld(endless(), {
    subscriptions: { stalledMs: 100, waitingEvents: 4 },
    traffic: { requestTimeoutMs: 400 },
  });
  latch = createLatch();
  const client = await openStream(hasty.url, TICKS);
  // Longer than a client may stall: it is not the client that is slow.
  expect(errorsOf((await client.next())?.data)[0]?.extensions.code).toBe('GATEWAY_TIMEOUT');
  latch.open();
  latch = undefined;
  await until(async () => errorsOf((await client.next())?.data).length === 0);
  client.leave();
  await hasty.close();
});

test('a client that takes nothing for too long loses its subscription and is told so', async () => {
  size = 200_000;
  const client = await openStream(world.url, TICKS);
  await until(() => world.subgraph('people').openStreams() === 0);
  const events = await client.rest();
  expect(events.at(-1)?.type).toBe('complete');
  expect(errorsOf(events.at(-2)?.data)[0]).toMatchObject({
    message: expect.stringMatching(/its events are taken too slowly, and \d+ were waiting/),
    extensions: { code: 'REQUEST_RATE_LIMITED' },
  });
});

describe('a subscription in multipart', () => {
  test('has its events in payloads, with heartbeats while there are none', async () => {
    latch = createLatch();
    const client = await openParts(world.url, TICKS, { accept: 'multipart/mixed;subscriptionSpec=1.0' });
    expect(client.contentType).toBe('multipart/mixed; boundary="graphql"; subscriptionSpec=1.0');
    expect(await client.next()).toEqual({});
    latch.open();
    await until(async () => JSON.stringify(await client.next()) !== '{}');
    client.leave();
    await until(() => world.subgraph('people').openStreams() === 0);
  });

  test.each(['application/json', 'multipart/mixed;deferSpec=20220824, application/json'])(
    'is not what a client asks for that accepts %s',
    async (accept) => {
      const { status, body } = await world.ask(TICKS, { headers: { accept } });
      expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
    },
  );
});
