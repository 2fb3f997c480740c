import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const cars = [
  { id: 'c1', fuel: 'PETROL', gear: 'MANUAL' },
  { id: 'c2', fuel: 'STEAM', gear: 'AUTO' },
];
const sorted = [{ id: 'c1', fuel: 'PETROL' }, { id: 'c2', fuel: null }]; // prettier-ignore

// Fuel is read and written, so that only PETROL is common; Gear is only read, so that all of it is; Size only written.
const check = conformance([
  {
    name: 'a',
    sdl: federated(`
      type Query {
        cars: [Car!]!
        gears: [Gear!]!
        strict: [StrictCar!]!
        byFuel(fuel: Fuel!): [Car!]!
        bySize(size: Size = SMALL): String!
      }
      type Car @key(fields: "id") { id: ID! fuel: Fuel gear: Gear }
      type StrictCar { id: ID! fuel: Fuel! }
      enum Fuel { PETROL STEAM @inaccessible }
      enum Gear { MANUAL AUTO }
      enum Size { SMALL LARGE }
    `),
    resolvers: {
      Query: {
        cars: () => cars,
        gears: () => ['MANUAL', 'AUTO'],
        strict: () => cars,
        byFuel: (_: unknown, { fuel }: { fuel: string }) => cars.filter((car) => car.fuel === fuel),
        bySize: (_: unknown, { size }: { size: string }) => size,
      },
      Car: { __resolveReference: ({ id }: { id: string }) => cars.find((car) => car.id === id) },
    },
  },
  {
    name: 'b',
    sdl: federated(`
      type Query { sorted: [Ride!]! gearB: Gear count(fuel: Fuel, size: Size!): Int! }
      type Ride { id: ID! fuel: Fuel }
      type Car @key(fields: "id") { id: ID! doors: Int! }
      enum Fuel { PETROL }
      enum Gear { MANUAL DOUBLE }
      enum Size { SMALL HUGE }
    `),
    resolvers: {
      Query: { sorted: () => sorted, gearB: () => 'DOUBLE', count: () => 7 },
      Car: { doors: () => 5 },
    },
  },
]);

check('a value that all subgraphs know', '{ byFuel(fuel: PETROL) { id fuel doors } }', {
  byFuel: [{ id: 'c1', fuel: 'PETROL', doors: 5 }],
});

check('a null of the subgraph is no error', '{ sorted { id fuel } }', { sorted });

check(
  'nobody sees a value that clients may not see',
  '{ cars { id fuel gear } }',
  {
    cars: [
      { id: 'c1', fuel: 'PETROL', gear: 'MANUAL' },
      { id: 'c2', fuel: null, gear: 'AUTO' },
    ],
  },
  { errors: ['cars.1.fuel'] },
);

check('where null may not be, it takes its parent', '{ strict { fuel } }', null, {
  errors: ['strict.1.fuel'],
});

check('without the field nothing is wrong', '{ cars { id } strict { id } }', {
  cars: [{ id: 'c1' }, { id: 'c2' }],
  strict: [{ id: 'c1' }, { id: 'c2' }],
});

check('values that are only read may come from any subgraph', '{ gears gearB }', {
  gears: ['MANUAL', 'AUTO'],
  gearB: 'DOUBLE',
});

check(
  'a value that all take may be written',
  'query($s: Size!) { bySize(size: $s) count(size: SMALL) }',
  {
    bySize: 'SMALL',
    count: 7,
  },
  { variables: { s: 'SMALL' } },
);

check.refused(
  'a hidden value may not be written',
  '{ byFuel(fuel: STEAM) { id } }',
  'GRAPHQL_VALIDATION_FAILED',
);

check.refused('nor by a variable', 'query($f: Fuel!) { byFuel(fuel: $f) { id } }', 'BAD_USER_INPUT', {
  variables: { f: 'STEAM' },
});

check.refused('nor one that only one subgraph takes', '{ bySize(size: LARGE) }', 'GRAPHQL_VALIDATION_FAILED');

check('introspection shows what is left', '{ __type(name: "Fuel") { enumValues { name } } }', {
  __type: { enumValues: [{ name: 'PETROL' }] },
});
