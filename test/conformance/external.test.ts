import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const rooms = [
  { id: 'r1', number: 101, floor: 1, price: 80, seats: 2 },
  { id: 'r2', number: 202, floor: 2, price: 95, seats: 4 },
];

// prices marks its key external, and a field that nothing there needs is external as well.
const check = conformance(
  [
    {
      name: 'house',
      sdl: federated(`
        type Query { rooms: [Room!]! }
        type Room @key(fields: "id") @key(fields: "number") { id: ID! number: Int! floor: Int! seats: Int! @shareable }
      `),
      resolvers: {
        Query: { rooms: () => rooms },
        Room: {
          __resolveReference: ({ id, number }: { id?: string; number?: number }) =>
            rooms.find((room) => room.id === id || room.number === number),
        },
      },
    },
    {
      name: 'prices',
      sdl: federated(`
        type Query { free: [Room!]! }
        extend type Room @key(fields: "number") {
          number: Int! @external
          floor: Int! @external
          price: Int!
          upgrade: Int! @requires(fields: "floor")
        }
      `),
      resolvers: {
        Query: { free: () => rooms.map(({ number, price }) => ({ number, price })) },
        Room: {
          __resolveReference: ({ number, floor }: { number: number; floor?: number }) => ({
            ...rooms.find((room) => room.number === number),
            floor,
          }),
          upgrade: ({ floor }: { floor: number }) => floor * 10,
        },
      },
    },
    {
      name: 'seating',
      sdl: federated(`
        type Query { plan: [Room!]! @provides(fields: "seats") }
        type Room @key(fields: "id") { id: ID! seats: Int! @external }
      `),
      resolvers: { Query: { plan: () => rooms }, Room: { __resolveReference: findBy(rooms, 'id') } },
    },
  ],
  {
    monolith: {
      rooms: rooms.map((room) => ({ ...room, upgrade: room.floor * 10 })),
      free: rooms.map((room) => ({ ...room, upgrade: room.floor * 10 })),
      plan: rooms,
    },
  },
);

check(
  'a field that is external is fetched from its owner',
  '{ free { number floor } }',
  {
    free: [
      { number: 101, floor: 1 },
      { number: 202, floor: 2 },
    ],
  },
  { requests: { prices: 1, house: 1 } },
);

check('an external key serves as key', '{ rooms { price upgrade } }', {
  rooms: [
    { price: 80, upgrade: 10 },
    { price: 95, upgrade: 20 },
  ],
});

check(
  'an external field of the start is required from elsewhere',
  '{ free { upgrade } }',
  {
    free: [{ upgrade: 10 }, { upgrade: 20 }],
  },
  { requests: { prices: 2, house: 1 } },
);

check('an external field is provided on one path only', '{ plan { seats } free { seats } }', {
  plan: [{ seats: 2 }, { seats: 4 }],
  free: [{ seats: 2 }, { seats: 4 }],
});

check(
  'from key to key over the owner',
  '{ plan { price } }',
  { plan: [{ price: 80 }, { price: 95 }] },
  {
    requests: { seating: 1, house: 1, prices: 1 },
  },
);
