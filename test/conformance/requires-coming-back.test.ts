import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

interface Parcel {
  readonly id: string;
  readonly weight?: number;
  readonly box?: { readonly width: number };
  readonly zone?: string;
  readonly price?: number;
  readonly tax?: number;
  readonly total?: number;
}

const parcels = [
  { id: 'p1', weight: 2, box: { width: 3 }, depot: 'north' },
  { id: 'p2', weight: 5, box: { width: 7 }, depot: 'south' },
];

/** Fails as a resolver does when the gateway did not send what the field requires. */
function need<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`${name} is required`);
  return value;
}

// orders knows weight and box only from outside: zone (orders) <- weight, box (depots); price (depots) <- zone;
// tax (orders) <- price; total (depots) <- tax. Each link comes back to the subgraph before the last one.
const check = conformance(
  [
    {
      name: 'orders',
      sdl: federated(`
        type Query { parcel: Parcel parcels: [Parcel!]! }
        type Box @shareable { width: Int }
        type Parcel @key(fields: "id") {
          id: ID!
          depot: String
          weight: Int @external
          box: Box @external
          zone: String @requires(fields: "weight box { width }")
          price: Int @external
          tax: Int @requires(fields: "price")
        }
      `),
      resolvers: {
        Query: { parcel: () => parcels[0], parcels: () => parcels },
        Parcel: {
          __resolveReference: (parcel: Parcel) => ({
            ...parcel,
            depot: findBy(parcels, 'id')(parcel)?.depot,
          }),
          zone: ({ weight, box }: Parcel) => `${need(weight, 'weight')}x${need(box, 'box').width}`,
          tax: ({ price }: Parcel) => need(price, 'price') * 2,
          weight: () => 1_000,
          box: () => ({ width: 1_000 }),
        },
      },
    },
    {
      name: 'depots',
      sdl: federated(`
        type Query { arrived: [Parcel!]! }
        type Box @shareable { width: Int }
        type Parcel @key(fields: "id") {
          id: ID!
          weight: Int
          box: Box
          zone: String @external
          price: Int @requires(fields: "zone")
          tax: Int @external
          total: Int @requires(fields: "tax")
        }
      `),
      resolvers: {
        Query: { arrived: () => parcels },
        Parcel: {
          __resolveReference: (parcel: Parcel) => ({ ...findBy(parcels, 'id')(parcel), ...parcel }),
          price: ({ zone }: Parcel) => need(zone, 'zone').length * 10,
          total: ({ tax }: Parcel) => need(tax, 'tax') + 1,
        },
      },
    },
  ],
  { monolith: { parcel: whole(0), parcels: [whole(0), whole(1)], arrived: [whole(0), whole(1)] } },
);

function whole(index: number): Record<string, unknown> {
  const { weight = 0, box, ...parcel } = parcels[index] ?? {};
  const zone = `${weight}x${box?.width}`;
  const price = zone.length * 10;
  return { ...parcel, weight, box, zone, price, tax: price * 2, total: price * 2 + 1 };
}

check(
  'one link is fetched as it always was',
  '{ parcel { depot zone } }',
  { parcel: { depot: 'north', zone: '2x3' } },
  { requests: { orders: 2, depots: 1 } },
);

check(
  'a chain of two links is asked link by link',
  '{ parcel { price } }',
  { parcel: { price: 30 } },
  { requests: { orders: 2, depots: 2 } },
);

check('a chain of three links', '{ parcels { tax } }', { parcels: [{ tax: 60 }, { tax: 60 }] });

check('a chain of four links, with what it starts from', '{ parcels { total weight box { width } depot } }', {
  parcels: [
    { total: 61, weight: 2, box: { width: 3 }, depot: 'north' },
    { total: 61, weight: 5, box: { width: 7 }, depot: 'south' },
  ],
});

check('all links at once, from the other end', '{ arrived { total tax price zone weight } }', {
  arrived: [
    { total: 61, tax: 60, price: 30, zone: '2x3', weight: 2 },
    { total: 61, tax: 60, price: 30, zone: '5x7', weight: 5 },
  ],
});
