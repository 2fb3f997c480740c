import { expectRefusal, errorsOf, repeat, startHostileWorld, type HostileWorld } from '../kit/hostile-world';

let world: HostileWorld;
beforeAll(async () => {
  world = await startHostileWorld();
});
afterAll(() => world.close());

/** Each row: what is sent, and the status and codes that are right for it. */
type Row = [string, string, number | readonly number[], string | readonly string[]];

const PARSE = 'GRAPHQL_PARSE_FAILED';
const VALIDATION = 'GRAPHQL_VALIDATION_FAILED';
const book = (selections: string): string => `{ book(id: "1") { ${selections} } }`;

async function expectRefused([, query, status, code]: Row): Promise<void> {
  expectRefusal(await world.operation(query), status, code);
}

describe('D-01: a document that is no GraphQL', () => {
  const rows: Row[] = [
    ['a wrong first byte', '}', 400, PARSE],
    ['a byte that GraphQL has not', '\u0007{ books { id } }', 400, PARSE],
    ['a string without an end', '{ book(id: "1) { id } }', 400, PARSE],
    ['a string that a line ends', '{ book(id: "1\n") { id } }', 400, PARSE],
    ['a block string without an end', `{ book(id: """${'x'.repeat(60_000)}`, 400, PARSE],
    ['a block string without an end of 1 MB', `{ book(id: """${'x'.repeat(1_000_000)}`, 413, 'BAD_REQUEST'],
    ['an escape that is none', '{ book(id: "\\u{110000}") { id } }', 400, PARSE],
    ['a surrogate alone', '{ book(id: "\\ud800") { id } }', 400, PARSE],
    ['a brace too few', '{ books { id }', 400, PARSE],
    ['a name of 60,000 letters before a mistake', `{ ${'n'.repeat(60_000)} `, 400, PARSE],
    ['a number with a tail', '{ book(id: 1x) { id } }', 400, PARSE],
  ];
  test.each(rows)('%s', (...row) => expectRefused(row));
});

describe('D-03: brackets nested beyond reason', () => {
  const rows: Row[] = [
    ['lists in an argument', `{ book(id: ${'['.repeat(50_000)}`, 400, PARSE],
    ['lists that are closed', `{ book(id: ${'['.repeat(20_000)}${']'.repeat(20_000)}) { id } }`, [400], [PARSE, 'MAX_TOKENS_LIMIT']], // prettier-ignore
    ['objects in an argument', `{ find(filter: ${'{and:'.repeat(10_000)}`, 400, [PARSE, 'MAX_TOKENS_LIMIT']],
    ['lists in a default', `query ($a: Int = ${'['.repeat(20_000)}`, 400, PARSE],
    ['lists in a type', `query ($a: ${'['.repeat(20_000)}Int`, 400, PARSE],
    ['selections', `{${'a{'.repeat(20_000)}`, 400, ['MAX_DEPTH_LIMIT', 'MAX_TOKENS_LIMIT']],
    ['directives in directives', `{ a ${'@a(b: {c: ['.repeat(5_000)}`, 400, PARSE],
    ['100,000 lists', `{ book(id: ${'['.repeat(100_000)}`, 413, 'BAD_REQUEST'],
  ];
  test.each(rows)('%s', (...row) => expectRefused(row));
});

describe('D-05: more tokens than are allowed, and what are no tokens', () => {
  const rows: Row[] = [
    ['5,001 tokens', `{ ${repeat(4_999, () => 'a')} }`, 400, 'MAX_TOKENS_LIMIT'],
    ['15,001 tokens', `{ ${repeat(14_999, () => 'a')} }`, 400, 'MAX_TOKENS_LIMIT'],
    ['100,000 commas', `{ books { id } }${','.repeat(100_000)}`, 413, 'BAD_REQUEST'],
    ['100,000 comments', `{ books { id } }${'#\n'.repeat(100_000)}`, 413, 'BAD_REQUEST'],
    ['a million byte order marks', `{ books { id } }${'\ufeff'.repeat(1_000_000)}`, 413, 'BAD_REQUEST'],
  ];
  test.each(rows)('%s', (...row) => expectRefused(row));

  test('60,000 ignored characters are no tokens', async () => {
    const { status, text } = await world.operation(
      `{ book(id: "1") { id } }${', #\n\t\ufeff'.repeat(7_500)}`,
    );
    expect([status, text]).toEqual([200, '{"data":{"book":{"id":"1"}}}']);
  });
});

describe('D-06: one field under many names', () => {
  const rows: Row[] = [
    ['10,000 aliases of a root field', `{ ${repeat(10_000, (n) => `a${n}: books { id }`)} }`, [400, 413], ['MAX_TOKENS_LIMIT', 'BAD_REQUEST']], // prettier-ignore
    [
      '600 aliases of a root field',
      `{ ${repeat(600, (n) => `a${n}: books { id }`)} }`,
      400,
      'MAX_ALIASES_LIMIT',
    ],
    ['31 aliases of a leaf', book(repeat(31, (n) => `a${n}: id`)), 400, 'MAX_ALIASES_LIMIT'],
    ['31 aliases in a fragment', `${book('...F')} fragment F on Book { ${repeat(31, (n) => `a${n}: id`)} }`, 400, 'MAX_ALIASES_LIMIT'], // prettier-ignore
    ['31 aliases in a fragment that nobody uses', `{ __typename } fragment F on Book { ${repeat(31, (n) => `a${n}: id`)} }`, 400, 'MAX_ALIASES_LIMIT'], // prettier-ignore
    ['31 aliases of __typename', `{ ${repeat(31, (n) => `a${n}: __typename`)} }`, 400, 'MAX_ALIASES_LIMIT'],
    ['31 aliases over several operations', repeat(4, (o) => `query Q${o} { ${repeat(8, (n) => `a${n}: books { id }`)} }`), 400, 'MAX_ALIASES_LIMIT'], // prettier-ignore
  ];
  test.each(rows)('%s', (...row) => expectRefused(row));
});

describe('D-10, D-11: fields that must be compared with each other (CVE-2023-26144)', () => {
  const TOO_MUCH = [VALIDATION, 'QUERY_TOO_COMPLEX'];
  const rows: Row[] = [
    ['200 overlapping fragments of 100 fields', book(repeat(200, () => `... on Book { ${repeat(100, () => 'title')} }`)), [400, 413], ['MAX_TOKENS_LIMIT', 'BAD_REQUEST']], // prettier-ignore
    ['40 overlapping fragments of 100 fields', book(repeat(40, () => `... on Book { ${repeat(100, () => 'title')} }`)), 400, TOO_MUCH], // prettier-ignore
    ['1,000 arguments under one key', `{ ${repeat(900, (n) => `book(id: ${n}) { id }`)} }`, 400, ['MAX_TOKENS_LIMIT', 'MAX_ROOT_FIELDS_LIMIT']], // prettier-ignore
    ['600 conflicting arguments below the root', book(repeat(600, (n) => `sequel @include(if: ${n % 2 > 0}) { id }`)), 400, ['MAX_DIRECTIVES_LIMIT', 'MAX_TOKENS_LIMIT']], // prettier-ignore
    ['20 conflicting root fields', `{ ${repeat(20, (n) => `book(id: ${n}) { id }`)} }`, 400, VALIDATION],
    ['300 fields nested six deep', book(repeat(300, () => 'sequel { sequel { sequel { sequel { id } } } }')), 400, TOO_MUCH], // prettier-ignore
    ['90 fragments of 20 equal fields', `${book(repeat(90, (n) => `...F${n}`))} ${repeat(90, (n) => `fragment F${n} on Book { ${repeat(20, () => 'id')} }`)}`, 400, TOO_MUCH], // prettier-ignore
    ['fragments in fragments, doubled', `${book('...F0 ...F0')} ${repeat(11, (n) => `fragment F${n} on Book { sequel { ${n < 10 ? `...F${n + 1} ...F${n + 1}` : 'id'} } sequel { id } }`)}`, 400, [...TOO_MUCH, 'MAX_DEPTH_LIMIT']], // prettier-ignore
  ];
  test.each(rows)('%s', (...row) => expectRefused(row));

  test('at most 20 errors are shown', async () => {
    const outcome = await world.operation(book(repeat(200, (n) => `no${n}`)));
    expectRefusal(outcome, 400, VALIDATION);
    expect(errorsOf(outcome).length).toBeLessThanOrEqual(21);
  });

  test('100 equal selections, as generated clients have them, are answered', async () => {
    const { status, text } = await world.operation(book(repeat(100, () => '... on Book { id title }')));
    expect([status, text]).toEqual([200, '{"data":{"book":{"id":"1","title":"Book 1"}}}']);
  });
});

describe('D-12: fragments in a circle', () => {
  const circle = (length: number, inside: (next: string) => string): string =>
    `${book('...F0')} ${repeat(length, (n) => `fragment F${n} on Book { ${inside(`...F${(n + 1) % length}`)} }`)}`;
  const rows: Row[] = [
    ['one that spreads itself', circle(1, (next) => next), 400, VALIDATION],
    ['two that spread each other', circle(2, (next) => next), 400, VALIDATION],
    ['two that spread each other below a field', circle(2, (next) => `sequel { ${next} }`), 400, VALIDATION],
    ['two that spread each other twice', circle(2, (next) => `${next} ... { ${next} }`), 400, VALIDATION],
    ['500 in one circle', circle(500, (next) => next), 400, VALIDATION],
    ['1,000 in one circle', circle(1_000, (next) => next), 400, [VALIDATION, 'MAX_TOKENS_LIMIT']],
    ['a circle that nobody enters', `{ __typename } fragment F on Book { ...F }`, 400, VALIDATION],
    ['40 that all spread all', `${book('...F0')} ${repeat(40, (n) => `fragment F${n} on Book { ${repeat(40, (m) => `...F${m}`)} }`)}`, 400, VALIDATION], // prettier-ignore
  ];
  test.each(rows)('%s', (...row) => expectRefused(row));
});

describe('D-13, D-15: fragments that grow when they are expanded', () => {
  const chain = (length: number, inside: (next: string) => string): string =>
    `${book('...F0')} ${repeat(length, (n) => `fragment F${n} on Book { ${n + 1 < length ? inside(`...F${n + 1}`) : 'id'} }`)}`;
  const rows: Row[] = [
    [
      '20 that spread the next twice at one level',
      chain(20, (next) => `${next} ... { ${next} }`),
      400,
      'QUERY_TOO_COMPLEX',
    ],
    [
      '22 nested, 2^21 paths',
      chain(22, (next) => `${next} ... on Book { ${next} }`),
      400,
      'QUERY_TOO_COMPLEX',
    ],
    ['90 that spread the next three times', chain(90, (next) => repeat(3, () => `... { ${next} }`)), 400, 'QUERY_TOO_COMPLEX'], // prettier-ignore
    ['22 nested below fields', chain(22, (next) => `sequel { ${next} } sequel { ${next} }`), 400, ['MAX_DEPTH_LIMIT', 'QUERY_TOO_COMPLEX']], // prettier-ignore
  ];
  test.each(rows)('%s', (...row) => expectRefused(row));

  test('20 that spread the next twice in one selection set are one spread each', async () => {
    const outcome = await world.operation(chain(9, (next) => `${next} ${next}`));
    expect([outcome.status, outcome.text]).toEqual([200, '{"data":{"book":{"id":"1"}}}']);
  });
});

describe('D-16, D-18, D-21: more of something than any client needs', () => {
  const variables = (count: number): string => repeat(count, (n) => `$v${n}: ID`);
  const rows: Row[] = [
    ['a chain of 500 fragments', `${book('...F0')} ${repeat(500, (n) => `fragment F${n} on Book { ${n < 499 ? `...F${n + 1}` : 'id'} }`)}`, 400, 'MAX_FRAGMENTS_LIMIT'], // prettier-ignore
    ['101 fragments that nobody uses', `{ __typename } ${repeat(101, (n) => `fragment F${n} on Book { id }`)}`, 400, 'MAX_FRAGMENTS_LIMIT'], // prettier-ignore
    ['101 fragments of one name', `${book('...F')} ${repeat(101, () => 'fragment F on Book { id }')}`, 400, ['MAX_FRAGMENTS_LIMIT', VALIDATION]], // prettier-ignore
    ['10,000 includes at one field', book(`id ${'@include(if:true)'.repeat(3_000)}`), 400, ['MAX_DIRECTIVES_LIMIT', 'MAX_TOKENS_LIMIT']], // prettier-ignore
    ['700 includes at one field', book(`id ${'@include(if:true)'.repeat(700)}`), 400, 'MAX_DIRECTIVES_LIMIT'],
    ['2,000 unknown directives', book(`id ${'@aa'.repeat(2_000)}`), 400, 'MAX_DIRECTIVES_LIMIT'],
    [
      '51 directives at the operation',
      `query ${'@aa'.repeat(51)} { __typename }`,
      400,
      'MAX_DIRECTIVES_LIMIT',
    ],
    [
      '51 directives at a variable',
      `query ($a: Int ${'@aa'.repeat(51)}) { __typename }`,
      400,
      'MAX_DIRECTIVES_LIMIT',
    ],
    ['51 directives at a fragment', `${book('...F')} fragment F on Book ${'@aa'.repeat(51)} { id }`, 400, 'MAX_DIRECTIVES_LIMIT'], // prettier-ignore
    [
      '1,000 variables that are not used',
      `query (${variables(1_000)}) { __typename }`,
      400,
      'MAX_VARIABLES_LIMIT',
    ],
    ['101 variables', `query (${variables(101)}) { __typename }`, 400, 'MAX_VARIABLES_LIMIT'],
    ['500 variables that are used', `query (${variables(500)}) { ${repeat(20, (n) => `book(id: $v${n}) { id }`)} }`, 400, 'MAX_VARIABLES_LIMIT'], // prettier-ignore
  ];
  test.each(rows)('%s', (...row) => expectRefused(row));
});

describe('D-24, D-26: documents without an operation that can be run', () => {
  const rows: Row[] = [
    ['only fragments', 'fragment F on Book { id }', 400, [VALIDATION, 'OPERATION_RESOLUTION_FAILURE']],
    ['a type', 'type X { y: Int }', 400, VALIDATION],
    ['a type beside a query', '{ __typename } type X { y: Int }', 400, VALIDATION],
    ['an extension of the schema', 'extend type Query { x: Int } { __typename }', 400, VALIDATION],
    ['a directive definition', 'directive @x on FIELD { __typename }', 400, [VALIDATION, PARSE]],
    ['two operations without a choice', 'query A { __typename } query B { __typename }', 400, 'OPERATION_RESOLUTION_FAILURE'], // prettier-ignore
    ['an anonymous operation beside another', '{ __typename } query B { __typename }', 400, VALIDATION],
    ['@stream', '{ books @stream(initialCount: 0) { id } }', 400, VALIDATION],
    ['@defer of a mutation root', 'mutation { ... @defer { add(title: "x") { id } } }', 400, VALIDATION],
    ['@defer with two equal labels', '{ ... @defer(label: "a") { books { id } } ... @defer(label: "a") { __typename } }', 400, VALIDATION], // prettier-ignore
    ['@defer with a label that is a variable', 'query ($l: String) { ... @defer(label: $l) { books { id } } }', 400, VALIDATION], // prettier-ignore
  ];
  test.each(rows)('%s', (...row) => expectRefused(row));

  test('D-26: a label named __proto__ is a label', async () => {
    const { status, text } = await world.operation('{ ... @defer(label: "__proto__") { books { id } } }');
    expect([status, Object.keys({})]).toEqual([200, []]);
    expect(JSON.parse(text)).toEqual({ data: { books: [{ id: '1' }, { id: '2' }, { id: '3' }] } });
  });

  test('D-26: @defer that is switched off is an unknown directive', async () => {
    const closed = await startHostileWorld({ defer: false });
    expectRefusal(await closed.operation('{ ... @defer { books { id } } }'), 400, VALIDATION);
    await closed.close();
  });
});

describe('D-28, D-30: aliases that pretend to be something else', () => {
  const rows: Row[] = [
    ['__typename for another field', book('__typename: title stars'), 400, VALIDATION],
    ['one key for two fields', book('x: title x: pages'), 400, VALIDATION],
    ['one key for fields of two kinds on two members', '{ find { ... on Book { pages } ... on Paper { pages } } }', 400, VALIDATION], // prettier-ignore
    [
      'one key with other arguments below',
      '{ a: book(id: "1") { id } a: book(id: "2") { id } }',
      400,
      VALIDATION,
    ],
  ];
  test.each(rows)('%s', (...row) => expectRefused(row));

  test.each([
    ['id for the title of an entity', book('id: title stars'), { id: 'Book 1', stars: 5 }],
    ['id for another scalar', book('id: pages stars'), { id: 7, stars: 5 }],
    ['__typename for itself', book('__typename: __typename stars'), { __typename: 'Book', stars: 5 }],
    ['names of prototypes', book('__proto__: title constructor: id toString: stars'), undefined],
  ])('%s: the right entity is asked for', async (_name, query, expected) => {
    const { status, text } = await world.operation(query);
    expect(status).toBe(200);
    if (expected) expect(JSON.parse(text)).toEqual({ data: { book: expected } });
    else expect(text).toBe('{"data":{"book":{"__proto__":"Book 1","constructor":"1","toString":5}}}');
  });

  test('one key on two members is each its own field where their kinds are one', async () => {
    const { text } = await world.operation('{ find { ... on Book { x: title } ... on Paper { x: id } } }');
    // String and ID are different kinds, as the specification has it.
    expect(errorsOf({ text })[0]?.extensions.code).toBe(VALIDATION);
    const apart = await world.operation('{ find { ... on Book { x: title } ... on Paper { x: title } } }');
    expect(JSON.parse(apart.text)).toEqual({ data: { find: [{ x: 'Book 1' }, { x: 'Paper 2' }] } });
  });
});

describe('D-36: literals beyond reason', () => {
  const rows: Row[] = [
    ['an Int of 400 digits', `{ find(pages: ${'9'.repeat(400)}) { __typename } }`, 400, VALIDATION],
    ['an Int of 60,000 digits', `{ find(pages: ${'9'.repeat(60_000)}) { __typename } }`, 400, VALIDATION],
    ['a Float beyond its range', '{ find(price: 1e99999) { __typename } }', 400, VALIDATION],
    ['a negative Float beyond its range', '{ find(price: -1e99999) { __typename } }', 400, VALIDATION],
    ['an Int beyond 32 bits', '{ find(pages: 2147483648) { __typename } }', 400, VALIDATION],
    ['a fraction for an Int', '{ find(pages: 1.5) { __typename } }', 400, VALIDATION],
    [
      'a string of 1 MB',
      `{ find(text: "${'x'.repeat(1_000_000)}") { __typename } }`,
      [400, 413],
      'BAD_REQUEST',
    ],
    ['a string for an enum', '{ find(genre: "CRIME") { __typename } }', 400, VALIDATION],
    [
      'an enum value of 50,000 letters',
      `{ find(genre: ${'C'.repeat(50_000)}) { __typename } }`,
      400,
      VALIDATION,
    ],
    ['a field name of 50,000 letters', `{ ${'book'.repeat(12_500)} }`, 400, VALIDATION],
    ['an unknown type of 50,000 letters', `{ ... on ${'Book'.repeat(12_500)} { id } }`, 400, VALIDATION],
  ];
  test.each(rows)('%s', (...row) => expectRefused(row));
});
