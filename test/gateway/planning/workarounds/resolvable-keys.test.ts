import { parse, print } from 'graphql';
import { listResolvableKeysFirst } from '../../../../gateway/supergraph/workarounds/resolvable-keys-first';
import { compose, planBoth, printPlan } from '../../../kit/plans';

const supergraph = compose({
  stock: `
    type Query { item: Item }
    type Item @key(fields: "id") @key(fields: "sku") { id: ID! sku: ID! count: Int }`,
  shop: `
    type Query { offer: Item }
    type Item @key(fields: "sku", resolvable: false) @key(fields: "id") {
      id: ID! sku: ID! count: Int @external available: Boolean @requires(fields: "count") }`,
});

test('an entity comes back to a subgraph by a key that the subgraph resolves', () => {
  const { uncured, cured } = planBoth(supergraph, '{ offer { available } }');
  expect(printPlan(uncured)).toContain(
    '{ ... on Item { __typename count sku } } => { ... on Item { available } }',
  );
  expect(printPlan(cured)).toContain(
    '{ ... on Item { __typename count id } } => { ... on Item { available } }',
  );
});

test('keys keep their order otherwise, and subgraphs theirs', () => {
  const text = `
    schema @link(url: "https://specs.apollo.dev/join/v0.3", as: "j") { query: Query }
    type T @j__type(graph: A, key: "a", resolvable: false) @j__type(graph: B, key: "b", resolvable: false)
      @tag(name: "x") @j__type(graph: A, key: "c") @j__type(graph: A, key: "d") { a: ID }`;
  const keys = print(listResolvableKeysFirst(parse(text))).match(/(?:key: "\w|@tag)/g);
  expect(keys).toEqual(['key: "c', 'key: "b', '@tag', 'key: "d', 'key: "a']);
});
