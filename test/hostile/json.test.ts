import {
  errorsOf,
  expectNoLeak,
  expectRefusal,
  JSON_BODY,
  startHostileWorld,
  type HostileWorld,
} from '../kit/hostile-world';

const INPUT = 'BAD_USER_INPUT';
let world: HostileWorld;
beforeAll(async () => {
  world = await startHostileWorld();
});
afterAll(() => world.close());

describe('H-01: a body that is no JSON', () => {
  test.each([
    ['cut short', '{"query":'],
    ['cut inside a string', '{"query":"{ books'],
    ['cut after an escape', '{"query":"\\'],
    ['two values', '{"query":"{ __typename }"}{"query":"{ __typename }"}'],
    ['a comma too many', '{"query":"{ __typename }",}'],
    ['single quotes', "{'query':'{ __typename }'}"],
    ['NaN', '{"query":"{ __typename }","variables":{"a":NaN}}'],
    ['a number with a leading zero', '{"query":"{ __typename }","variables":{"a":01}}'],
    ['a control character in a string', '{"query":"{ __typename }\u0000"}'],
    ['the document itself', '{ books { id } }'],
    ['only blanks', ' \n\t '],
    ['nothing', ''],
    ['HTML', '<html></html>'],
    ['100,000 nested lists', `{"query":"{ __typename }","extensions":{"a":${'['.repeat(100_000)}`],
    ['65 nested lists', `{"query":"{ __typename }","variables":{"a":${'['.repeat(65)}${']'.repeat(65)}}}`],
    ['brackets that close what was not opened', `${'}'.repeat(50_000)}${'{'.repeat(100)}`],
  ])('%s', async (_name, body) => {
    expectRefusal(await world.body(body), 400, 'BAD_REQUEST');
  });
});

describe('J-05, J-07: JSON that is no request', () => {
  const body = (parameters: object): string => JSON.stringify({ query: '{ __typename }', ...parameters });
  test.each([
    ['variables that are text', body({ variables: 'text' })],
    ['variables that are JSON in text', body({ variables: '{}' })],
    ['variables that are a list', body({ variables: [1] })],
    ['variables that are a number', body({ variables: 1 })],
    ['variables that are true', body({ variables: true })],
    ['extensions that are a list', body({ extensions: [] })],
    ['a query that is a number', body({ query: 1 })],
    ['a query that is a list', body({ query: [] })],
    ['a query that is an object', body({ query: {} })],
    ['a query that is null', body({ query: null })],
    ['a query that is false', body({ query: false })],
    ['a query that is empty', body({ query: '' })],
    ['a query of blanks', body({ query: ' \n ' })],
    ['no query', '{}'],
    ['a query under another name', '{"Query":"{ __typename }"}'],
    ['a query in the prototype', '{"__proto__":{"query":"{ __typename }"}}'],
    ['an operationName that is a number', body({ operationName: 1 })],
    ['an operationName that is a list', body({ operationName: ['A'] })],
    ['a number', '1'],
    ['a string', '"{ __typename }"'],
    ['true', 'true'],
    ['null', 'null'],
    ['H-38: a batch of two', JSON.stringify([{ query: '{ books { id } }' }, { query: '{ books { id } }' }])],
    ['H-38: an empty batch', '[]'],
  ])('%s', async (_name, text) => {
    expectRefusal(await world.body(text), 400, 'BAD_REQUEST');
  });

  test('an operationName that the document has not', async () => {
    for (const operationName of ['B', '__proto__', 'constructor', 'x'.repeat(100_000)]) {
      const outcome = await world.operation('query A { books { id } }', { operationName });
      expectRefusal(outcome, 400, 'OPERATION_RESOLUTION_FAILURE');
    }
  });
});

describe('J-04: long lists', () => {
  const query = 'query ($ids: [Int!]) { find(ids: $ids) { __typename } }';

  test('a million items are more than a body may be', async () => {
    const body = JSON.stringify({ query, variables: { ids: Array<number>(1_000_000).fill(1) } });
    expectRefusal(await world.body(body), 413, 'BAD_REQUEST');
  });

  test.each([
    ['1,001 items', { ids: Array(1_001).fill(1) }],
    ['100,000 wrong items', { ids: Array(100_000).fill('') }],
    ['in a variable that nobody declared', { other: Array(1_001).fill(1) }],
    ['below an object', { filter: { and: Array(1_001).fill({}) } }],
    [
      'below 60 lists',
      { ids: Array.from({ length: 50 }).reduce<unknown>((inner) => [inner], Array(1_001).fill(1)) },
    ],
  ])('%s', async (_name, variables) => {
    expectRefusal(
      await world.operation(query, { variables }),
      [400, 413],
      ['LIST_SIZE_LIMIT', 'BAD_REQUEST'],
    );
  });

  test('1,000 wrong items are told of 50 times at most', async () => {
    const outcome = await world.operation(query, { variables: { ids: Array(1_000).fill('wrong') } });
    expectRefusal({ ...outcome }, 400, INPUT);
  });

  test('1,000 items are taken', async () => {
    const { status } = await world.operation(query, { variables: { ids: Array(1_000).fill(1) } });
    expect(status).toBe(200);
  });
});

describe('J-10, J-11 (CVE-2026-32621): names of prototypes in variables', () => {
  afterEach(() => {
    const plain: Record<string, unknown> = {};
    expect([plain.isAdmin, plain.title, Object.keys(Object.prototype)]).toEqual([undefined, undefined, []]);
  });
  const filter = 'query ($f: Filter) { find(filter: $f) { __typename } }';
  const body = (query: string, variables: string): string =>
    `{"query":${JSON.stringify(query)},"variables":${variables}}`;

  test('as variables that nobody declared they are dropped', async () => {
    const outcome = await world.body(
      body(
        '{ book(id: "1") { id } }',
        '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}',
      ),
    );
    expect([outcome.status, outcome.text]).toEqual([200, '{"data":{"book":{"id":"1"}}}']);
    expect(world.subgraph('zulu').seen.at(-1)?.body).not.toContain('isAdmin');
  });

  test.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])(
    'the field "%s" of an input object is unknown',
    async (name) => {
      const outcome = await world.body(body(filter, `{"f":{"${name}":{"title":"x"}}}`));
      expectRefusal(outcome, 400, INPUT);
    },
  );

  test('a variable of that name is reserved', async () => {
    const outcome = await world.body(
      body('query ($__proto__: ID!) { book(id: $__proto__) { id } }', '{"__proto__":"7"}'),
    );
    expectRefusal(outcome, 400, 'GRAPHQL_VALIDATION_FAILED');
  });

  test.each(['constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'])(
    'a variable named "%s" has the value that was given, and none when none was',
    async (name) => {
      const query = `query ($${name}: ID!) { book(id: $${name}) { id } }`;
      const given = await world.body(body(query, `{"${name}":"7"}`));
      expect([given.status, given.text]).toEqual([200, '{"data":{"book":{"id":"7"}}}']);
      expectRefusal(await world.body(body(query, '{}')), 400, INPUT);
    },
  );

  test('the whole body', async () => {
    const outcome = await world.body(
      '{"query":"{ __typename }","__proto__":{"isAdmin":true},"variables":null}',
    );
    expect(outcome.text).toBe('{"data":{"__typename":"Query"}}');
  });
});

test('J-12: 10,000 variables that nobody declared are dropped and never forwarded', async () => {
  const variables = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`extra${n}`, n]));
  const outcome = await world.operation('query ($id: ID!) { book(id: $id) { id } }', {
    variables: { ...variables, id: '1' },
  });
  expect([outcome.status, outcome.text]).toEqual([200, '{"data":{"book":{"id":"1"}}}']);
  expect(world.subgraph('zulu').seen.at(-1)?.body).not.toContain('extra');
});

describe('J-13, J-14, J-15, J-17: values that do not fit', () => {
  const ask = (type: string, argument: string, json: string): Promise<ReturnType<typeof errorsOf>> =>
    world
      .body(
        `{"query":"query ($v: ${type}) { find(${argument}: $v) { __typename } }","variables":{"v":${json}}}`,
      )
      .then((outcome) => {
        expectRefusal(outcome, 400, [INPUT, 'BAD_REQUEST']);
        return errorsOf(outcome);
      });

  test.each([
    ['Int', 'pages', '2147483648'],
    ['Int', 'pages', '-2147483649'],
    ['Int', 'pages', '1.5'],
    ['Int', 'pages', '"1"'],
    ['Int', 'pages', 'true'],
    ['Int', 'pages', '[1, 2]'],
    ['Int', 'pages', '1e400'],
    ['Float', 'price', '1e400'],
    ['Float', 'price', '"NaN"'],
    ['String', 'text', '7'],
    ['String', 'text', '{}'],
    ['Genre', 'genre', '"crime"'],
    ['Genre', 'genre', '"NOVEL"'],
    ['Genre', 'genre', '1'],
    ['Genre', 'genre', `"${'X'.repeat(100_000)}"`],
    ['Filter', 'filter', '{"nothing":1}'],
    ['Filter', 'filter', `{"${'n'.repeat(100_000)}":1}`],
    ['Filter', 'filter', `{"title":${'9'.repeat(100_000)}}`],
  ])('%s, %s: %s', async (type, argument, json) => {
    const [error] = await ask(type, argument, json.length > 1_000 ? json : json);
    expect(error?.message).toMatch(/\$v/);
  });

  test('J-14: a text of 1,900,000 characters', async () => {
    const body = `{"query":"query ($v: String) { find(text: $v) { __typename } }","variables":{"v":"${'x'.repeat(1_900_000)}"}}`;
    expectRefusal(await world.body(body), 413, 'BAD_REQUEST');
  });

  test.each([
    ['U+0000', '\\u0000'],
    ['half a surrogate pair', '\\ud800'],
    ['an override of direction', '\u202e'],
    ['10,000 combining marks', `e${'\u0301'.repeat(10_000)}`],
  ])('J-15: %s in a text is passed on or refused, and no failure', async (_name, text) => {
    const outcome = await world.body(
      `{"query":"query ($v: String) { find(text: $v) { __typename } }","variables":{"v":"${text}"}}`,
    );
    expect([200, 400]).toContain(outcome.status);
    expectNoLeak(outcome.text);
  });

  test('J-17: all values of an enum are not told where introspection is off', async () => {
    const closed = await startHostileWorld({ introspection: false });
    const outcome = await closed.operation('query ($g: Genre) { find(genre: $g) { __typename } }', {
      variables: { g: 'CRIM' },
    });
    expectRefusal(outcome, 400, INPUT);
    expect(outcome.text).not.toMatch(/CRIME|POETRY|Did you mean/);
    await closed.close();
  });
});

describe('A-35: persisted queries', () => {
  const hash = 'a'.repeat(64);
  test.each([
    ['a wrong hash', { version: 1, sha256Hash: hash }],
    ['another version', { version: 2, sha256Hash: hash }],
    ['a hash in upper case', { version: 1, sha256Hash: hash.toUpperCase() }],
    ['a hash that is a number', { version: 1, sha256Hash: 1 }],
    ['no object', 'x'],
    ['a list', []],
    ['a hash of 100 KB', { version: 1, sha256Hash: 'a'.repeat(100_000) }],
  ])('%s is a client error', async (_name, persistedQuery) => {
    const body = JSON.stringify({ query: '{ books { id } }', extensions: { persistedQuery } });
    expectRefusal(await world.body(body), 400, 'BAD_REQUEST');
  });

  test('a hash alone is not found', async () => {
    const body = JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });
    expectRefusal(await world.body(body), 400, 'PERSISTED_QUERY_NOT_FOUND');
  });
});

describe('H-18: bytes that are no UTF-8', () => {
  const around = (...bytes: number[]): Buffer =>
    Buffer.concat([
      Buffer.from('{"query":"{ book(id: \\"'),
      Buffer.from(bytes),
      Buffer.from('\\") { id } }"}'),
    ]);
  test.each([
    ['an overlong slash', around(0xc0, 0xaf)],
    ['an overlong slash of three bytes', around(0xe0, 0x80, 0xaf)],
    ['a surrogate', around(0xed, 0xa0, 0x80)],
    ['beyond Unicode', around(0xf4, 0x90, 0x80, 0x80)],
    ['a byte that never is', around(0xff)],
    ['a character cut short', around(0xe2, 0x82)],
    ['UTF-16', Buffer.from('{"query":"{ books { id } }"}', 'utf16le')],
  ])('%s', async (_name, body) => {
    expectRefusal(await world.body(body), 400, 'BAD_REQUEST');
  });

  test('a byte order mark before the body is ignored, two are not', async () => {
    const body = '{"query":"{ book(id: \\"1\\") { id } }"}';
    expect((await world.body(`\ufeff${body}`)).text).toBe('{"data":{"book":{"id":"1"}}}');
    expectRefusal(await world.body(`\ufeff\ufeff${body}`), 400, 'BAD_REQUEST');
  });
});

test('I-01, I-02: ids of any shape give an answer or null', async () => {
  const ids = [
    '',
    '../../etc/passwd',
    '%00',
    '1;--',
    '*',
    '{}',
    'a}:{b',
    'x\r\nFLUSHALL',
    'x'.repeat(50_000),
  ];
  for (const id of ids) {
    const literal = await world.operation(`{ book(id: ${JSON.stringify(id)}) { id } }`);
    const variable = await world.operation('query ($id: ID!) { book(id: $id) { id } }', {
      variables: { id },
    });
    for (const { status, text } of [literal, variable]) {
      expect([status, text]).toEqual([200, '{"data":{"book":null}}']);
    }
  }
  const { status } = await world.attack({
    headers: JSON_BODY,
    body: '{"query":"{ book(id: 1e400) { id } }"}',
  });
  expect(status).toBe(400);
});
