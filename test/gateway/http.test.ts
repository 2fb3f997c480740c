import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { shop } from '../kit/gateway-shop';
import { readJson } from '../kit/gateway-json';
import { startGatewayWorld, type Answer, type GatewayWorld } from '../kit/gateway-world';

let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld(shop());
});
afterAll(() => world.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const asked = (): number => world.subgraph('people').seen.length;

async function expectJsonError(response: Response, status: number, code = 'BAD_REQUEST'): Promise<string> {
  const body = readJson<Answer['body']>(await response.text());
  expect([response.status, body.errors?.[0]?.extensions?.code, 'data' in body]).toEqual([
    status,
    code,
    false,
  ]);
  expect(response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
  return body.errors?.[0]?.message ?? '';
}

/** Sends bytes as they are and reads all that comes back. */
function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(world.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('a body that is no GraphQL request is refused in JSON', () => {
  test.each([
    ['truncated JSON', '{"query":'],
    ['an array', '[{"query":"{ people { id } }"}]'],
    ['a string', '"{ people { id } }"'],
    ['null', 'null'],
    ['nothing', ''],
    ['a query that is a number', '{"query":1}'],
    ['an empty query', '{"query":""}'],
    ['variables that are a list', '{"query":"{ __typename }","variables":[1]}'],
    ['variables that are a string', '{"query":"{ __typename }","variables":"{}"}'],
    ['an operationName that is an object', '{"query":"{ __typename }","operationName":{}}'],
    ['100,000 nested lists', `{"query":"{ __typename }","variables":{"a":${'['.repeat(100_000)}`],
  ])('%s', async (_name, body) => {
    await expectJsonError(await fetch(world.url, { method: 'POST', headers: JSON_TYPE, body }), 400);
  });

  test('invalid UTF-8', async () => {
    const body = Buffer.concat([
      Buffer.from('{"query":"{ echo(text: \\"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('\\") }"}'),
    ]);
    await expectJsonError(await fetch(world.url, { method: 'POST', headers: JSON_TYPE, body }), 400);
  });
});

describe('a head that is no GraphQL request is refused in JSON', () => {
  test.each([
    ['a form', 'POST', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', 'POST', { 'content-type': 'text/plain' }, 415],
    ['another charset', 'POST', { 'content-type': 'application/json; charset=utf-16le' }, 415],
    ['a malformed type', 'POST', { 'content-type': 'a;text/plain' }, 415],
    ['a GET with a malformed type', 'GET', { 'content-type': 'a;text/plain' }, 415],
    ['a GET with another type', 'GET', { 'content-type': 'application/graphql' }, 415],
    ['a bare GET, as any page could send', 'GET', {}, 400],
    ['an unacceptable Accept', 'POST', { ...JSON_TYPE, accept: 'image/png' }, 406],
    ['PUT', 'PUT', JSON_TYPE, 405],
    ['DELETE', 'DELETE', JSON_TYPE, 405],
  ])('%s', async (_name, method, headers, status) => {
    const before = asked();
    const query = '{ people { id } }';
    const response =
      method === 'GET'
        ? await fetch(`${world.url}?query=${encodeURIComponent(query)}`, { headers })
        : await fetch(world.url, { method, headers, body: JSON.stringify({ query }) });
    await expectJsonError(response, status);
    expect(asked()).toBe(before);
  });

  test('a method that is not allowed names those that are', async () => {
    const response = await fetch(world.url, { method: 'PATCH' });
    expect(response.headers.get('allow')).toBe('GET, POST');
  });

  test('a bare GET that accepts a stream, when it is for a query', async () => {
    const before = asked();
    const headers = { accept: 'text/event-stream, application/json' };
    await expectJsonError(await fetch(`${world.url}?query={people{id}}`, { headers }), 400);
    expect(asked()).toBe(before);
  });

  test('a body of 45 MB', async () => {
    const body = Buffer.alloc(45_000_000, ' ');
    await expectJsonError(await fetch(world.url, { method: 'POST', headers: JSON_TYPE, body }), 413);
  });

  test('a compressed body', async () => {
    const body = gzipSync(JSON.stringify({ query: `{ people { id } } #${' '.repeat(1_000_000)}` }));
    const headers = { ...JSON_TYPE, 'content-encoding': 'gzip' };
    await expectJsonError(await fetch(world.url, { method: 'POST', headers, body }), 415);
  });

  test('a body above the limit, announced or not', async () => {
    const text = JSON.stringify({ query: '{ __typename }', extensions: { pad: 'x'.repeat(300_000) } });
    await expectJsonError(await fetch(world.url, { method: 'POST', headers: JSON_TYPE, body: text }), 413);
    const body = new Blob([text]).stream();
    const options = { method: 'POST', headers: JSON_TYPE, body, duplex: 'half' } as RequestInit;
    await expectJsonError(await fetch(world.url, options), 413);
  });

  test('a URL of 20 KB and headers of 64 KB', async () => {
    await expectJsonError(
      await fetch(`${world.url}?query=${'x'.repeat(20_000)}`, { headers: JSON_TYPE }),
      414,
    );
    expect(await raw(`GET /graphql HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(65_536)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 [^]*\{"errors":/,
    );
  });

  test('a missing Host, an absolute target, CONNECT and bytes that are no HTTP', async () => {
    expect(await raw('GET /graphql HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 400 [^]*\{"errors":/);
    expect(await raw('GET http://169.254.169.254/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 [^]*\{"errors":/,
    );
    expect(await raw('CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(
      /^HTTP\/1.1 405 [^]*allow: GET, POST/,
    );
    expect(await raw('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1.1 400 [^]*\{"errors":/);
    expect(
      await raw('GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'),
    ).toMatch(/^HTTP\/1.1 400 [^]*\{"errors":/);
  });
});

describe('paths', () => {
  test('only /graphql is the graph; everything else unknown is a 404 in JSON', async () => {
    for (const path of ['/', '/graphql/', '/GraphQL', '/graphql/x', '//graphql', '/%67raphql']) {
      const response = await fetch(new URL(world.url).origin + path, {
        method: 'POST',
        headers: JSON_TYPE,
        body: '{}',
      });
      await expectJsonError(response, 404, 'NOT_FOUND');
    }
  });

  test('/live, /ready and /metrics answer', async () => {
    const { origin } = new URL(world.url);
    expect((await fetch(`${origin}/live`)).status).toBe(200);
    expect((await fetch(`${origin}/ready`)).status).toBe(200);
    await world.ask('{ people { id } }');
    expect(await (await fetch(`${origin}/metrics`)).text()).toMatch(
      /gateway_requests_total\{status="200"\} \d/,
    );
  });

  test('OPTIONS from another origin gives no permission', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const response = await fetch(world.url, { method: 'OPTIONS', headers });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, null]);
  });
});

describe('operations', () => {
  test('a GET with a content type runs a query', async () => {
    const response = await fetch(`${world.url}?query={people{id}}`, { headers: JSON_TYPE });
    expect(await response.json()).toEqual({ data: { people: [{ id: '1' }, { id: '2' }, { id: '3' }] } });
  });

  test('a GET never runs a mutation', async () => {
    const query = encodeURIComponent('mutation { rename(id: "1", name: "x") { id } }');
    const response = await fetch(`${world.url}?query=${query}`, { headers: JSON_TYPE });
    expect(response.headers.get('allow')).toBe('POST');
    await expectJsonError(response, 405);
    expect(world.subgraph('people').seen.filter(({ query: text }) => text.startsWith('mutation'))).toEqual(
      [],
    );
  });

  test('an unknown operationName, or none among several, is a client error', async () => {
    const query = 'query A { __typename } query B { __typename }';
    for (const operationName of ['C', undefined]) {
      const { status, body } = await world.ask(query, operationName ? { operationName } : {});
      expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'OPERATION_RESOLUTION_FAILURE']);
    }
  });

  test('a subscription without a stream is a client error', async () => {
    const { status, body } = await world.ask('subscription { renamed(count: 1) { id } }');
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
  });

  test('an invalid document is 400, and 200 for clients of application/json', async () => {
    const code = 'GRAPHQL_VALIDATION_FAILED';
    for (const [accept, status] of [
      ['application/graphql-response+json', 400],
      ['*/*', 400],
      ['application/json', 200],
      ['application/graphql-response+json, application/json;q=0.9', 400],
    ] as const) {
      const answer = await world.ask('{ nothing }', { headers: { accept } });
      expect([answer.status, answer.body.errors?.[0]?.extensions.code, answer.body.data]).toEqual([
        status,
        code,
        undefined,
      ]);
    }
  });

  test('a wrong variable is a client error that names it', async () => {
    const { status, body } = await world.ask('query ($id: ID!) { person(id: $id) { id } }', {
      variables: { id: {} },
    });
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(body.errors?.[0]?.message).toContain('$id');
  });

  test('200,000 wrong list items are refused at once', async () => {
    const variables = { id: Array.from({ length: 50_000 }, () => ({})) };
    const { body } = await world.ask('query ($id: ID!) { person(id: $id) { id } }', { variables });
    expect(body.errors?.[0]?.extensions.code).toBe('LIST_SIZE_LIMIT');
  });

  test('__proto__ as an alias is answered and as a variable refused; no prototype changes', async () => {
    const { body, text } = await world.ask(
      '{ __proto__: person(id: "7") { constructor: name __proto__: id } }',
    );
    expect(body.errors).toBeUndefined();
    expect(text).toBe('{"data":{"__proto__":{"constructor":"Person 7","__proto__":"7"}}}');
    const refused = await world.ask('query ($__proto__: ID!) { person(id: $__proto__) { id } }');
    expect(refused.status).toBe(400);
    expect(({} as Record<string, unknown>).id).toBeUndefined();
  });

  test('an alias cannot pose as __typename', async () => {
    const { status, body } = await world.ask('{ people { __typename: name } }');
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });

  test('variables that the operation does not declare never reach a subgraph', async () => {
    await world.ask('query ($id: ID!) { person(id: $id) { id } }', { variables: { id: '1', secret: 'x' } });
    expect(world.subgraph('people').seen.at(-1)?.variables).toEqual({ id: '1' });
  });

  test('automatic persisted queries fall back to whole documents; a wrong hash is a client error', async () => {
    const query = '{ person(id: "1") { id } }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const send = (body: object): Promise<Response> =>
      fetch(world.url, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });
    const persisted = (extension: object): object => ({ extensions: { persistedQuery: extension } });
    await expectJsonError(
      await send(persisted({ version: 1, sha256Hash })),
      400,
      'PERSISTED_QUERY_NOT_FOUND',
    );
    const known = await send({ query, ...persisted({ version: 1, sha256Hash }) });
    expect(await known.json()).toEqual({ data: { person: { id: '1' } } });
    for (const wrong of [
      { version: 2, sha256Hash },
      { version: 1, sha256Hash: sha256Hash.toUpperCase() },
      { version: 1, sha256Hash: 'f'.repeat(64) },
      {},
    ]) {
      await expectJsonError(await send({ query, ...persisted(wrong) }), 400);
    }
  });

  test('introspection is answered in full', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const { body } = await world.ask(getIntrospectionQuery());
    expect(body.errors).toBeUndefined();
    expect(JSON.stringify(body.data)).not.toContain('join__');
  });
});
