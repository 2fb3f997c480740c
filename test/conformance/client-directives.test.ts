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

// Composition keeps the directive, and its default. Clients may write it, though subgraphs need not define it.
describe('a directive of clients that is composed, with a default in one subgraph', () => {
  const composed = `${FEDERATION}
    @link(url: "https://example.org/audit/v1.0", import: ["@audit"]) @composeDirective(name: "@audit")`;
  const check = conformance(subgraphs(composed, '', '= LOW'), { monolith });

  check('needs no argument', '{ a @audit b @audit }', { a: 'a', b: 'b' }, { hasMonolith: false });

  check(
    'in entities as well',
    '{ cup { id @audit price @audit(level: HIGH) } }',
    { cup: { id: 'c1', price: 5 } },
    {
      hasMonolith: false,
    },
  );

  check('does not matter to others', '{ a b cup { price } }', { a: 'a', b: 'b', cup: { price: 5 } });
});

// Only first defines it.
describe('a directive of clients that one subgraph composes', () => {
  const check = conformance([
    {
      name: 'first',
      sdl: `
          extend schema
            @link(url: "https://specs.apollo.dev/federation/v2.1", import: ["@key", "@composeDirective"])
            @link(url: "https://example.org/trace/v1.0", import: ["@trace", "@owned"])
            @composeDirective(name: "@trace")
            @composeDirective(name: "@owned")
          directive @trace(to: String!) repeatable on FIELD | VARIABLE_DEFINITION | OBJECT
          directive @owned on OBJECT
          type Query { cup: Cup }
          type Cup @key(fields: "id") @owned @trace(to: "log") { id: ID! }
        `,
      resolvers: { Query: { cup: () => ({ id: 'c1' }) } },
    },
    {
      name: 'second',
      sdl: `
          extend schema @link(url: "https://specs.apollo.dev/federation/v2.1", import: ["@key"])
          type Cup @key(fields: "id") { id: ID! price(of: Int): Int }
        `,
      resolvers: { Cup: { price: (_: unknown, { of }: { of?: number }) => of ?? 5 } },
    },
  ]);

  check(
    'goes to no subgraph, nor do the variables that only it uses',
    `query($to: String!, $of: Int @trace(to: "log")) {
      cup { id @trace(to: $to) price(of: $of) @trace(to: "x") @trace(to: $to) }
    }`,
    { cup: { id: 'c1', price: 7 } },
    { variables: { to: 'log', of: 7 } },
  );

  test('is told by introspection, as far as clients may write it', async () => {
    const { body } = await check
      .world()
      .ask(
        '{ __schema { directives { name isRepeatable locations args { name type { ofType { name } } } } } }',
      );
    expect(body.data).toMatchObject({
      __schema: {
        directives: expect.arrayContaining([
          {
            name: 'trace',
            isRepeatable: true,
            locations: ['FIELD', 'VARIABLE_DEFINITION'],
            args: [{ name: 'to', type: { ofType: { name: 'String' } } }],
          },
        ]) as unknown,
      },
    });
  });

  check.refused('is checked', '{ cup { id @trace } }', 'GRAPHQL_VALIDATION_FAILED');
  check.refused('is not for types alone', '{ cup { id @owned } }', 'GRAPHQL_VALIDATION_FAILED');
});
