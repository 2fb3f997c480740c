import { conformance } from './kit/conformance';
import { type SubgraphDefinition } from '../kit/gateway-subgraphs';

const FEDERATION =
  '@link(url: "https://specs.apollo.dev/federation/v2.1", import: ["@key", "@composeDirective"])';
const PLACES = 'FIELD | QUERY | FRAGMENT_SPREAD | INLINE_FRAGMENT';

/** Two subgraphs that define `@audit`, each with its own default for the level. */
function subgraphs(head: string, first: string, second: string): SubgraphDefinition[] {
  const header = (level: string): string => `
    extend schema ${head}
    directive @audit(level: Level! ${level}, why: String) on ${PLACES}
    enum Level { LOW HIGH }`;
  return [
    {
      name: 'a',
      sdl: `${header(first)} type Query { a: String cup: Cup } type Cup @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { a: () => 'a', cup: () => ({ id: 'c1' }) } },
    },
    {
      name: 'b',
      sdl: `${header(second)} type Query { b: String } type Cup @key(fields: "id") { id: ID! price: Int }`,
      resolvers: { Query: { b: () => 'b' }, Cup: { price: () => 5 } },
    },
  ];
}

const monolith = { a: 'a', b: 'b', cup: { id: 'c1', price: 5 } };

describe('a directive of clients that all subgraphs define', () => {
  const check = conformance(subgraphs(FEDERATION, '= LOW', '= LOW'), { monolith });

  check('may stand at fields', '{ a @audit b @audit(level: HIGH) cup { price @audit(why: "x") } }', {
    a: 'a',
    b: 'b',
    cup: { price: 5 },
  });

  check(
    'may stand at operations and fragments',
    'query @audit { ... @audit { a } ...F @audit } fragment F on Query { b }',
    {
      a: 'a',
      b: 'b',
    },
  );

  check(
    'takes variables',
    'query($l: Level! = HIGH) { a @audit(level: $l) cup { price @audit(level: $l) } }',
    {
      a: 'a',
      cup: { price: 5 },
    },
  );

  check.refused('must be known', '{ a @nothing }', 'GRAPHQL_VALIDATION_FAILED');
  check.refused('must stand where it may', 'query($x: Int @audit) { a }', 'GRAPHQL_VALIDATION_FAILED');
});

// Composition keeps the directive, and its default; the schema for clients loses it, as it comes from a linked feature.
describe('a directive of clients that is composed, with a default in one subgraph', () => {
  const composed = `${FEDERATION}
    @link(url: "https://example.org/audit/v1.0", import: ["@audit"]) @composeDirective(name: "@audit")`;
  const check = conformance(subgraphs(composed, '', '= LOW'), { monolith });

  check.failing('needs no argument', '{ a @audit b @audit }', { a: 'a', b: 'b' }, { hasMonolith: false });

  check.failing(
    'in entities as well',
    '{ cup { id @audit price @audit(level: HIGH) } }',
    { cup: { id: 'c1', price: 5 } },
    {
      hasMonolith: false,
    },
  );

  check('does not matter to others', '{ a b cup { price } }', { a: 'a', b: 'b', cup: { price: 5 } });
});
