import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const items = [
  { sku: 'k1', price: 10, weight: 3, size: { height: 2, width: 4 } },
  { sku: 'k2', price: 200, weight: 50, size: { height: 10, width: 10 } },
];

/** What `shipping` knows is only what its representation says. */
const check = conformance(
  [
    {
      name: 'catalogue',
      sdl: federated(`
        type Query { items: [Item!]! item: Item }
        type Item @key(fields: "sku") { sku: ID! price: Int! weight: Int size: Size! }
        type Size { height: Int! width: Int! }
      `),
      resolvers: {
        Query: { items: () => items, item: () => items[0] },
        Item: { __resolveReference: ({ sku }: { sku: string }) => items.find((item) => item.sku === sku) },
      },
    },
    {
      name: 'shipping',
      sdl: federated(`
        type Query { cheapest: Item! }
        type Item @key(fields: "sku") {
          sku: ID!
          price: Int! @external
          weight: Int @external
          size: Size! @external
          estimate: Int! @requires(fields: "price weight")
          surface: Int! @requires(fields: "size { height width }")
          heavy: Boolean @requires(fields: "weight")
          carrier: String!
        }
        type Size @external { height: Int! width: Int! }
      `),
      resolvers: {
        Query: { cheapest: () => ({ sku: 'k1' }) },
        Item: {
          estimate: ({ price, weight }: { price: number; weight: number }) => price * weight,
          surface: ({ size }: { size: { height: number; width: number } }) => size.height * size.width,
          heavy: ({ weight }: { weight: number }) => weight > 10,
          carrier: () => 'Post',
        },
      },
    },
  ],
  {
    monolith: {
      items: items.map(computed),
      item: items.map(computed)[0],
      cheapest: items.map(computed)[0],
    },
  },
);

function computed(item: (typeof items)[number]): Record<string, unknown> {
  const { price, weight, size } = item;
  return {
    ...item,
    estimate: price * weight,
    surface: size.height * size.width,
    heavy: weight > 10,
    carrier: 'Post',
  };
}

check(
  'required fields are fetched first, and do not show',
  '{ items { estimate } }',
  { items: [{ estimate: 30 }, { estimate: 10000 }] },
  { requests: { catalogue: 1, shipping: 1 } },
);

check('required fields that the client asks for, too, show', '{ items { price estimate weight } }', {
  items: [
    { price: 10, estimate: 30, weight: 3 },
    { price: 200, estimate: 10000, weight: 50 },
  ],
});

check('nested fields may be required', '{ items { surface } }', {
  items: [{ surface: 8 }, { surface: 100 }],
});

check('a nested requirement does not widen what the client gets', '{ items { size { width } surface } }', {
  items: [
    { size: { width: 4 }, surface: 8 },
    { size: { width: 10 }, surface: 100 },
  ],
});

check(
  'a subgraph that starts the query gets its own entity back with what it needs',
  '{ cheapest { carrier estimate surface } }',
  { cheapest: { carrier: 'Post', estimate: 30, surface: 8 } },
  { requests: { shipping: 2, catalogue: 1 } },
);

check(
  'several requirements share one entity request',
  '{ item { estimate surface heavy carrier } }',
  { item: { estimate: 30, surface: 8, heavy: false, carrier: 'Post' } },
  { requests: { catalogue: 1, shipping: 1 } },
);

check(
  'without fields that require, nothing more is fetched',
  '{ cheapest { carrier sku } }',
  { cheapest: { carrier: 'Post', sku: 'k1' } },
  { requests: { shipping: 1 } },
);

check(
  'aliases of what is required do not come between',
  '{ items { weight: price price: weight estimate } }',
  {
    items: [
      { weight: 10, price: 3, estimate: 30 },
      { weight: 200, price: 50, estimate: 10000 },
    ],
  },
);

test('a representation holds exactly the key and what is required', async () => {
  await check.world().ask('{ item { weight heavy } }');
  expect(check.world().subgraph('shipping').seen.at(-1)?.variables.representations).toEqual([
    { __typename: 'Item', sku: 'k1', weight: 3 },
  ]);
});
