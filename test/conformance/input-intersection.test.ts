import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

function echo(_: unknown, args: unknown): string {
  return JSON.stringify(args);
}

// Only the fields that both know may be written; a field that one of them needs is needed.
const check = conformance([
  {
    name: 'a',
    sdl: federated(`
      type Query { a(filter: Filter): String! deep(filter: Outer!): String! }
      input Filter { first: Int text: String!, onlyA: Boolean = true }
      input Outer { inner: [Inner!] limit: Int = 3 }
      input Inner { name: String = "x" level: Int! }
    `),
    resolvers: { Query: { a: echo, deep: echo } },
  },
  {
    name: 'b',
    sdl: federated(`
      type Query { b(filter: Filter!): String! }
      input Filter { first: Int! text: String onlyB: Boolean }
    `),
    resolvers: { Query: { b: echo } },
  },
]);

check(
  'fields that all subgraphs take are sent to each',
  '{ a(filter: { first: 1, text: "t" }) b(filter: { text: "t", first: 2 }) }',
  {
    a: '{"filter":{"first":1,"text":"t","onlyA":true}}',
    b: '{"filter":{"first":2,"text":"t"}}',
  },
);

check(
  'by a variable',
  'query($f: Filter!) { b(filter: $f) a(filter: $f) }',
  {
    b: '{"filter":{"first":5,"text":"t"}}',
    a: '{"filter":{"first":5,"text":"t","onlyA":true}}',
  },
  { variables: { f: { first: 5, text: 't' } } },
);

check.refused(
  'a field of one subgraph may not be written',
  '{ a(filter: { first: 1, text: "t", onlyA: false }) }',
  'GRAPHQL_VALIDATION_FAILED',
);

check.refused(
  'a field that one subgraph needs is needed',
  '{ b(filter: { first: 1 }) }',
  'GRAPHQL_VALIDATION_FAILED',
);

check.refused('in variables as well', 'query($f: Filter) { a(filter: $f) }', 'BAD_USER_INPUT', {
  variables: { f: { text: 't' } },
});

check('nested inputs, lists and defaults', '{ deep(filter: { inner: { level: 1 } }) }', {
  deep: '{"filter":{"inner":[{"name":"x","level":1}],"limit":3}}',
});

check(
  'nested variables',
  'query($l: Int!, $n: String) { deep(filter: { inner: [{ level: $l, name: $n }], limit: null }) }',
  {
    deep: '{"filter":{"inner":[{"name":"x","level":4}],"limit":null}}',
  },
  { variables: { l: 4 } },
);

check('no argument at all', '{ a }', { a: '{}' });

check('an argument that is null', '{ a(filter: null) }', { a: '{"filter":null}' });
