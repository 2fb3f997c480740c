import { type ServerResponse } from 'node:http';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { readJson } from '../kit/gateway-json';
import { shop } from '../kit/gateway-shop';
import { openStream, until } from '../kit/gateway-streams';
import { createTokenMint } from '../kit/gateway-tokens';
import { startGatewayWorld, type Answer, type GatewayWorld } from '../kit/gateway-world';

const mint = createTokenMint();
/** Takes over the stream of the people subgraph when it is set. */
let stream: ((response: ServerResponse) => void) | undefined;
let world: GatewayWorld;

beforeAll(async () => {
  const [people, books] = shop();
  if (!people || !books) throw new Error('the shop has two subgraphs');
  const taken: typeof people = {
    ...people,
    handle: (request, response) => {
      if (!stream || request.headers.accept !== 'text/event-stream') return false;
      stream(response);
      return true;
    },
  };
  world = await startGatewayWorld([taken, books], (folder) => ({ identity: mint.identity(folder) }));
});
afterEach(() => {
  stream = undefined;
});
afterAll(() => world.close());

const codeOf = (text: string): unknown => readJson<Answer['body']>(text).errors?.[0]?.extensions.code;
const idle = (): Promise<void> => until(() => world.subgraph('people').openStreams() === 0);

describe('event streams', () => {
  test('events come in order, each joined, and then complete', async () => {
    const client = await openStream(
      world.url,
      'subscription { r: renamed(count: 20) { id read { title } } }',
    );
    expect(client.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = await client.rest();
    expect(events.map(({ type }) => type)).toEqual([...Array<string>(20).fill('next'), 'complete']);
    const ids = events.slice(0, 20).map(({ data }) => readJson<{ data: { r: { id: string } } }>(data).data.r);
    expect(ids[4]).toEqual({ id: '5', read: [{ title: 'book of 5' }] });
    expect(ids.map(({ id }) => Number(id))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test('a GET opens a stream without further headers, as EventSource does', async () => {
    const client = await openStream(world.url, 'subscription { renamed(count: 1) { id } }', {
      method: 'GET',
    });
    expect((await client.rest()).map(({ type }) => type)).toEqual(['next', 'complete']);
  });

  test('a query over a stream is one event', async () => {
    const client = await openStream(world.url, '{ person(id: "1") { id } }');
    expect(await client.rest()).toEqual([
      { type: 'next', data: '{"data":{"person":{"id":"1"}}}' },
      { type: 'complete', data: '' },
    ]);
  });

  test('the head comes only after the subgraph accepted, and what it sends after that arrives', async () => {
    let accept: () => void = () => undefined;
    let publish: () => void = () => undefined;
    stream = (response) => {
      accept = () => response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      publish = () =>
        void response.write('event: next\ndata: {"data":{"tick":{"__typename":"Person","id":"9"}}}\n\n');
    };
    const before = world.subgraph('people').seen.length;
    let isOpen = false;
    const opening = openStream(world.url, 'subscription { tick(everyMs: 1) { id } }').then((client) => {
      isOpen = true;
      return client;
    });
    await until(() => world.subgraph('people').seen.length > before);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isOpen).toBe(false);
    accept();
    const client = await opening;
    await new Promise((resolve) => setTimeout(resolve, 700));
    publish();
    expect(await client.next()).toEqual({ type: 'next', data: '{"data":{"tick":{"id":"9"}}}' });
    client.leave();
  });

  test('a client that leaves ends the stream of the subgraph', async () => {
    await idle();
    const client = await openStream(world.url, 'subscription { tick(everyMs: 20) { id } }');
    await client.next();
    expect(world.subgraph('people').openStreams()).toBe(1);
    client.leave();
    await idle();
  });

  test('a subgraph that dies ends the stream with an error', async () => {
    stream = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      setTimeout(() => response.socket?.destroy(), 50);
    };
    const events = await (await openStream(world.url, 'subscription { tick(everyMs: 1) { id } }')).rest();
    expect(events.map(({ type }) => type)).toEqual(['next', 'complete']);
    expect(codeOf(events[0]?.data ?? '')).toBe('SUBREQUEST_HTTP_ERROR');
  });

  test.each([
    ['status 500', (response: ServerResponse) => response.writeHead(500).end('postgres://secret')],
    [
      'a page',
      (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    ],
    ['a cut connection', (response: ServerResponse) => response.socket?.destroy()],
  ])('a subgraph that refuses with %s is an error in JSON', async (_name, refuse) => {
    stream = (response) => void refuse(response);
    const response = await fetch(world.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { tick(everyMs: 1) { id } }' }),
    });
    const text = await response.text();
    expect([response.status, codeOf(text)]).toEqual([502, 'SUBREQUEST_HTTP_ERROR']);
    expect(text).not.toContain('secret');
  });

  test('a slow client holds the subgraph back instead of filling the memory', async () => {
    let written = 0;
    let isStopped = false;
    stream = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      const event = `event: next\ndata: {"data":{"tick":{"id":"${'x'.repeat(100_000)}"}}}\n\n`;
      const write = (): void => {
        while (!isStopped && written < 2_000) {
          written += 1;
          if (!response.write(event)) return void response.once('drain', write);
        }
      };
      write();
    };
    const client = await openStream(world.url, 'subscription { tick(everyMs: 1) { id } }');
    await client.next();
    let last = -1;
    // What is written no longer grows, although the client has left 200 MB unread.
    await until(async () => {
      const before = written;
      await new Promise((resolve) => setTimeout(resolve, 300));
      last = written;
      return before === written;
    });
    expect(last).toBeLessThan(1_000);
    isStopped = true;
    client.leave();
  });

  test('a bad token is 401 and opens nothing', async () => {
    const client = await openStream(world.url, 'subscription { tick(everyMs: 1) { id } }', {
      headers: { authorization: 'Bearer x' },
    });
    expect(client.status).toBe(401);
    client.leave();
  });
});

describe('WebSocket', () => {
  const connect = (connectionParams: Record<string, unknown> = {}): ReturnType<typeof createClient> =>
    createClient({
      url: world.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams,
      retryAttempts: 0,
    });

  test('events come in order and end; queries and mutations work, too', async () => {
    const client = connect();
    const ids: unknown[] = [];
    for await (const { data } of client.iterate({
      query: 'subscription { renamed(count: 3) { id read { title } } }',
    })) {
      ids.push(data);
    }
    expect(ids[2]).toEqual({ renamed: { id: '3', read: [{ title: 'book of 3' }] } });
    expect(ids).toHaveLength(3);
    for await (const result of client.iterate({ query: '{ person(id: "1") { id } }' })) {
      expect(result).toEqual({ data: { person: { id: '1' } } });
    }
    await client.dispose();
  });

  test('each operation has its line in the log, also one that is refused', async () => {
    const client = connect();
    const ask = (query: string): Promise<unknown> =>
      client
        .iterate({ query })
        .next()
        .catch(() => undefined);
    const from = world.logs.length;
    await ask('query Logged { person(id: "1") { id } }');
    await ask('mutation { rename(id: "1", name: "x") { id } }');
    await ask('{ nothing }');
    const subscription = client.iterate({ query: 'subscription { tick(everyMs: 20) { id } }' });
    await subscription.next();
    await subscription.return?.();
    const lines = (): unknown[] =>
      world.logs
        .slice(from)
        .map((line) => readJson<Record<string, unknown>>(line))
        .filter(({ method }) => method === 'WS')
        .map(({ kind, status }) => [kind, status]);
    await until(() => lines().length === 4);
    expect(lines()).toEqual([
      ['query', 200],
      ['mutation', 200],
      ['unknown', 400],
      ['subscription', 200],
    ]);
    await client.dispose();
  });

  test('variables nested deeper than the stack are a client error', async () => {
    // Written by hand: no client could make them.
    const variables = `${'{"a":'.repeat(60_000)}1${'}'.repeat(60_000)}`;
    const answers: string[] = [];
    const socket = new WebSocket(world.url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data: Buffer) => {
      if (answers.push(data.toString()) > 1) return;
      socket.send(
        `{"id":"1","type":"subscribe","payload":{"query":"{ __typename }","variables":${variables}}}`,
      );
    });
    await until(() => answers.length === 2);
    expect(answers[1]).toContain('"BAD_REQUEST"');
    socket.close();
  });

  test('a client that ends one subscription keeps the connection, and the subgraph is left', async () => {
    await idle();
    const client = connect(mint.bearer());
    const events = client.iterate({ query: 'subscription { tick(everyMs: 20) { id } }' });
    await events.next();
    expect(world.subgraph('people').openStreams()).toBe(1);
    await events.return?.();
    await idle();
    for await (const result of client.iterate({ query: '{ __typename }' }))
      expect(result.errors).toBeUndefined();
    await client.dispose();
  });

  test('a connection that closes leaves the subgraph, also while no event comes', async () => {
    await idle();
    const client = connect();
    const events = client.iterate({ query: 'subscription { tick(everyMs: 60000) { id } }' });
    const waiting = events.next().catch(() => undefined);
    await until(() => world.subgraph('people').openStreams() === 1);
    client.terminate();
    await idle();
    await waiting;
  });

  test.each(['Authorization', 'authorization'])('a bad token in "%s" closes with 4403', async (name) => {
    const client = connect({ [name]: 'Bearer x' });
    const events = client.iterate({ query: '{ __typename }' });
    await expect(events.next()).rejects.toMatchObject({ code: 4403 });
  });

  test('a token in the upgrade counts as well', async () => {
    const socket = new WebSocket(world.url.replace('http', 'ws'), 'graphql-transport-ws', {
      headers: { authorization: 'Bearer x' },
    });
    const code = await new Promise((resolve) => {
      socket.on('open', () => socket.send('{"type":"connection_init"}'));
      socket.on('close', resolve);
    });
    expect(code).toBe(4403);
  });

  test('an invalid operation is an error, not the end of the connection', async () => {
    const client = connect();
    const invalid = client.iterate({ query: 'subscription { nothing }' });
    await expect(invalid.next()).rejects.toEqual([
      expect.objectContaining({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }),
    ]);
    for await (const result of client.iterate({ query: '{ __typename }' })) {
      expect(result).toEqual({ data: { __typename: 'Query' } });
    }
    await client.dispose();
  });

  test('another path or protocol is not upgraded', async () => {
    for (const [path, protocol] of [
      ['/other', 'graphql-transport-ws'],
      ['/graphql', 'graphql-ws'],
    ] as const) {
      const socket = new WebSocket(new URL(path, world.url.replace('http', 'ws')), protocol);
      const error = await new Promise<Error>((resolve) => socket.on('error', resolve));
      expect(error.message).toMatch(/Unexpected server response: 40[04]/);
    }
  });
});

test('an operation with @defer over WebSocket comes as successive results', async () => {
  const client = createClient({
    url: world.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const results: unknown[] = [];
  for await (const result of client.iterate({ query: '{ person(id: "1") { id ... @defer { name } } }' })) {
    results.push(result);
  }
  await client.dispose();
  expect(results).toEqual([
    { data: { person: { id: '1' } }, pending: [{ id: '0', path: ['person'] }], hasNext: true },
    { incremental: [{ id: '0', data: { name: 'Person 1' } }], completed: [{ id: '0' }], hasNext: false },
  ]);
});
