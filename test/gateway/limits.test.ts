import { type ServerResponse } from 'node:http';
import { ConcurrencyGate } from '../../gateway/limits/concurrency';
import { ANONYMOUS } from '../../gateway/identity/principal';
import { shop } from '../kit/gateway-shop';
import { until } from '../kit/gateway-streams';
import { createTokenMint } from '../kit/gateway-tokens';
import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';

const mint = createTokenMint();
const team = mint.bearer({ client: 'billing' });
const partner = mint.bearer({ client: 'portal', tenant: 't' });
let world: GatewayWorld;

beforeAll(async () => {
  world = await startGatewayWorld(shop(), (folder) => ({
    identity: mint.identity(folder),
    limits: { public: { tokens: 2_000 } },
  }));
});
afterAll(() => world.close());

function repeat(count: number, write: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => write(index)).join(' ');
}

function nested(depth: number): string {
  return `{ person(id: "1") ${'{ friend '.repeat(depth - 2)}{ id }${' }'.repeat(depth - 2)} }`;
}

/** 20 fragments, each spreading the next twice. */
const BOMB = `{ person(id: "1") { ...F0 } } ${repeat(20, (index) =>
  index === 19
    ? `fragment F${index} on Person { id }`
    : `fragment F${index} on Person { friend { ...F${index + 1} } friend { ...F${index + 1} } }`,
)}`;

describe('each limit refuses what goes over it, by its own code, before anything is executed', () => {
  const cases: [string, string, string][] = [
    ['tokens', `{ people { ${repeat(2_100, () => 'id')} } }`, 'MAX_TOKENS_LIMIT'],
    ['depth', nested(13), 'MAX_DEPTH_LIMIT'],
    ['depth for the lexer', `{${'a{'.repeat(400)}`, 'MAX_DEPTH_LIMIT'],
    ['nested lists', `{ person(id: ${'['.repeat(500)}`, 'GRAPHQL_PARSE_FAILED'],
    ['aliases', `{ people { ${repeat(31, (index) => `a${index}: id`)} } }`, 'MAX_ALIASES_LIMIT'],
    ['root fields', `{ ${repeat(21, () => '__typename')} }`, 'MAX_ROOT_FIELDS_LIMIT'],
    ['directives', `{ people { ${repeat(51, () => 'id @include(if: true)')} } }`, 'MAX_DIRECTIVES_LIMIT'],
    [
      'fragments',
      `{ ...F0 } ${repeat(101, (index) => `fragment F${index} on Query { people { id } }`)}`,
      'MAX_FRAGMENTS_LIMIT',
    ],
    [
      'variables',
      `query (${repeat(101, (index) => `$v${index}: ID`)}) { people { id } }`,
      'MAX_VARIABLES_LIMIT',
    ],
    ['a fragment bomb that is also deep', BOMB, 'MAX_DEPTH_LIMIT'],
    ['a syntax error', '{', 'GRAPHQL_PARSE_FAILED'],
    ['an unterminated string', '{ person(id: "', 'GRAPHQL_PARSE_FAILED'],
    [
      'a cycle of fragments',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['only fragments', 'fragment A on Query { people { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['type definitions', 'type X { y: Int }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'deep introspection',
      `{ __schema { types ${'{ fields { type '.repeat(8)}{ name }${' } }'.repeat(8)} } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ];
  test.each(cases)('%s', async (_name, query, code) => {
    const before = world.subgraph('people').seen.length;
    const { status, body } = await world.ask(query);
    expect([status, body.errors?.[0]?.extensions.code, body.data]).toEqual([400, code, undefined]);
    expect(world.subgraph('people').seen.length).toBe(before);
  });

  test('the size of a document', async () => {
    const { status, body } = await world.ask(`{ people { id } } #${','.repeat(70_000)}`);
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([413, 'BAD_REQUEST']);
  });

  test('the number of validation errors shown', async () => {
    const { body } = await world.ask(`{ people { ${repeat(500, (index) => `no${index}`)} } }`);
    expect(body.errors?.length).toBeLessThanOrEqual(21);
  });
});

test('fragments are counted, not expanded', async () => {
  const bomb = repeat(20, (index) =>
    index === 19
      ? `fragment F${index} on Person { id }`
      : `fragment F${index} on Person { ...F${index + 1} ... { ...F${index + 1} } }`,
  );
  const startedAt = performance.now();
  const { body } = await world.ask(`{ person(id: "1") { ...F0 } } ${bomb}`);
  expect(body.errors?.[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('the own teams have wider limits, partners have those of the public', async () => {
  expect((await world.ask(nested(12))).body.errors).toBeUndefined();
  expect((await world.ask(nested(13), { headers: partner })).body.errors?.[0]?.extensions.code).toBe(
    'MAX_DEPTH_LIMIT',
  );
  expect((await world.ask(nested(13), { headers: team })).body.errors).toBeUndefined();
  expect((await world.ask(nested(13))).status).toBe(400);
});

test('the same document is refused for one caller and served to another, in any order', async () => {
  const query = `{ people { ${repeat(40, (index) => `b${index}: id`)} } }`;
  for (const [headers, status] of [
    [{}, 400],
    [team, 200],
    [partner, 400],
    [team, 200],
  ] as const) {
    expect((await world.ask(query, { headers })).status).toBe(status);
  }
});

describe('concurrency', () => {
  test('a gate sheds with Retry-After, per client, and lets in again', () => {
    const gate = new ConcurrencyGate({ total: 4, perClient: 2 }, 'requests');
    const caller = (client: string): typeof ANONYMOUS => ({ ...ANONYMOUS, authenticated: true, client });
    const leave = gate.enter(caller('a'));
    gate.enter(caller('a'));
    expect(() => gate.enter(caller('a'))).toThrow(
      expect.objectContaining({
        status: 503,
        headers: { 'retry-after': '1' },
        code: 'REQUEST_CONCURRENCY_LIMITED',
      }),
    );
    leave();
    leave();
    expect(gate.size).toBe(1);
    for (let count = 0; count < 3; count += 1) gate.enter(ANONYMOUS);
    expect(() => gate.enter(caller('b'))).toThrow('Too many requests');
  });

  test('200 concurrent requests of one team are all served', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => world.ask('{ people { id read { title } } }', { headers: team })),
    );
    expect(answers.filter(({ status, body }) => status !== 200 || body.errors)).toEqual([]);
  });

  test('what is shed is answered at once, and nothing stays counted', async () => {
    const held: ServerResponse[] = [];
    const slow = shop().map((definition) => ({
      ...definition,
      handle: (_request: unknown, response: ServerResponse) => held.push(response) > 0,
    }));
    const small = await startGatewayWorld(slow, { limits: { concurrency: { total: 2 } } });
    const running = [small.ask('{ people { id } }'), small.ask('{ people { id } }')];
    await until(() => held.length === 2);
    const shed = await small.ask('{ people { id } }');
    expect([shed.status, shed.headers.get('retry-after'), shed.body.errors?.[0]?.extensions.code]).toEqual([
      503,
      '1',
      'REQUEST_CONCURRENCY_LIMITED',
    ]);
    for (const response of held) response.end('{"data":{"people":[]}}');
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
    const next = small.ask('{ people { id } }');
    await until(() => held.length === 3);
    held[2]?.end('{"data":{"people":[]}}');
    expect((await next).status).toBe(200);
    await small.close();
  });
});

test('introspection can be switched off, under any alias and in any fragment, and names are not suggested', async () => {
  const closed = await startGatewayWorld(shop(), { introspection: false });
  for (const query of [
    '{ x: __schema { queryType { name } } }',
    '{ ...F } fragment F on Query { __type(name: "Person") { name } }',
  ]) {
    const { status, body } = await closed.ask(query);
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  }
  const { body } = await closed.ask('{ peopl { id } }');
  expect(body.errors?.[0]?.message).toBe('Cannot query field "peopl" on type "Query".');
  expect((await closed.ask('{ __typename }')).body.data).toEqual({ __typename: 'Query' });
  await closed.close();
});
