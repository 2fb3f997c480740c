import { conformance } from './kit/conformance';
import { findBy } from './kit/find-by';

const cups = [{ id: 'c1', name: 'Mug', price: 5, isDear: false }];

// Names of every kind: directives under other names, other root types, subgraphs whose names are no names of GraphQL.
const check = conformance(
  [
    {
      name: 'cups-and-more.v1',
      sdl: `
        extend schema
          @link(url: "https://specs.apollo.dev/federation/v2.3", as: "fed", import: [{ name: "@key", as: "@id" }, "@shareable"])
        schema { query: Root mutation: Change }
        type Root { cups: [Cup!]! _private: Int query: Int }
        type Change { break(id: ID!): Cup }
        type Cup @id(fields: "id") @fed__tag(name: "t") { id: ID! name: String! @shareable hidden: Int @fed__inaccessible }
      `,
      resolvers: {
        Root: { cups: () => cups, _private: () => 1, query: () => 2 },
        Cup: { __resolveReference: findBy(cups, 'id') },
        Change: { break: (_: unknown, { id }: { id: string }) => cups.find((cup) => cup.id === id) },
      },
    },
    {
      name: '2 PRICES',
      sdl: `
        extend schema
          @link(url: "https://specs.apollo.dev/link/v1.0")
          @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@external", "@requires"])
        type Query { top: Cup type: String fragment: String on: String }
        type Cup @key(fields: "id") { id: ID! price: Int! }
      `,
      resolvers: {
        Query: { top: () => ({ id: 'c1', price: 5 }), type: () => 't', fragment: () => 'f', on: () => 'o' },
        Cup: { __resolveReference: findBy(cups, 'id') },
      },
    },
    {
      name: 'query',
      sdl: `
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires"])
        type Cup @key(fields: "id") { id: ID! price: Int! @external isDear: Boolean! @requires(fields: "price") }
      `,
      resolvers: { Cup: { isDear: ({ price }: { price: number }) => price > 10 } },
    },
  ],
  {
    monolith: {
      cups,
      _private: 1,
      query: 2,
      top: cups[0],
      type: 't',
      fragment: 'f',
      on: 'o',
      break: cups[0],
    },
  },
);

check('renamed directives mean the same', '{ cups { name price isDear } top { name isDear } }', {
  cups: [{ name: 'Mug', price: 5, isDear: false }],
  top: { name: 'Mug', isDear: false },
});

check('renamed roots have their usual names', '{ __typename cups { __typename } }', {
  __typename: 'Query',
  cups: [{ __typename: 'Cup' }],
});

check('a renamed mutation', 'mutation { break(id: "c1") { id price } __typename }', {
  break: { id: 'c1', price: 5 },
  __typename: 'Mutation',
});

check('fields that are words of the language', '{ query type fragment on _private }', {
  query: 2,
  type: 't',
  fragment: 'f',
  on: 'o',
  _private: 1,
});

check.refused(
  'a field that is hidden by a prefixed directive',
  '{ cups { hidden } }',
  'GRAPHQL_VALIDATION_FAILED',
);

check(
  'operation names and variables that are words of the language',
  'query query($on: Boolean = true, $fragment: Boolean = true) { on @include(if: $on) cups { price @include(if: $fragment) } top { id } __typename }',
  {
    on: 'o',
    cups: [{ price: 5 }],
    top: { id: 'c1' },
    __typename: 'Query',
  },
);
