import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const shops = [
  { id: 's1', currency: 'EUR', owner: { name: 'Una' }, goods: ['g1', 'g2'] },
  { id: 's2', currency: 'ISK', owner: { name: 'Ari' }, goods: ['g1'] },
];

// A good is told by the shop around it what it costs; the shop's currency comes from another subgraph.
const check = conformance([
  {
    name: 'shops',
    sdl: federated(`
      type Query { shops: [Shop!]! shop(id: ID!): Shop }
      type Shop @key(fields: "id") @context(name: "shop") {
        id: ID!
        currency: String! @external
        owner: Owner! @external
        goods: [Good!]!
        best: Good
      }
      type Owner @external { name: String! }
      type Good @key(fields: "id") {
        id: ID!
        price(currency: String @fromContext(field: "$shop { currency }")): String!
        seller(name: String @fromContext(field: "$shop { owner { name } }"), greeting: String = "Hi"): String!
        plain: String!
      }
    `),
    resolvers: {
      Query: {
        shops: () => shops,
        shop: (_: unknown, { id }: { id: string }) => shops.find((shop) => shop.id === id),
      },
      Shop: {
        __resolveReference: ({ id }: { id: string }) => shops.find((shop) => shop.id === id),
        goods: ({ goods }: { goods: string[] }) => goods.map((id) => ({ id })),
        best: ({ goods }: { goods: string[] }) => ({ id: goods[0] }),
      },
      Good: {
        price: ({ id }: { id: string }, { currency }: { currency: string }) => `${id} in ${currency}`,
        seller: (_: unknown, { name, greeting }: { name: string; greeting: string }) =>
          `${greeting}, ${name}`,
        plain: ({ id }: { id: string }) => `plain ${id}`,
      },
    },
  },
  {
    name: 'bank',
    sdl: federated(`
      type Shop @key(fields: "id") { id: ID! currency: String! owner: Owner! }
      type Owner { name: String! }
    `),
    resolvers: {
      Shop: { __resolveReference: ({ id }: { id: string }) => shops.find((shop) => shop.id === id) },
    },
  },
]);

check('a value of the parent becomes an argument', '{ shops { goods { price } } }', {
  shops: [{ goods: [{ price: 'g1 in EUR' }, { price: 'g2 in EUR' }] }, { goods: [{ price: 'g1 in ISK' }] }],
});

check('one entity, two contexts, one answer each', '{ shops { best { id price } } }', {
  shops: [{ best: { id: 'g1', price: 'g1 in EUR' } }, { best: { id: 'g1', price: 'g1 in ISK' } }],
});

check(
  'a nested value beside an argument of the client',
  '{ shop(id: "s2") { goods { seller(greeting: "Hello") } } }',
  {
    shop: { goods: [{ seller: 'Hello, Ari' }] },
  },
);

check(
  'two contexts at once, and the fields that they come from',
  '{ shops { currency owner { name } best { price seller } } }',
  {
    shops: [
      { currency: 'EUR', owner: { name: 'Una' }, best: { price: 'g1 in EUR', seller: 'Hi, Una' } },
      { currency: 'ISK', owner: { name: 'Ari' }, best: { price: 'g1 in ISK', seller: 'Hi, Ari' } },
    ],
  },
);

check('under aliases', '{ shops { currency: id best { a: price b: price } } }', {
  shops: [
    { currency: 's1', best: { a: 'g1 in EUR', b: 'g1 in EUR' } },
    { currency: 's2', best: { a: 'g1 in ISK', b: 'g1 in ISK' } },
  ],
});

check(
  'fields without a context stay simple',
  '{ shops { goods { plain } } }',
  {
    shops: [{ goods: [{ plain: 'plain g1' }, { plain: 'plain g2' }] }, { goods: [{ plain: 'plain g1' }] }],
  },
  { requests: { shops: 1 } },
);

check('clients do not see the arguments', '{ __type(name: "Good") { fields { name args { name } } } }', {
  __type: {
    fields: [
      { name: 'id', args: [] },
      { name: 'price', args: [] },
      { name: 'seller', args: [{ name: 'greeting' }] },
      { name: 'plain', args: [] },
    ],
  },
});
