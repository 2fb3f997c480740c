import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getOperationAST, Kind, parse, type DocumentNode } from 'graphql';
import { createCostCheck, type CostCheck } from '../../gateway/limits/cost/cost-check';
import { INTERNAL_LIMITS, PUBLIC_LIMITS, type LimitValues } from '../../gateway/limits/limit-values';
import { RequestRefused } from '../../gateway/errors';
import { buildSupergraph } from '../../gateway/supergraph/supergraph';
import { createTokenMint } from '../kit/gateway-tokens';
import { startGatewayWorld, type GatewayWorld } from '../kit/gateway-world';
import { compose } from '../kit/plans';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@cost", "@listSize"])`;

const MARKET = `
  type Query {
    item(id: ID!): Item
    plain: [Item!]!
    top: [Item!]! @listSize(assumedSize: 5)
    items(first: Int, last: Int): [Item!]! @listSize(slicingArguments: ["first", "last"])
    loose(first: Int, last: Int): [Item!]!
      @listSize(assumedSize: 7, slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
    preset(first: Int = 20): [Item!]! @listSize(slicingArguments: ["first"])
    page(first: Int!): Page! @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"])
    search(filter: Filter): Item
    heavy(by: Int @cost(weight: 9)): Item @cost(weight: 40)
    thing: Thing
    any: Any
    named: Named
  }
  type Page { nodes: [Item!]! edges: [Edge!]! total: Int! }
  type Edge { node: Item! cursor: String! }
  interface Named { name: String friends(first: Int!): [Named!]! }
  type Item implements Named { id: ID! name: String part: Item friends(first: Int!): [Named!]! price: Int @cost(weight: 3) stamp: Stamp rank: Rank }
  type Robot implements Named { name: String friends(first: Int!): [Named!]! @listSize(slicingArguments: ["first"]) arm: Item }
  union Any = Item | Robot | Thing
  type Thing @cost(weight: 25) { id: ID! }
  scalar Stamp @cost(weight: 2)
  enum Rank @cost(weight: 4) { A B }
  input Filter { text: String @cost(weight: 6) ranks: [Rank!] sub: Filter free: Int }`;

const supergraph = buildSupergraph(compose({ market: LINK + MARKET }));
const check = createCostCheck(supergraph.clientSchema, supergraph.supergraph.schema);

/** The least limit that lets an operation pass is its cost. */
function costOf(
  query: string | DocumentNode,
  variables: Record<string, unknown> = {},
  limits: Partial<LimitValues> = {},
  checkCost: CostCheck = check,
): number {
  const document = typeof query === 'string' ? parse(query) : query;
  try {
    checkCost(document, variables, { ...PUBLIC_LIMITS, ...limits, cost: -1 });
  } catch (error) {
    const cost = error instanceof RequestRefused && /cost (\d+);/.exec(error.message)?.[1];
    if (cost) return Number(cost);
    throw error;
  }
  throw new Error('an operation that costs less than nothing');
}

function coded(code: string): Error {
  // Matchers are untyped; `toThrow` takes errors.
  return expect.objectContaining({ code }) as Error;
}

describe('the cost of an operation', () => {
  test.each<[string, string, number, Record<string, unknown>?]>([
    ['is 1 for an object and nothing for its leaves', '{ item(id: "1") { id name } }', 1],
    ['adds up along the way', '{ item(id: "1") { part { part { id } } } }', 3],
    ['adds up over aliases', '{ a: item(id: "1") { id } b: item(id: "2") { id } }', 2],
    ['takes a list of which nothing is said for one', '{ plain { part { id } } }', 2],
    ['multiplies by the assumed size', '{ top { part { id } } }', 10],
    ['multiplies by a literal', '{ items(first: 8) { part { id } } }', 16],
    ['multiplies by a variable', 'query($n: Int) { items(first: $n) { part { id } } }', 18, { n: 9 }],
    ['takes the other argument as well', '{ items(last: 3) { id } }', 3],
    ['takes the largest of several arguments', '{ loose(first: 3, last: 4) { id } }', 4],
    ['takes the assumed size without arguments', '{ loose { id } }', 7],
    [
      'takes the assumed size for a variable that is not given',
      'query($n: Int) { loose(first: $n) { id } }',
      7,
    ],
    [
      'takes the assumed size for null',
      'query($n: Int) { loose(first: $n, last: null) { id } }',
      7,
      { n: null },
    ],
    ['takes the default of an argument', '{ preset { id } }', 20],
    ['takes the argument before its default', '{ preset(first: 2) { id } }', 2],
    ['takes a negative size for none', '{ items(first: -5) { id } }', 0],
    ['multiplies lists in lists', '{ items(first: 10) { a: part { id } } b: top { id } }', 25],
    ['sizes the lists inside an object', '{ page(first: 10) { nodes { id } total } }', 11],
    ['sizes each of them', '{ page(first: 10) { nodes { id } edges { cursor node { id } } } }', 31],
    [
      'sizes them inside fragments',
      'query($n: Int!) { page(first: $n) { ...P ... { total } } } fragment P on Page { ...Q } fragment Q on Page { edges { node { id } } }',
      13,
      { n: 6 },
    ],
    [
      'sizes them by the field around, also when a fragment is used twice',
      '{ a: page(first: 2) { ...P } b: page(first: 5) { ...P } } fragment P on Page { nodes { id } }',
      9,
    ],
    ['takes the weight of a field', '{ heavy { id } }', 40],
    ['takes the weight of an argument that is given', '{ heavy(by: 1) { id } }', 49],
    ['takes the weight of a type', '{ thing { id } }', 25],
    ['takes the weight of leaves', '{ item(id: "1") { price stamp rank } }', 10],
    [
      'takes the weights of input',
      '{ search(filter: { text: "x", ranks: [A, B], sub: { text: "y" } }) { id } }',
      21,
    ],
    [
      'takes the weights of input in variables',
      'query($f: Filter) { search(filter: $f) { id } }',
      21,
      { f: { text: 'x', ranks: ['A', 'B'], sub: { text: 'y', ranks: null }, free: 1 } },
    ],
    [
      'takes the weights of input around variables',
      'query($t: String, $r: [Rank!]) { search(filter: { text: $t, ranks: $r }) { id } }',
      9,
      { r: ['A', 'B'] },
    ],
    [
      'takes the most expensive of types that exclude each other',
      '{ any { ... on Thing { id } ... on Robot { arm { id } } } }',
      26,
    ],
    [
      'adds up what is of one type',
      '{ any { ... on Robot { arm { id } } ... on Robot { arm { part { id } } } } }',
      28,
    ],
    [
      'adds up what every type has',
      '{ named { friends(first: 3) { name } ... on Item { part { id } } ... on Robot { arm { id } } } }',
      5,
    ],
    [
      'does not count what is not there',
      '{ item(id: "1") { ... on Named { name friends(first: 2) { name } } ... on Item @include(if: false) { part { id } } } }',
      2,
    ],
    [
      'counts what a variable includes',
      'query($v: Boolean!) { item(id: "1") { part @include(if: $v) { id } } }',
      2,
      { v: true },
    ],
    [
      'does not count what a variable leaves out',
      'query($v: Boolean!) { item(id: "1") { ...F @skip(if: $v) } } fragment F on Item { part { id } }',
      1,
      { v: true },
    ],
    [
      'leaves introspection free',
      '{ __schema { types { name fields { name } } } __typename item(id: "1") { __typename } }',
      1,
    ],
  ])('%s', (...[, query, cost, variables]) => {
    expect(costOf(query, variables)).toBe(cost);
  });

  // The package that composes supergraphs refuses such names; others write them.
  test.each<[string, string, number, Record<string, unknown>?]>([
    ['a literal', '{ found(by: { page: { first: 4 } }) { id } }', 4],
    [
      'a variable for the number',
      'query ($n: Int) { found(by: { page: { first: $n } }) { id } }',
      6,
      { n: 6 },
    ],
    [
      'a variable for the page',
      'query ($p: Paging) { found(by: { page: $p }) { id } }',
      7,
      { p: { first: 7 } },
    ],
    ['a variable for all', 'query ($b: By) { found(by: $b) { id } }', 8, { b: { page: { first: 8 } } }],
    ['nothing', '{ found(by: {}) { id } }', 3],
  ])('takes a slicing argument inside of another one: %s', (...[, query, cost, variables]) => {
    const written = compose({
      market: `${LINK} type Query { found(by: By, size: Int): [Item!]! @listSize(assumedSize: 3, slicingArguments: ["size"], requireOneSlicingArgument: false)}
        input By { page: Paging } input Paging { first: Int } type Item { id: ID! }`,
    }).replace('["size"]', '["by.page.first"]');
    const nested = buildSupergraph(written);
    const checkNested = createCostCheck(nested.clientSchema, nested.supergraph.schema);
    expect(costOf(query, variables, {}, checkNested)).toBe(cost);
  });

  test('takes lists of which nothing is said for as long as the configuration says', () => {
    expect(costOf('{ plain { part { id } } top { id } }', {}, { assumedListSize: 30 })).toBe(65);
  });

  test('reads the directives under other names', () => {
    const renamed = LINK.replace('"@cost"', '{ name: "@cost", as: "@weighs" }').replace(
      '"@listSize"',
      '{ name: "@listSize", as: "@long" }',
    );
    const sdl = compose({
      a: `${renamed} type Query { a: [A] @long(assumedSize: 6) b: A @weighs(weight: 50) } type A { id: ID }`,
    });
    const other = buildSupergraph(sdl);
    const checkOther = createCostCheck(other.clientSchema, other.supergraph.schema);
    expect(costOf('{ a { id } b { id } }', {}, {}, checkOther)).toBe(56);
  });
});

describe('refused is', () => {
  test('what costs too much, and what costs just as much is not', () => {
    const limits = { ...PUBLIC_LIMITS, cost: 10 };
    check(parse('{ top { part { id } } }'), {}, limits);
    expect(() => check(parse('{ top { part { id } } thing { id } }'), {}, limits)).toThrow(
      coded('COST_ESTIMATED_TOO_EXPENSIVE'),
    );
  });

  test('a page that is too large, by a literal or a variable, also when no list of it is selected', () => {
    for (const query of ['{ items(first: 101) { id } }', '{ page(first: 101) { total } }']) {
      expect(() => costOf(query)).toThrow(coded('LIST_SIZE_LIMIT'));
    }
    const document = parse('query($n: Int!) { page(first: $n) { total } }');
    check(document, { n: 100 }, PUBLIC_LIMITS);
    expect(() => check(document, { n: 101 }, PUBLIC_LIMITS)).toThrow(coded('LIST_SIZE_LIMIT'));
    check(document, { n: 101 }, INTERNAL_LIMITS);
  });

  test('a field that needs exactly one slicing argument and has another number of them', () => {
    const document = parse('query($a: Int, $b: Int) { items(first: $a, last: $b) { id } }');
    check(document, { a: 1 }, PUBLIC_LIMITS);
    check(document, { a: null, b: 2 }, PUBLIC_LIMITS);
    for (const variables of [{}, { a: 1, b: 2 }]) {
      expect(() => check(document, variables, PUBLIC_LIMITS)).toThrow(coded('BAD_USER_INPUT'));
    }
    expect(() => costOf('{ items { id } }')).toThrow(
      'exactly one of its arguments "first", "last"; 0 are given',
    );
  });
});

test('the work is linear in the document: fragments that double at every level are looked at once', () => {
  const levels = 200;
  const fragments = Array.from({ length: levels }, (_, level) =>
    level === levels - 1
      ? `fragment F${level} on Item { id }`
      : `fragment F${level} on Item { a: part { ...F${level + 1} } b: part { ...F${level + 1} } }`,
  );
  const document = parse(`{ item(id: "1") { ...F0 } } ${fragments.join(' ')}`);
  expect(() => check(document, {}, PUBLIC_LIMITS)).toThrow(coded('COST_ESTIMATED_TOO_EXPENSIVE'));
  const sized = fragments.map((text) => text.replaceAll('part', 'part @include(if: $v)'));
  const open = parse(`query($v: Boolean!) { item(id: "1") { ...F0 } } ${sized.join(' ')}`);
  expect(() => check(open, { v: true }, PUBLIC_LIMITS)).toThrow(coded('COST_ESTIMATED_TOO_EXPENSIVE'));
  check(open, { v: false }, PUBLIC_LIMITS);
});

describe('the documents of the own clients', () => {
  const root = join(__dirname, '../../schema');
  const own = buildSupergraph(readFileSync(join(root, 'supergraph.graphql'), 'utf8'));
  const checkOwn = createCostCheck(own.clientSchema, own.supergraph.schema);

  test.each(readdirSync(join(root, 'operations')))('%s stay far within the limits of its client', (file) => {
    const limits = file === 'portal.graphql' ? PUBLIC_LIMITS : INTERNAL_LIMITS;
    const { definitions } = parse(readFileSync(join(root, 'operations', file), 'utf8'));
    const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
    const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    expect(operations.length).toBeGreaterThan(0);
    for (const operation of operations) {
      const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
      expect(getOperationAST(document)).toBeDefined();
      expect(costOf(document, {}, limits, checkOwn)).toBeLessThan(limits.cost / 2);
    }
  });
});

describe('a gateway', () => {
  const mint = createTokenMint();
  const team = { headers: mint.bearer({ client: 'billing' }) };
  let world: GatewayWorld;
  beforeAll(async () => {
    const list = (count: number): object[] => Array.from({ length: count }, (_, id) => ({ id: String(id) }));
    world = await startGatewayWorld(
      [
        {
          name: 'items',
          sdl: `${LINK}
            type Query { items(first: Int): [Item!]! @listSize(slicingArguments: ["first"]) all(count: Int!): [Item!]! }
            type Subscription { added: Item }
            type Item @key(fields: "id") { id: ID! }`,
          resolvers: {
            Query: {
              items: (_: unknown, { first }: { first: number }) => list(first),
              all: (_: unknown, { count }: { count: number }) => list(count),
            },
          },
        },
        {
          name: 'stock',
          sdl: `${LINK} type Item @key(fields: "id") { id: ID! parts(first: Int!): [Part] @listSize(slicingArguments: ["first"]) count: Int } type Part { id: ID }`,
          resolvers: { Item: { parts: () => [], count: () => 1 } },
        },
      ],
      (folder) => ({
        identity: mint.identity(folder),
        limits: { public: { entities: 50 }, internal: { entities: 60 } },
      }),
    );
  });
  afterAll(() => world.close());

  test('refuses what costs too much before any subgraph is asked, each caller by its own limit', async () => {
    const query = '{ items(first: 50) { parts(first: 20) { id } } }';
    const refused = await world.ask(query);
    expect([refused.status, refused.body]).toEqual([
      400,
      {
        errors: [
          {
            message: 'The operation is estimated to cost 1050; 1000 is allowed.',
            extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE' },
          },
        ],
      },
    ]);
    expect(world.subgraph('items').seen).toEqual([]);
    expect((await world.ask(query, team)).body.errors).toBeUndefined();
  });

  test('judges by the variables of each request', async () => {
    const query = 'query($n: Int!) { items(first: $n) { parts(first: 20) { id } } }';
    const codes = [];
    for (const n of [2, 50, 101, 3])
      codes.push((await world.ask(query, { variables: { n } })).body.errors?.[0]?.extensions.code);
    expect(codes).toEqual([undefined, 'COST_ESTIMATED_TOO_EXPENSIVE', 'LIST_SIZE_LIMIT', undefined]);
  });

  test('P-14: aliases do not make an operation cheaper', async () => {
    const aliases = Array.from({ length: 12 }, (_, index) => `a${index}: items(first: 90) { id }`);
    const { body } = await world.ask(`{ ${aliases.join(' ')} }`);
    expect(body.errors?.[0]?.extensions.code).toBe('COST_ESTIMATED_TOO_EXPENSIVE');
  });

  test('P-18: sends no more entities in a request than are allowed; the places of the others have an error', async () => {
    const all = '{ all(count: 51) { id count } }';
    const before = world.subgraph('stock').seen.length;
    const { status, body } = await world.ask(all);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      all: Array.from({ length: 51 }, (_, id) => ({ id: String(id), count: null })),
    });
    expect(body.errors).toHaveLength(51);
    expect(body.errors?.[50]).toEqual({
      message: 'Too much was asked for at once.',
      path: ['all', 50, 'count'],
      extensions: { code: 'BATCH_LIMIT_EXCEEDED' },
    });
    expect(world.subgraph('stock').seen.length).toBe(before);
    expect((await world.ask(all, team)).body.errors).toBeUndefined();
  });
});
