import { connect, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import {
  errorsOf,
  expectNoLeak,
  expectRefusal,
  JSON_BODY,
  repeat,
  startHostileWorld,
  type HostileWorld,
  type Outcome,
} from '../kit/hostile-world';
import { until } from '../kit/gateway-streams';

const QUERY = '{ books { id } }';
const BODY = JSON.stringify({ query: QUERY });
const GET = `/graphql?query=${encodeURIComponent(QUERY)}`;
let world: HostileWorld;
beforeAll(async () => {
  world = await startHostileWorld();
});
afterAll(() => world.close());

function open(): Promise<Socket> {
  const { hostname, port } = new URL(world.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Sends bytes as they are, and gives all that comes back until the gateway closes the connection. */
async function raw(bytes: string): Promise<string> {
  const socket = await open();
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined);
  socket.write(bytes);
  await closed;
  return answer;
}

const calls = (): number => world.subgraph('zulu').seen.length;

describe('H-04, H-06, H-07: what a page of another site could send', () => {
  const PLAIN = { 'content-type': 'text/plain' };
  const cases: [string, Parameters<HostileWorld['attack']>[0], readonly number[]][] = [
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `query=${encodeURIComponent(QUERY)}` }, [400, 415]], // prettier-ignore
    ['GHSA-2p3c-p3qw-69r4: a multipart form', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: `--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${BODY}\r\n--x--` }, [400, 415]], // prettier-ignore
    ['plain text', { headers: PLAIN, body: BODY }, [400, 415]],
    ['plain text that names JSON', { headers: { 'content-type': 'text/plain; application/json' }, body: BODY }, [400, 415]], // prettier-ignore
    ['no type at all', { headers: {}, body: BODY }, [400, 415]],
    ['an empty type', { headers: { 'content-type': '' }, body: BODY }, [400, 415]],
    ['two types', { headers: { 'content-type': 'application/json, text/plain' }, body: BODY }, [400, 415]],
    ['a type that only begins like JSON', { headers: { 'content-type': 'application/jsonp' }, body: BODY }, [400, 415]], // prettier-ignore
    ['a bare GET', { method: 'GET', path: GET, headers: {} }, [400]],
    ['a bare GET of a stream', { method: 'GET', path: GET, headers: { accept: 'text/event-stream' } }, [400]],
    ['GHSA-9q82-xgwf-vj6h: a GET with a malformed type', { method: 'GET', path: GET, headers: { 'content-type': 'a;text/plain' } }, [400, 415]], // prettier-ignore
    ['GHSA-9q82-xgwf-vj6h: a GET with another type', { method: 'GET', path: GET, headers: { 'content-type': 'application/graphql' } }, [400, 415]], // prettier-ignore
    ['a GET with the type of a form', { method: 'GET', path: GET, headers: PLAIN }, [400, 415]],
    ['a GET with an empty preflight header', { method: 'GET', path: GET, headers: { 'apollo-require-preflight': '' } }, [400]], // prettier-ignore
    ['a GET of a mutation', { method: 'GET', path: `/graphql?query=${encodeURIComponent('mutation { add(title: "x") { id } }')}`, headers: JSON_BODY }, [405]], // prettier-ignore
  ];
  test.each(cases)('%s', async (_name, attack, statuses) => {
    expectRefusal(await world.attack(attack), statuses, 'BAD_REQUEST');
  });
});

describe('H-09, H-10: other methods', () => {
  test.each(['PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'SEARCH'])(
    '%s is 405 and names what is allowed',
    async (method) => {
      const outcome = await world.attack({ method });
      expectRefusal(outcome, 405, 'BAD_REQUEST');
      expect(outcome.headers.allow).toMatch(/GET, POST/);
    },
  );

  test('HEAD is answered without a body and without asking a subgraph', async () => {
    const outcome = await world.attack({ method: 'HEAD', path: GET, headers: {} });
    expect([[400, 405].includes(outcome.status), outcome.text, outcome.calls]).toEqual([true, '', 0]);
  });

  test('CONNECT is no tunnel', async () => {
    expect(await raw('CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1.1 405 /);
  });

  test('a method that is no method is 400', async () => {
    expect(await raw('GE,T /graphql HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 [^]*"BAD_REQUEST"/,
    );
  });
});

test('H-11: other origins get no permission', async () => {
  for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1']) {
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    const { status, headers: answered, calls: asked } = await world.attack({ method: 'OPTIONS', headers });
    expect([200, 204, 403]).toContain(status);
    expect(Object.keys(answered).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(asked).toBe(0);
    const posted = await world.attack({ headers: { ...JSON_BODY, origin }, body: BODY });
    expect(posted.headers['access-control-allow-origin']).toBeUndefined();
  }
});

describe('H-15, H-16, H-17: headers that are hard to read', () => {
  test.each([
    ['2,000 media ranges', repeat(900, (n) => `a/b${n};q=0.${n}`, ',')],
    ['2,000 wildcards', repeat(2_000, () => '*/*', ',')],
    ['2,000 quotes', 'application/json;a="'.concat('\\"'.repeat(2_000))],
    ['2,000 semicolons', `application/json${';'.repeat(4_000)}`],
    ['blanks', `application/json${' '.repeat(7_000)};q=1`],
    ['q beyond any number', 'application/json;q=1e999, text/html;q=-1'],
  ])('Accept: %s', async (_name, accept) => {
    const outcome = await world.attack({ headers: { ...JSON_BODY, accept }, body: BODY });
    expect([200, 400, 406]).toContain(outcome.status);
    expectNoLeak(outcome.text);
    expect(outcome.cpuMs).toBeLessThan(1_500);
  });

  test.each([
    ['CVE-2026-23897: utf-7', 'utf-7'],
    ['shift_jis', 'shift_jis'],
    ['utf-16le', 'utf-16le'],
    ['utf-16', 'utf-16'],
    ['utf-32', 'utf-32'],
    ['latin1', 'iso-8859-1'],
    ['a name of 1 KB', 'x'.repeat(1_024)],
    ['a quoted name', '"utf-7"'],
    ['an empty one', ''],
  ])('charset %s', async (_name, charset) => {
    const body = Buffer.from(BODY, charset.startsWith('utf-16') ? 'utf16le' : 'utf8');
    const outcome = await world.attack({
      headers: { 'content-type': `application/json; charset=${charset}` },
      body,
    });
    expectRefusal(outcome, [400, 415], 'BAD_REQUEST');
  });
});

describe('H-22 (CVE-2024-28101): a body is bounded by its size on the wire', () => {
  const big = Buffer.from(JSON.stringify({ query: `${QUERY} #${' '.repeat(2_000_000)}` }));
  test.each([
    ['gzip', gzipSync(big)],
    ['br', brotliCompressSync(big)],
    ['gzip, gzip, gzip', gzipSync(gzipSync(gzipSync(big)))],
    ['x-unknown', Buffer.from(BODY)],
    ['gzip', Buffer.from(BODY)],
    ['identity, gzip', gzipSync(BODY)],
    ['', Buffer.from(BODY)],
  ])('content-encoding: %s', async (encoding, body) => {
    const outcome = await world.attack({ headers: { ...JSON_BODY, 'content-encoding': encoding }, body });
    expectRefusal(outcome, 415, 'BAD_REQUEST');
  });
});

describe('H-25, H-26: heads that are too large', () => {
  test('headers of 64 KB', async () => {
    const answer = await raw(`POST /graphql HTTP/1.1\r\nHost: x\r\nx-a: ${'a'.repeat(65_536)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 431 [^]*connection: close[^]*"BAD_REQUEST"/i);
  });

  test('2,001 headers', async () => {
    const answer = await raw(
      `POST /graphql HTTP/1.1\r\nHost: x\r\n${repeat(2_001, (n) => `a${n}: b\r\n`, '')}\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 431 [^]*connection: close[^]*"BAD_REQUEST"/i);
  });

  test('a URL of 20 KB, and one of 100 KB', async () => {
    const long = (length: number): Parameters<HostileWorld['attack']>[0] => ({
      method: 'GET',
      path: `/graphql?query=${'a'.repeat(length)}`,
    });
    expectRefusal(await world.attack(long(20_000)), 414, 'BAD_REQUEST');
    expectRefusal(await world.attack(long(100_000)), [414, 431], 'BAD_REQUEST');
  });

  test.each([
    ['a parameter twice', `${GET}&query=${encodeURIComponent('{ book(id: 1) { id } }')}`],
    ['variables that are no JSON', `${GET}&variables={`],
    ['variables that are a list', `${GET}&variables=[]`],
    ['nested extensions', `${GET}&extensions=${'['.repeat(2_000)}`],
    ['no query', '/graphql?'],
    ['a broken escape', '/graphql?query=%E0%A4%A'],
  ])('a URL with %s', async (_name, path) => {
    const outcome = await world.attack({ method: 'GET', path });
    expectRefusal(outcome, 400, ['BAD_REQUEST', 'GRAPHQL_PARSE_FAILED']);
  });
});

describe('H-31, H-32: clients that do not behave', () => {
  test('H-31: 200 that leave at once leave nothing behind', async () => {
    world.misbehave(() => undefined);
    const from = world.logs.length;
    const bytes = `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
    for (let count = 0; count < 200; count += 1) {
      const socket = await open();
      socket.on('error', () => undefined);
      socket.write(bytes, () => setTimeout(() => socket.destroy(), count % 5));
    }
    await until(() => world.logs.slice(from).filter((line) => line.includes('"status":499')).length >= 150);
    await until(() => world.subgraph('zulu').running() === 0);
    world.misbehave(undefined);
    expect((await world.operation(QUERY)).status).toBe(200);
  });

  test('H-32: 100 requests in one write are answered in order', async () => {
    const request = (n: number): string => {
      const body = JSON.stringify({ query: `{ a${n}: __typename }` });
      const last = n === 99 ? 'Connection: close\r\n' : '';
      return `POST /graphql HTTP/1.1\r\nHost: x\r\n${last}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    };
    const answer = await raw(repeat(100, request, ''));
    const keys = [...answer.matchAll(/"a(\d+)":"Query"/g)].map(([, n]) => Number(n));
    expect(keys).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  test.each([
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a length that is no number', 'Content-Length: 5x\r\n\r\nhello'],
    ['a negative length', 'Content-Length: -1\r\n\r\n'],
    ['a chunk that is no chunk', 'Transfer-Encoding: chunked\r\n\r\nZZ\r\n'],
    ['a header with a line inside', 'X-A: a\n b: c\x00\r\n\r\n'],
    ['a blank before the colon', 'Content-Length : 5\r\n\r\nhello'],
  ])('a request with %s is 400 and the connection is closed', async (_name, rest) => {
    const before = calls();
    const answer = await raw(
      `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${rest}`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 [^]*"BAD_REQUEST"/);
    expect(calls()).toBe(before);
  });
});

describe('H-33, H-34, H-37: heads that lie', () => {
  test('H-33: no Host, another Host, and a target that is no path', async () => {
    expect(await raw('GET /graphql HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 400 [^]*"BAD_REQUEST"/);
    const target = 'POST http://169.254.169.254/graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    expect(await raw(target)).toMatch(/^HTTP\/1.1 400 [^]*"BAD_REQUEST"/);
    const { status } = await world.attack({ headers: { ...JSON_BODY, host: 'evil.example' }, body: BODY });
    expect([200, 400, 421]).toContain(status);
    expect(world.subgraph('zulu').seen.at(-1)?.headers.host).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  test('H-34, H-37: what a client says about itself does not reach a subgraph', async () => {
    const headers = {
      ...JSON_BODY,
      'x-forwarded-for': '10.0.0.1',
      'x-forwarded-host': 'evil.example',
      forwarded: 'for=10.0.0.1',
      'x-lastmile-identity': 'e30.e30.x',
      connection: 'close, x-lastmile-identity, content-type, x-request-deadline',
      'x-request-deadline': '1',
      cookie: 'a=b',
    };
    expect((await world.attack({ headers, body: BODY })).status).toBe(200);
    const seen = world.subgraph('zulu').seen.at(-1)?.headers ?? {};
    expect(JSON.stringify(seen)).not.toMatch(/10\.0\.0\.1|evil|e30|a=b/);
    expect(seen['content-type']).toBe('application/json');
    expect(seen['x-request-deadline']).not.toBe('1');
  });
});

test('H-44: an upgrade to anything but GraphQL over WebSocket is refused', async () => {
  const head = (upgrade: string, more = ''): string =>
    `GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n${more}\r\n`;
  const key = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n';
  for (const bytes of [
    head('h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__\r\n'),
    head('websocket'),
    head('websocket', key),
    head('websocket', `${key}Sec-WebSocket-Protocol: graphql-ws\r\n`),
    head('TLS/1.0'),
  ]) {
    expect(await raw(bytes)).toMatch(/^HTTP\/1.1 4\d\d /);
  }
});

test('H-30: a client that does not read its answer holds neither a place nor the gateway', async () => {
  world.misbehave((response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: { books: [{ id: 'x'.repeat(4_000_000) }] } }));
  });
  const socket = await open();
  socket.on('error', () => undefined);
  socket.pause();
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`,
  );
  await until(() => world.subgraph('zulu').running() === 0);
  world.misbehave(undefined);
  const outcome: Outcome = await world.operation(QUERY);
  expect([outcome.status, errorsOf(outcome)]).toEqual([200, []]);
  socket.destroy();
});
