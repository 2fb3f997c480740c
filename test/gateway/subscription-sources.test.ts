import { type ServerResponse } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../kit/gateway-json';
import { openParts } from '../kit/gateway-parts';
import { shop } from '../kit/gateway-shop';
import { openStream, until, type ClientStream } from '../kit/gateway-streams';
import { startGatewayWorld, type Answer, type GatewayWorld } from '../kit/gateway-world';
import { startSocketSubgraph, type SocketSubgraph } from '../kit/socket-subgraph';

const SUBSCRIPTION = 'subscription($n: Int!) { tick(everyMs: $n) { id read { title } } }';
const tick = (id: number): object => ({ data: { tick: { __typename: 'Person', id: String(id) } } });
const joined = (id: number): string => `{"data":{"tick":{"id":"${id}","read":[{"title":"book of ${id}"}]}}}`;
const codesOf = (text = ''): unknown[] =>
  (readJson<Answer['body']>(text).errors ?? []).map(({ extensions }) => extensions.code);
const open = (world: GatewayWorld): Promise<ClientStream> =>
  openStream(world.url, SUBSCRIPTION, { variables: { n: 1 } });

describe('a subgraph that is subscribed at over WebSocket', () => {
  let source: SocketSubgraph;
  let world: GatewayWorld;
  beforeAll(async () => {
    source = await startSocketSubgraph();
    const key = Buffer.alloc(32, 7).toString('base64url');
    world = await startGatewayWorld(shop(), (folder) => {
      mkdirSync(join(folder, 'keys'));
      const keys = join(folder, 'keys', 'envelope.json');
      writeFileSync(keys, JSON.stringify({ current: 'k1', keys: { k1: key } }));
      return {
        envelope: { keys },
        headers: { forward: ['x-locale'] },
        traffic: { breaker: false, subgraphTimeoutMs: 500 },
        subgraphs: { people: { subscription: { protocol: 'ws', url: source.url } } },
      };
    });
  });
  afterEach(() => {
    source.greet = (heard) => heard.say({ type: 'connection_ack' });
  });
  afterAll(async () => {
    await world.close();
    await source.stop();
  });

  test('is told who asks and what, and its events are joined in order', async () => {
    const subscribed = source.subscribed();
    const opening = openStream(world.url, SUBSCRIPTION, {
      variables: { n: 1 },
      headers: { 'x-locale': 'de', 'x-request-id': 'r-1' },
    });
    const heard = await subscribed;
    const client = await opening;
    const [init, subscribe] = heard.messages;
    expect(init).toEqual({
      type: 'connection_init',
      payload: {
        'x-locale': 'de',
        'x-request-id': 'r-1',
        'x-lastmile-identity': expect.stringMatching(/^ey/),
      },
    });
    expect(heard.headers).toMatchObject({ 'x-locale': 'de', 'x-lastmile-identity': expect.any(String) });
    expect(subscribe).toMatchObject({ id: '1', type: 'subscribe', payload: { variables: { n: 1 } } });
    heard.publish(tick(1));
    heard.say({ type: 'ping' });
    heard.publish(tick(2));
    heard.say({ id: '1', type: 'complete' });
    expect((await client.rest()).map(({ data }) => data)).toEqual([joined(1), joined(2), '']);
    await until(() => heard.isClosed);
    expect(heard.messages).toContainEqual({ type: 'pong' });
  });

  test('is left at once when the client leaves', async () => {
    const subscribed = source.subscribed();
    const client = await open(world);
    const heard = await subscribed;
    client.leave();
    await until(() => heard.isClosed);
    expect(heard.messages.at(-1)).toEqual({ id: '1', type: 'complete' });
  });

  test('that refuses the operation ends the stream with its code', async () => {
    const subscribed = source.subscribed();
    const client = await open(world);
    const errors = [{ message: 'postgres://secret', extensions: { code: 'NOT_FOUND' } }];
    (await subscribed).say({ id: '1', type: 'error', payload: errors });
    const events = await client.rest();
    expect(events.map(({ type }) => type)).toEqual(['next', 'complete']);
    expect(codesOf(events[0]?.data)).toEqual(['NOT_FOUND']);
    expect(events[0]?.data).not.toContain('secret');
  });

  test.each([
    ['closes', (socket: { terminate(): void }) => socket.terminate()],
    ['talks nonsense', (socket: { send(text: string): void }) => socket.send('}{')],
  ])('that %s ends the stream with an error', async (_name, misbehave) => {
    const subscribed = source.subscribed();
    const client = await open(world);
    const heard = await subscribed;
    heard.publish(tick(1));
    expect((await client.next())?.data).toBe(joined(1));
    misbehave(heard.socket);
    const [last, complete] = await client.rest();
    expect(codesOf(last?.data)[0]).toMatch(/^SUBREQUEST_/);
    expect(complete?.type).toBe('complete');
  });

  test.each([
    ['that closes instead of acknowledging', 502, () => source.sockets.at(-1)?.socket.close(4403)],
    ['that never acknowledges', 504, () => undefined],
  ])('%s is an error in JSON', async (_name, status, greet) => {
    source.greet = greet;
    const response = await fetch(world.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: SUBSCRIPTION, variables: { n: 1 } }),
    });
    expect(response.status).toBe(status);
    expect(codesOf(await response.text())[0]).toMatch(/^SUBREQUEST_/);
    await until(() => source.sockets.every(({ isClosed }) => isClosed));
  });

  test('is held back by a client that does not read', async () => {
    const subscribed = source.subscribed();
    const client = await open(world);
    const heard = await subscribed;
    for (let count = 0; count < 500; count += 1) {
      heard.publish({ data: { tick: { __typename: 'Person', id: 'x'.repeat(100_000) } } });
    }
    // 50 MB were sent; what is not taken stays with the subgraph.
    let left = -1;
    await until(async () => {
      const before = heard.socket.bufferedAmount;
      await new Promise((resolve) => setTimeout(resolve, 300));
      left = heard.socket.bufferedAmount;
      return left === before;
    });
    expect(left).toBeGreaterThan(10_000_000);
    client.leave();
    await until(() => heard.isClosed);
  });
});

describe('a subgraph that is subscribed at in multipart', () => {
  let world: GatewayWorld;
  let stream: ServerResponse | undefined;
  let answer = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0' });
    response.flushHeaders();
  };
  beforeAll(async () => {
    const [people, books] = shop();
    if (!people || !books) throw new Error('the shop has two subgraphs');
    const definition: typeof people = {
      ...people,
      handle: (request, response) => {
        if (!request.headers.accept?.includes('subscriptionSpec=1.0')) return false;
        stream = response;
        answer(response);
        return true;
      },
    };
    world = await startGatewayWorld([definition, books], {
      subgraphs: { people: { subscription: { protocol: 'multipart' } } },
    });
  });
  afterAll(() => world.close());
  const part = (value: object): string =>
    `\r\n--graphql\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(value)}`;

  test('sends events between heartbeats, in pieces of any size', async () => {
    const client = await open(world);
    const text = [{ payload: tick(1) }, {}, { payload: tick(2) }].map(part).join('') + '\r\n--graphql--\r\n';
    for (let at = 0; at < text.length; at += 7) stream?.write(text.slice(at, at + 7));
    const events = await client.rest();
    expect(events.map(({ data }) => data)).toEqual([joined(1), joined(2), '']);
  });

  test('that ends it with errors, or without its last delimiter, ends the stream with an error', async () => {
    for (const end of [part({ payload: null, errors: [{ message: 'x' }] }) + '\r\n--graphql--', part({})]) {
      const client = await open(world);
      stream?.end(end);
      expect(codesOf((await client.rest())[0]?.data)).toEqual(['SUBREQUEST_HTTP_ERROR']);
    }
  });

  test('is left at once when the client leaves', async () => {
    const client = await open(world);
    let isClosed = false;
    stream?.once('close', () => (isClosed = true));
    client.leave();
    await until(() => isClosed);
  });

  test('that refuses it in JSON is an error in JSON', async () => {
    const stay = answer;
    answer = (response) =>
      void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"errors":[{"message":"no"}]}');
    const parts = await openParts(world.url, SUBSCRIPTION, { variables: { n: 1 } });
    answer = stay;
    expect([parts.status, codesOf(await parts.text())]).toEqual([502, ['SUBREQUEST_HTTP_ERROR']]);
  });
});
