import { composeServices } from '@apollo/composition';
import { parse, printSchema } from 'graphql';
import { Requirements } from '../../../gateway/authorization/requirements';
import { buildPlanningSupergraph } from '../../../gateway/planning/planning-supergraph';
import { SupergraphError } from '../../../gateway/supergraph/read-supergraph';
import { buildSupergraph } from '../../../gateway/supergraph/supergraph';
import { compose } from '../../kit/plans';
import { THIRD_SUPERGRAPH } from './written-supergraphs';

const LATEST = 'https://specs.apollo.dev/federation/v2.14';

test('every directive of the latest federation is loaded and planned on, under whatever name it was imported', () => {
  const sdl = compose({
    a: `extend schema @link(url: "${LATEST}", import: [
          { name: "@key", as: "@identity" }, "@shareable", "@override", "@interfaceObject", "@composeDirective",
          { name: "@inaccessible", as: "@internal" }, { name: "@tag", as: "@label" },
          { name: "@authenticated", as: "@loggedIn" }, { name: "@requiresScopes", as: "@needs" },
          { name: "@policy", as: "@rule" }, { name: "@context", as: "@surroundings" },
          { name: "@fromContext", as: "@taken" }, { name: "@cost", as: "@price" },
          { name: "@listSize", as: "@count" }, { name: "@cacheTag", as: "@cached" }
        ])
        @link(url: "https://example.test/audit/v1.0", import: ["@audit"]) @composeDirective(name: "@audit")
        directive @audit(by: String) on FIELD_DEFINITION
        type Query {
          shelf: Shelf
          items(first: Int): [Item] @count(slicingArguments: ["first"]) @cached(format: "items")
        }
        type Place @identity(fields: "id") { id: ID! is(in: String @taken(field: "$shelf { room }")): String }
        type Shelf @identity(fields: "id") @surroundings(name: "shelf") { id: ID! room: String! items: [Item] place: Place }
        interface Item @identity(fields: "id") { id: ID! }
        type Book implements Item @identity(fields: "id") {
          id: ID!
          title: String @label(name: "public") @price(weight: 3)
          secret: String @loggedIn @needs(scopes: [["a"]]) @audit(by: "x")
          ruled: String @rule(policies: [["p"]])
          margin: Int @internal
          moved: String @override(from: "b", label: "percent(50)")
        }`,
    b: `extend schema @link(url: "${LATEST}", import: ["@key", "@interfaceObject", "@provides", "@external", "@requires"])
        type Item @interfaceObject @key(fields: "id") { id: ID! stars: Int }
        type Query { pen: Pen @provides(fields: "ink { id }") }
        type Pen @key(fields: "id") { id: ID! ink: Ink @external length: Int @external long: Boolean @requires(fields: "length") }
        type Ink { id: ID! @external }`,
    c: `extend schema @link(url: "${LATEST}", import: ["@key", "@shareable"])
        type Pen @key(fields: "id") { id: ID! ink: Ink @shareable length: Int } type Ink { id: ID! @shareable }`,
  });
  const loaded = buildSupergraph(sdl);
  const requirements = new Requirements(loaded);
  expect(requirements.ofField('Book', 'secret')).toMatchObject({ authenticated: true, scopes: [[['a']]] });
  expect(requirements.ofField('Book', 'ruled').denied).toBe(true);
  expect(requirements.ofField('Book', 'title').authenticated).toBe(false);
  expect(loaded.clientSchema.getType('Book')).toBeDefined();
  expect(buildPlanningSupergraph(sdl).supergraph.subgraphs().size()).toBe(3);
});

test('connectors are refused by name', () => {
  const { supergraphSdl = '', errors } = composeServices([
    {
      name: 'weather',
      url: 'http://weather.test',
      typeDefs: parse(`
        extend schema
          @link(url: "${LATEST}")
          @link(url: "https://specs.apollo.dev/connect/v0.3", import: ["@connect", "@source"])
          @source(name: "s", http: { baseURL: "http://rest.test" })
        type Query { today: [Day] @connect(source: "s", http: { GET: "/days" }, selection: "name") }
        type Day { name: String }`),
    },
  ]);
  expect(errors).toBeUndefined();
  expect(() => buildSupergraph(supergraphSdl)).toThrow(SupergraphError);
  expect(() => buildSupergraph(supergraphSdl)).toThrow(
    'it uses connectors (https://specs.apollo.dev/connect/v0.3); expected subgraphs that speak GraphQL',
  );
});

function withLink(link: string): string {
  return THIRD_SUPERGRAPH.replace('{ query: Query }', `${link} { query: Query }`);
}

test.each(['SECURITY', 'EXECUTION'])('A-15: an unknown feature for %s is refused by name', (purpose) => {
  for (const url of ['https://example.test/vault/v1.0', 'https://specs.apollo.dev/authenticated/v7.0']) {
    const sdl = withLink(`@link(url: "${url}", for: ${purpose})`);
    expect(() => buildSupergraph(sdl)).toThrow(SupergraphError);
    expect(() => buildSupergraph(sdl)).toThrow(`feature ${url} is for: ${purpose} but is unsupported`);
  }
});

test('an unknown feature without a purpose is only metadata', () => {
  expect(() => buildSupergraph(withLink('@link(url: "https://example.test/notes/v1.0")'))).not.toThrow();
});

test('clients see nothing that is inaccessible, and no tag, join, link or security directive', () => {
  const { clientSchema } = buildSupergraph(
    compose({
      a: `type Query { open(shown: Int hidden: Hidden @inaccessible): Open secret: Secret @inaccessible either: Either }
          type Open implements Secret @tag(name: "x") {
            id: ID @tag(name: "public") margin: Int @inaccessible color: Color twin: Secret @inaccessible }
          interface Secret @inaccessible { id: ID }
          union Either = Open | Inner
          type Inner @inaccessible { x: Int }
          input Hidden @inaccessible { x: Int }
          input Shown { a: Int b: Int @inaccessible }
          type Mutation { put(shown: Shown): Int @authenticated }
          enum Color { RED BLACK @inaccessible }`,
    }),
    {},
    { defer: false },
  );
  expect(printSchema(clientSchema).replaceAll(/\s+/g, ' ')).toBe(
    'enum Color { RED } union Either = Open type Mutation { put(shown: Shown): Int } ' +
      'type Open { id: ID color: Color } type Query { open(shown: Int): Open either: Either } ' +
      'input Shown { a: Int }',
  );
});

test('a supergraph of which nothing accessible is left is refused', () => {
  const sdl = compose({ a: 'type Query { a: Int b: Int @inaccessible }' }).replace(
    /a: Int$/m,
    'a: Int @inaccessible',
  );
  expect(() => buildSupergraph(sdl)).toThrow(SupergraphError);
});
