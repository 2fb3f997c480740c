import { type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import {
  errorsOf,
  expectNoLeak,
  startHostileWorld,
  type HostileWorld,
  type Outcome,
} from '../kit/hostile-world';

type Fault = (response: ServerResponse, body: string) => void;

let world: HostileWorld;
beforeAll(async () => {
  world = await startHostileWorld({
    traffic: { breaker: false, subgraphTimeoutMs: 1_000, subgraphAnswerBytes: 1_000_000 },
  });
});
afterEach(() => world.misbehave(undefined));
afterAll(() => world.close());

const HEAD = { 'content-type': 'application/json' };
const text =
  (body: string, status = 200, headers: Record<string, string> = HEAD): Fault =>
  (response) =>
    void response.writeHead(status, headers).end(body);
const json = (value: unknown): Fault => text(JSON.stringify(value));

/** Asks for two things of which only one comes from the subgraph that misbehaves. */
async function ask(
  fault: Fault,
  query = '{ book(id: "1") { title } reader(id: "1") { name } }',
): Promise<Outcome> {
  world.misbehave(fault);
  const outcome = await world.operation(query);
  expectNoLeak(outcome.text);
  return outcome;
}

const PLACES = ({ text: answer }: Outcome): string[] =>
  errorsOf({ text: answer }).map(({ path, extensions }) => `${extensions.code} ${(path ?? []).join('.')}`);

/** What is left of the answer when the subgraph of books gives nothing. */
const PARTIAL = { book: null, reader: { name: 'Reader 1' } };

describe('U-02, U-08, U-09: what is no GraphQL response is a null with an error at its place, and the rest is there', () => {
  const MALFORMED = 'SUBREQUEST_MALFORMED_RESPONSE';
  const HTTP = 'SUBREQUEST_HTTP_ERROR';
  const rows: [string, Fault, readonly string[]][] = [
    ['a page', text('<html>', 200, { 'content-type': 'text/html' }), [MALFORMED]],
    ['nothing', text(''), [MALFORMED]],
    ['204', text('', 204), [MALFORMED, HTTP]],
    ['text', text('"hello"'), [MALFORMED]],
    ['null', text('null'), [MALFORMED]],
    ['a list', text('[]'), [MALFORMED]],
    ['a list of responses', text('[{"data":{"book":{"title":"x"}}}]'), [MALFORMED]],
    ['a number', text('1'), [MALFORMED]],
    ['data that is a list', text('{"data":[]}'), [MALFORMED]],
    ['data that is text', text('{"data":"x"}'), [MALFORMED]],
    ['data that is a number', text('{"data":0}'), [MALFORMED]],
    ['errors that are an object', text('{"errors":{}}'), [MALFORMED]],
    ['errors that are text', text('{"errors":"no"}'), [MALFORMED]],
    ['no errors', text('{"errors":[]}'), [MALFORMED]],
    ['errors that are null', text('{"errors":[null]}'), [HTTP, MALFORMED]],
    ['an empty object', text('{}'), [MALFORMED]],
    ['two responses', text('{"data":{"book":null}}{"data":{"book":null}}'), [MALFORMED]],
    ['half a response', text('{"data":{"book":{"title":"x"'), [MALFORMED]],
    ['invalid UTF-8 around', (response) => void response.writeHead(200, HEAD).end(Buffer.from([0xff, 0xfe, 0x7b])), [MALFORMED]], // prettier-ignore
    ['a redirect', text('', 302, { location: 'http://169.254.169.254/' }), [HTTP]],
    ['a permanent redirect', text('', 308, { location: '/graphql' }), [HTTP]],
    ['status 500 with a DSN', text('postgres://a:b@10.0.0.1/x', 500), [HTTP]],
    ['status 500 with a response', text('{"data":{"book":{"title":"x"}}}', 500), [HTTP]],
    ['status 600', text('x', 600), [HTTP]],
    ['a cut connection', (response) => void response.socket?.destroy(), [HTTP]],
    ['a response that is cut short', (response) => { response.writeHead(200, { ...HEAD, 'content-length': '1000' }).write('{"data":'); setTimeout(() => response.socket?.destroy(), 20); }, [HTTP, MALFORMED]], // prettier-ignore
    ['chunks that are cut short', (response) => { response.writeHead(200, HEAD).write('{"data":'); setTimeout(() => response.socket?.destroy(), 20); }, [HTTP, MALFORMED]], // prettier-ignore
    ['bytes that are no HTTP', (response) => void response.socket?.end('NONSENSE\r\n\r\n'), [HTTP]],
    ['no end', (response) => void response.writeHead(200, HEAD).write('{'), ['SUBREQUEST_TIMEOUT']],
    ['U-07: more than an answer may have', text(`{"data":{"book":{"title":"${'x'.repeat(1_100_000)}"}}}`), ['SUBGRAPH_RESPONSE_TOO_LARGE']], // prettier-ignore
    ['U-08: a gzip bomb', (response) => void response.writeHead(200, { ...HEAD, 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(30_000_000, ' '))), ['SUBGRAPH_RESPONSE_TOO_LARGE']], // prettier-ignore
    ['U-08: gzip that is none', text('{}', 200, { ...HEAD, 'content-encoding': 'gzip' }), [MALFORMED]],
    ['U-12: lists 100,000 deep', text(`{"data":{"book":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`), [MALFORMED]], // prettier-ignore
  ];
  test.each(rows)('%s', async (_name, fault, codes) => {
    const outcome = await ask(fault);
    expect(outcome.status).toBe(200);
    expect((JSON.parse(outcome.text) as { data: unknown }).data).toEqual(PARTIAL);
    expect(codes.map((code) => `${code} book`)).toContain(PLACES(outcome)[0]);
  });
});

describe('U-11: values of the wrong kind', () => {
  const query =
    '{ book(id: "1") { title pages author { name read { title } } } books { title } reader(id: "1") { name } }';
  const good = { title: 'x', pages: 1, author: null };
  const rows: [string, unknown][] = [
    ['a list for an object', { book: [], books: [good] }],
    ['text for an object', { book: 'x', books: [good] }],
    ['an object for a list', { book: good, books: { title: 'x' } }],
    ['an object for a scalar', { book: { ...good, title: {} }, books: [good] }],
    ['a list for a scalar', { book: { ...good, title: ['x'] }, books: [good] }],
    ['text for an Int', { book: { ...good, pages: 'many' }, books: [good] }],
    ['a fraction for an Int', { book: { ...good, pages: 1.5 }, books: [good] }],
    ['an Int beyond 32 bits', { book: { ...good, pages: 2 ** 40 }, books: [good] }],
    ['null for a list that is not null', { book: good, books: null }],
    ['null in a list of what is not null', { book: good, books: [null] }],
    ['an entity without its key', { book: { ...good, author: { __typename: 'Reader' } }, books: [good] }],
    ['an entity of a type that there is not', { book: { ...good, author: { __typename: 'Nobody', id: '1' } }, books: [good] }], // prettier-ignore
    [
      'a type name that is no text',
      { book: { ...good, author: { __typename: {}, id: '1' } }, books: [good] },
    ],
    [
      'a key that is an object',
      { book: { ...good, author: { __typename: 'Reader', id: {} } }, books: [good] },
    ],
    ['nothing that was asked for', {}],
  ];
  test.each(rows)('%s', async (_name, data) => {
    const outcome = await ask(json({ data }), query);
    expect(outcome.status).toBe(200);
    // Every null that nobody chose has an error; the answer itself fits its schema, or there is none.
    const answer = JSON.parse(outcome.text) as { data: { book?: { pages?: unknown } | null } | null };
    const pages = answer.data?.book?.pages ?? null;
    expect(pages === null || Number.isInteger(pages)).toBe(true);
    expect(errorsOf(outcome).every(({ extensions }) => extensions.code !== 'INTERNAL_SERVER_ERROR')).toBe(
      true,
    );
  });

  test('entities of the wrong kind leave the rest', async () => {
    const byEntities =
      (entities: unknown): Fault =>
      (response, body) =>
        json({ data: body.includes('_entities') ? { _entities: entities } : { book: good } })(response, body);
    for (const entities of [
      null,
      {},
      'x',
      [],
      [null],
      ['x'],
      [[{}]],
      [{ title: 'x' }, { title: 'y' }],
      [{ __typename: 'Paper', title: 'x' }],
    ]) {
      // prettier-ignore
      const outcome = await ask(byEntities(entities), '{ reader(id: "1") { name read { title } } }');
      const { data } = JSON.parse(outcome.text) as { data: { reader: { name: string } } };
      expect([outcome.status, data.reader.name]).toEqual([200, 'Reader 1']);
    }
  });
});

describe('U-12 (CVE-2026-32621): keys of prototypes', () => {
  const POLLUTING = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}';
  afterEach(() => {
    const plain: Record<string, unknown> = {};
    expect([plain.polluted, Object.keys(Object.prototype)]).toEqual([undefined, []]);
  });

  test.each([
    ['in data', `{"data":{${POLLUTING},"book":{"title":"x"}}}`],
    ['in an object', `{"data":{"book":{${POLLUTING},"title":"x"}}}`],
    ['beside data', `{${POLLUTING},"data":{"book":{"title":"x"}}}`],
    ['in extensions', `{"extensions":{${POLLUTING}},"data":{"book":{"title":"x"}}}`],
  ])('%s are dropped', async (_name, body) => {
    const outcome = await ask(text(body));
    expect(JSON.parse(outcome.text)).toEqual({
      data: { book: { title: 'x' }, reader: { name: 'Reader 1' } },
    });
  });

  test('in an error, its path and its extensions', async () => {
    const error = `{"message":"m","path":["__proto__","polluted"],"extensions":{${POLLUTING}}}`;
    const outcome = await ask(text(`{"data":{"book":null},"errors":[${error}]}`));
    expect(outcome.status).toBe(200);
    expect(PLACES(outcome)[0]).toMatch(/^SUBREQUEST_HTTP_ERROR/);
  });

  test('as aliases they are answered like any other', async () => {
    const query = '{ __proto__: book(id: "1") { constructor: title __proto__: id } }';
    const outcome = await world.operation(query);
    expect(outcome.text).toBe('{"data":{"__proto__":{"constructor":"Book 1","__proto__":"1"}}}');
  });

  test('100,000 keys that nobody asked for', async () => {
    const keys = Array.from({ length: 60_000 }, (_, n) => `"k${n}":${n}`).join();
    const outcome = await ask(text(`{"data":{"book":{${keys},"title":"x"}}}`));
    expect(JSON.parse(outcome.text)).toEqual({
      data: { book: { title: 'x' }, reader: { name: 'Reader 1' } },
    });
  });
});

describe('U-13: errors of a subgraph', () => {
  const error = (more: object): object => ({ message: 'm', path: ['book'], ...more });
  const rows: [string, readonly unknown[]][] = [
    [
      'a stack',
      [error({ extensions: { code: 'X', stacktrace: ['Error: at run (/srv/app.js:1:1)'], debug: 1 } })],
    ],
    ['a DSN', [error({ message: 'connect ECONNREFUSED postgres://a:b@127.0.0.1/x' })]],
    ['a DSN under a harmless code', [error({ message: 'postgres://a:b@127.0.0.1/x', extensions: { code: 'BAD_USER_INPUT' } })]], // prettier-ignore
    ['its own name', [error({ extensions: { code: 'X', serviceName: 'zulu' } })]],
    ['negative locations', [error({ locations: [{ line: -1, column: -1 }, null, 'x', -1] })]],
    ['a path outside', [error({ path: ['nowhere', 5, 'x'] })]],
    ['a path that is text', [error({ path: 'book' })]],
    ['a path of 10,000 steps', [error({ path: Array(10_000).fill('book') })]],
    [
      'a message of 900 KB',
      [error({ message: 'm'.repeat(900_000), extensions: { code: 'BAD_USER_INPUT' } })],
    ],
    ['10,000 errors', Array(10_000).fill(error({}))],
    ['errors that are no objects', [null, 1, 'x', [], true]],
    ['a code that is an object', [error({ extensions: { code: {} } })]],
    ['a code of the gateway itself', [error({ extensions: { code: 'INTERNAL_SERVER_ERROR' } })]],
    ['a code of every object', [error({ extensions: { code: 'toString' } })]],
  ];
  test.each(rows)('%s', async (_name, errors) => {
    const outcome = await ask(json({ data: { book: null }, errors }));
    expect(outcome.status).toBe(200);
    expect((JSON.parse(outcome.text) as { data: unknown }).data).toEqual(PARTIAL);
    const shown = errorsOf(outcome);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.length).toBeLessThanOrEqual(100);
    expect(shown.every(({ message }) => message.length <= 500)).toBe(true);
    expect(shown.map(({ extensions }) => extensions.code)).not.toContain('INTERNAL_SERVER_ERROR');
    expect(outcome.text).not.toMatch(/postgres|srv|debug/);
  });
});

test('P-17: a million items for a list are cut, and the rest is there', async () => {
  const items = `{"title":"x"},`.repeat(200_000);
  const outcome = await ask(text(`{"data":{"books":[${items}{"title":"x"}]}}`), '{ books { title } }');
  expect(outcome.status).toBe(200);
  expect(PLACES(outcome)).toEqual(['SUBGRAPH_RESPONSE_TOO_LARGE books']);
});

test('U-06: a subgraph that hangs holds up nobody who does not ask it', async () => {
  world.misbehave(() => undefined);
  const hanging = Array.from({ length: 100 }, () => world.operation('{ book(id: "1") { title } }'));
  const others = await Promise.all(
    Array.from({ length: 50 }, () => world.operation('{ reader(id: "1") { name } }')),
  );
  expect(new Set(others.map(({ text: answer }) => answer))).toEqual(
    new Set(['{"data":{"reader":{"name":"Reader 1"}}}']),
  );
  for (const outcome of await Promise.all(hanging))
    expect(PLACES(outcome)).toEqual(['SUBREQUEST_TIMEOUT book']);
});
