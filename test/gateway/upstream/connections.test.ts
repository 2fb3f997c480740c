import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSocketServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAddress } from '../../../gateway/upstream/subgraph-address';
import { listen, readText, stop } from '../../kit/gateway-subgraphs';
import { shop } from '../../kit/gateway-shop';
import { startGatewayWorld } from '../../kit/gateway-world';
import { errorsOf } from './people-world';

const QUERY = '{ echo(text: "x") }';
const ANSWER = '{"data":{"echo":"x"}}';

/** A gateway whose people subgraph is at `url`. */
const startAt = (url: string, traffic = {}): ReturnType<typeof startGatewayWorld> =>
  startGatewayWorld(shop(), { subgraphs: { people: { url } }, traffic });

describe('the address of a subgraph', () => {
  test.each([
    ['http://h:1/a?b=c', { origin: 'http://h:1', path: '/a?b=c', socketPath: undefined }],
    ['https://h', { origin: 'https://h', path: '/', socketPath: undefined }],
    [
      'unix:///run/a.sock:/graphql',
      { origin: 'http://localhost', path: '/graphql', socketPath: '/run/a.sock' },
    ],
    ['unix:///run/a.sock', { origin: 'http://localhost', path: '/', socketPath: '/run/a.sock' }],
  ])('may be %s', (url, address) => {
    expect(readAddress(url)).toEqual(address);
  });

  test.each([
    '',
    'people',
    '/graphql',
    'ftp://h/',
    'file:///a',
    'unix://',
    'unix://a.sock',
    'http://',
    'http://h:x/',
  ])('may not be "%s"', (url) => {
    expect(readAddress(url)).toBeUndefined();
  });
});

test('a supergraph with an address that cannot be used is served; what needs that subgraph is an error', async () => {
  const world = await startGatewayWorld(shop(), {}, (sdl) =>
    sdl.replace(/(name: "people", url: ")[^"]*/, '$1people'),
  );
  const answer = await world.ask('{ echo(text: "x") books { title } }');
  expect([answer.body.data, errorsOf(answer)]).toEqual([
    { echo: null, books: [{ title: 'one' }] },
    ['SUBREQUEST_HTTP_ERROR echo'],
  ]);
  const lost = await world.ask('mutation { rename(id: "1", name: "x") { id } }');
  expect(errorsOf(lost)).toEqual(['SUBREQUEST_HTTP_ERROR rename']);
  await world.close();
});

test('a subgraph can be asked through a unix socket', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'upstream-'));
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url);
    void readText(request).then(() => response.end(ANSWER));
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 'a.sock'), resolve));
  const world = await startAt(`unix://${join(folder, 'a.sock')}:/people?a=b`);
  expect((await world.ask(QUERY)).body).toEqual({ data: { echo: 'x' } });
  expect(seen).toEqual(['/people?a=b']);
  await stop(server);
  expect(errorsOf(await world.ask('mutation { rename(id: "1", name: "x") { id } }'))).toEqual([
    'SUBREQUEST_HTTP_ERROR rename',
  ]);
  await world.close();
  rmSync(folder, { recursive: true });
});

test('a mutation that could not be sent has failed, and its outcome is not unknown', async () => {
  const world = await startAt('http://127.0.0.1:9/');
  expect(errorsOf(await world.ask('mutation { rename(id: "1", name: "x") { id } }'))).toEqual([
    'SUBREQUEST_HTTP_ERROR rename',
  ]);
  await world.close();
});

test('a mutation that waited for its connection until nobody waited for it was never sent', async () => {
  const silent = createSocketServer((socket) => void socket.on('error', () => undefined).resume());
  // Only listen and its address are used of it.
  await listen(silent as Server);
  const address = silent.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const world = await startAt(`https://127.0.0.1:${port}/`, { subgraphTimeoutMs: 150 });
  expect(errorsOf(await world.ask('mutation { rename(id: "1", name: "x") { id } }'))).toEqual([
    'SUBREQUEST_TIMEOUT rename',
  ]);
  await world.close();
  await new Promise((resolve) => silent.close(resolve));
});

/** Answers each request, and closes the connection a moment later without having said so: the next request is in vain. */
function startHasty(): Server {
  const sockets = createSocketServer((socket: Socket) => {
    let answered = 0;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      answered += 1;
      if (answered > 1) return void socket.destroy();
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${ANSWER.length}\r\n\r\n${ANSWER}`);
    });
  });
  // Only listen and close are used of it.
  return sockets as Server;
}

test('connections that are closed as the next request is written cost no client an answer', async () => {
  const server = startHasty();
  await listen(server);
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const world = await startAt(`http://127.0.0.1:${port}/`);
  for (let times = 0; times < 300; times += 1) {
    expect((await world.ask(QUERY)).body).toEqual({ data: { echo: 'x' } });
  }
  await world.close();
  await new Promise((resolve) => server.close(resolve));
});

test('a subgraph that hangs takes no connections from another at the same place', async () => {
  const server = createServer((request, response) => {
    void readText(request).then((body) => {
      if (body.includes('books')) response.end('{"data":{"books":[{"title":"one"}]}}');
    });
  });
  await listen(server);
  const address = server.address();
  const url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`;
  const world = await startGatewayWorld(shop(), {
    subgraphs: { people: { url }, books: { url } },
    traffic: { requestTimeoutMs: 20_000, subgraphTimeoutMs: 3_000, breaker: false },
  });
  const hanging = Array.from({ length: 300 }, () => world.ask(QUERY));
  for (let times = 0; times < 20; times += 1) {
    expect((await world.ask('{ books { title } }')).body.errors).toBeUndefined();
  }
  for (const answer of await Promise.all(hanging))
    expect(errorsOf(answer)).toEqual(['SUBREQUEST_TIMEOUT echo']);
  await world.close();
  await stop(server);
});
