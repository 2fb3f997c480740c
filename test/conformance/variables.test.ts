import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

interface Args {
  readonly filter?: unknown;
  readonly limit?: unknown;
}

function echo(_: unknown, args: Args): string {
  return JSON.stringify(args);
}

const check = conformance([
  {
    name: 'a',
    sdl: federated(`
      type Query { a(filter: Filter, limit: Int = 10): String! user(id: ID!): User list(ids: [ID!]!, grid: [[Int]]): String! }
      input Filter { text: String! = "any" tags: [String!] deep: Filter }
      type User @key(fields: "id") { id: ID! echo(filter: Filter, limit: Int): String! }
    `),
    resolvers: {
      Query: { a: echo, list: echo, user: (_: unknown, { id }: { id: string }) => ({ id }) },
      User: { echo },
    },
  },
  {
    name: 'b',
    sdl: federated(`
      type Query { b(filter: Filter, limit: Int!): String! flag(on: Boolean, kind: Kind = RED, ratio: Float): String! }
      input Filter { text: String! = "any" tags: [String!] deep: Filter }
      enum Kind { RED BLUE }
      type User @key(fields: "id") { id: ID! told(filter: Filter, limit: Int = 3): String! }
    `),
    resolvers: { Query: { b: echo, flag: echo }, User: { told: echo } },
  },
]);

const F = { text: 't', tags: ['x', 'y'], deep: { text: 'u' } };
const TOLD = '{"filter":{"text":"t","tags":["x","y"],"deep":{"text":"u"}},"limit":5}';

check(
  'one variable goes to several subgraphs, roots and entities',
  'query($f: Filter, $l: Int!) { a(filter: $f, limit: $l) b(filter: $f, limit: $l) user(id: "1") { echo(filter: $f, limit: $l) told(filter: $f, limit: $l) } }',
  { a: TOLD, b: TOLD, user: { echo: TOLD, told: TOLD } },
  { variables: { f: F, l: 5 }, requests: { a: 1, b: 2 } },
);

test('each subgraph gets the variables of its own operation only', async () => {
  const world = check.world();
  for (const name of ['a', 'b']) world.subgraph(name).seen.length = 0;
  await world.ask(
    'query($l: Int!, $m: Int!, $id: ID!) { a(limit: $m) b(limit: $l) user(id: $id) { told(limit: $m) } }',
    {
      variables: { l: 1, m: 2, id: '7', extra: 3 },
    },
  );
  expect(world.subgraph('a').seen.map(({ variables }) => variables)).toEqual([{ m: 2, id: '7' }]);
  expect(
    world
      .subgraph('b')
      .seen.map(({ variables }) => Object.keys(variables).sort())
      .sort(),
  ).toEqual([['l'], ['m', 'representations']]);
});

check(
  'defaults of the operation',
  'query($l: Int = 4, $f: Filter = { text: "d" }) { a(limit: $l, filter: $f) user(id: 1) { told(limit: $l) } }',
  {
    a: '{"filter":{"text":"d"},"limit":4}',
    user: { told: '{"limit":4}' },
  },
);

check(
  'defaults of the schema where a variable is absent',
  'query($l: Int, $f: Filter) { a(limit: $l, filter: $f) user(id: 1) { told(limit: $l) echo(limit: $l) } }',
  {
    a: '{"limit":10}',
    user: { told: '{"limit":3}', echo: '{}' },
  },
);

check(
  'null is a value',
  'query($l: Int, $f: Filter) { a(limit: $l, filter: $f) user(id: 1) { told(limit: $l) } }',
  {
    a: '{"filter":null,"limit":null}',
    user: { told: '{"limit":null}' },
  },
  { variables: { l: null, f: null } },
);

check(
  'a variable in a literal',
  'query($t: String!, $tags: [String!], $x: Int!) { a(filter: { text: $t, tags: ["p", $t], deep: { text: "q", tags: $tags } }) b(limit: $x) }',
  {
    a: '{"filter":{"text":"w","tags":["p","w"],"deep":{"text":"q","tags":["r"]}},"limit":10}',
    b: '{"limit":6}',
  },
  { variables: { t: 'w', tags: ['r'], x: 6 } },
);

check(
  'a default inside an input',
  'query($f: Filter) { a(filter: $f) }',
  { a: '{"filter":{"text":"any","deep":{"text":"any"}},"limit":10}' },
  {
    variables: { f: { deep: {} } },
  },
);

check(
  'one item stands for a list',
  'query($i: [ID!]!, $g: [[Int]]) { list(ids: $i, grid: $g) }',
  { list: '{"ids":["1"],"grid":[[7]]}' },
  {
    variables: { i: 1, g: 7 },
  },
);

check(
  'enums, booleans and floats',
  'query($k: Kind, $r: Float, $o: Boolean) { flag(kind: $k, ratio: $r, on: $o) d: flag }',
  {
    flag: '{"on":false,"kind":"BLUE","ratio":2}',
    d: '{"kind":"RED"}',
  },
  { variables: { k: 'BLUE', r: 2, o: false } },
);

check(
  'text that must be escaped',
  'query($t: String!) { a(filter: { text: $t }) b(limit: 1, filter: { text: "a\\"b\\\\c\\u00e9" }) }',
  {
    a: JSON.stringify({ filter: { text: '"\\\n\u2028 \u{1f600} </x>' }, limit: 10 }),
    b: JSON.stringify({ filter: { text: 'a"b\\cé' }, limit: 1 }),
  },
  { variables: { t: '"\\\n\u2028 \u{1f600} </x>' } },
);

check(
  'variables in fragments that are used twice',
  'query($l: Int!) { ...A user(id: 1) { ...U } } fragment A on Query { b(limit: $l) user(id: 1) { ...U } } fragment U on User { told(limit: $l) echo(limit: $l) }',
  {
    b: '{"limit":8}',
    user: { told: '{"limit":8}', echo: '{"limit":8}' },
  },
  { variables: { l: 8 } },
);

const TWO = `query A($l: Int!) { b(limit: $l) ...F } query B($l: Int = 2) { a(limit: $l) ...F user(id: 1) { ...U } }
  fragment F on Query { __typename } fragment U on User { told }`;

check(
  'the operation that is named',
  TWO,
  { a: '{"limit":2}', __typename: 'Query', user: { told: '{"limit":3}' } },
  { operationName: 'B' },
);

check(
  'the other operation of the same document',
  TWO,
  { b: '{"limit":9}', __typename: 'Query' },
  { operationName: 'A', variables: { l: 9 }, requests: { b: 1 } },
);

check.refused('a variable that is missing', 'query($l: Int!) { b(limit: $l) }', 'BAD_USER_INPUT');
check.refused('a variable of the wrong type', 'query($l: Int!) { b(limit: $l) }', 'BAD_USER_INPUT', {
  variables: { l: 'x' },
});
check.refused(
  'a field that the input does not have',
  'query($f: Filter) { a(filter: $f) }',
  'BAD_USER_INPUT',
  { variables: { f: { no: 1 } } },
);
check.refused(
  'an operation that is not named',
  'query A { a } query B { a }',
  'OPERATION_RESOLUTION_FAILURE',
);
