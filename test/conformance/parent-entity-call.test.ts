import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const orders = [
  {
    id: 'o1',
    address: { street: 'Quay 1', zip: '10', zone: 3 },
    lines: [{ sku: 'x', count: 2, weight: 1.5 }],
  },
  { id: 'o2', address: { street: 'Mole 2', zip: '20', zone: 4 }, lines: [] },
];

// Address and Line have no key: what another subgraph says of them is reached through their parent.
describe('a type without a key', () => {
  const check = conformance(
    [
      {
        name: 'sales',
        sdl: federated(`
          type Query { orders: [Order!]! order: Order }
          type Order @key(fields: "id") { id: ID! address: Address! lines: [Line!]! @shareable }
          type Address @shareable { street: String! zip: String! }
          type Line { sku: String! @shareable count: Int! }
        `),
        resolvers: { Query: { orders: () => orders, order: () => orders[0] } },
      },
      {
        name: 'delivery',
        sdl: federated(`
          type Order @key(fields: "id") { id: ID! route: Route! lines: [Line!]! @shareable }
          type Route { zone: Int! weights: [Weight!]! }
          type Weight { kilograms: Float! }
          type Line { sku: String! @shareable weight: Float! }
        `),
        resolvers: {
          Order: {
            __resolveReference: findBy(orders, 'id'),
            route: ({ address, lines }: (typeof orders)[number]) => ({
              zone: address.zone,
              weights: lines.map(({ weight }) => ({ kilograms: weight })),
            }),
          },
        },
      },
    ],
    {
      monolith: {
        orders: orders.map((order) => ({
          ...order,
          route: { zone: order.address.zone, weights: weights(order) },
        })),
        order: orders[0],
      },
    },
  );

  check(
    'is read through its parent in the other subgraph',
    '{ order { lines { sku weight } } }',
    { order: { lines: [{ sku: 'x', weight: 1.5 }] } },
    { requests: { sales: 1, delivery: 1 } },
  );

  check(
    'is merged with what the first subgraph said of it, item by item',
    '{ orders { lines { count weight } } }',
    {
      orders: [{ lines: [{ count: 2, weight: 1.5 }] }, { lines: [] }],
    },
  );

  check(
    'comes with its parent when only the other subgraph has it',
    '{ orders { route { zone } address { zip } } }',
    {
      orders: [
        { route: { zone: 3 }, address: { zip: '10' } },
        { route: { zone: 4 }, address: { zip: '20' } },
      ],
    },
  );
});

describe('a path of such types', () => {
  const product = {
    id: 'p1',
    details: { size: { width: 2, height: 3 }, origin: { country: 'IS', port: { code: 'REY', depth: 9 } } },
  };
  const check = conformance(
    [
      {
        name: 'first',
        sdl: federated(`
          type Query { product: Product }
          type Product @key(fields: "id") { id: ID! details: Details @shareable }
          type Details @shareable { size: Size origin: Origin }
          type Size { width: Int @shareable }
          type Origin { country: String @shareable }
        `),
        resolvers: { Query: { product: () => product } },
      },
      {
        name: 'second',
        sdl: federated(`
          type Product @key(fields: "id") { id: ID! details: Details @shareable }
          type Details @shareable { size: Size origin: Origin }
          type Size { width: Int @shareable height: Int }
          type Origin { country: String @shareable port: Port }
          type Port { code: String! depth: Int }
        `),
        resolvers: { Product: { __resolveReference: findBy([product], 'id') } },
      },
    ],
    { monolith: { product } },
  );

  check(
    'is walked again from the entity above',
    '{ product { details { size { width height } } } }',
    { product: { details: { size: { width: 2, height: 3 } } } },
    { requests: { first: 1, second: 1 } },
  );

  check(
    'is walked once for all that lies on it',
    '{ product { id details { origin { port { code depth } country } size { height } } } }',
    {
      product: {
        id: 'p1',
        details: { origin: { port: { code: 'REY', depth: 9 }, country: 'IS' }, size: { height: 3 } },
      },
    },
    { requests: { first: 1, second: 1 } },
  );
});

function weights({ lines }: (typeof orders)[number]): { kilograms: number }[] {
  return lines.map(({ weight }) => ({ kilograms: weight }));
}
