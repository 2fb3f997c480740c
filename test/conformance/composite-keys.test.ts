import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const parcels = [
  { region: 'north', number: 1, owner: { id: 'o1', since: 1990 }, marks: ['a', 'b'], area: 10, tax: 100 },
  { region: 'north', number: 2, owner: { id: 'o2', since: 2001 }, marks: [], area: 20, tax: 200 },
  { region: 'south', number: 1, owner: { id: 'o1', since: 1990 }, marks: ['b', 'a'], area: 30, tax: 300 },
];
const corners = [
  { points: [{ x: 0, y: 1 }, { x: 2, y: 3 }], label: 'first', colour: 'red' }, // prettier-ignore
  { points: [{ x: 2, y: 3 }, { x: 0, y: 1 }], label: 'second', colour: 'blue' }, // prettier-ignore
];

describe('a key of several fields', () => {
  const check = conformance(
    [
      {
        name: 'land',
        sdl: federated(`
          type Query { parcels: [Parcel!]! }
          type Parcel @key(fields: "region number") { region: String! number: Int! area: Int! }
        `),
        resolvers: {
          Query: { parcels: () => parcels },
          Parcel: { __resolveReference: findBy(parcels, 'region', 'number') },
        },
      },
      {
        name: 'tax',
        sdl: federated(
          `type Parcel @key(fields: "number region") { region: String! number: Int! tax: Int! }`,
        ),
        resolvers: { Parcel: { __resolveReference: findBy(parcels, 'region', 'number') } },
      },
    ],
    { monolith: { parcels } },
  );

  check('finds the entity by all of them', '{ parcels { area tax } }', {
    parcels: [
      { area: 10, tax: 100 },
      { area: 20, tax: 200 },
      { area: 30, tax: 300 },
    ],
  });

  check(
    'is fetched whole though one part of it is asked for under another name',
    '{ parcels { number: region where: number tax } }',
    {
      parcels: [
        { number: 'north', where: 1, tax: 100 },
        { number: 'north', where: 2, tax: 200 },
        { number: 'south', where: 1, tax: 300 },
      ],
    },
  );
});

describe('a key inside an object', () => {
  const check = conformance(
    [
      {
        name: 'land',
        sdl: federated(`
          type Query { parcels: [Parcel!]! }
          type Parcel @key(fields: "number owner { id }") { number: Int! owner: Owner! area: Int! }
          type Owner @shareable { id: ID! since: Int! }
        `),
        resolvers: { Query: { parcels: () => parcels.slice(0, 2) } },
      },
      {
        name: 'tax',
        sdl: federated(`
          type Parcel @key(fields: "number owner { id }") { number: Int! owner: Owner! tax: Int! }
          type Owner @shareable { id: ID! }
        `),
        resolvers: { Parcel: { __resolveReference: findBy(parcels, 'number', 'owner') } },
      },
    ],
    { monolith: { parcels: parcels.slice(0, 2) } },
  );

  check(
    'is built from the nested field',
    '{ parcels { tax } }',
    { parcels: [{ tax: 100 }, { tax: 200 }] },
    { requests: { land: 1, tax: 1 } },
  );

  check('does not hide what else the object has', '{ parcels { tax owner { since } } }', {
    parcels: [
      { tax: 100, owner: { since: 1990 } },
      { tax: 200, owner: { since: 2001 } },
    ],
  });

  check(
    'works when the object is asked for under an alias',
    '{ parcels { holder: owner { key: id } tax } }',
    {
      parcels: [
        { holder: { key: 'o1' }, tax: 100 },
        { holder: { key: 'o2' }, tax: 200 },
      ],
    },
  );
});

describe('a key that is a list', () => {
  const marked = parcels.filter(({ marks }) => marks.length > 0);
  const check = conformance(
    [
      {
        name: 'land',
        sdl: federated(`
          type Query { parcels: [Parcel!]! }
          type Parcel @key(fields: "marks") { marks: [String!]! area: Int! }
        `),
        resolvers: { Query: { parcels: () => parcels } },
      },
      {
        name: 'tax',
        sdl: federated(`type Parcel @key(fields: "marks") { marks: [String!]! tax: Int! }`),
        resolvers: { Parcel: { __resolveReference: findBy(parcels, 'marks') } },
      },
    ],
    { monolith: { parcels } },
  );

  check('is compared in its order, and may be empty', '{ parcels { area tax } }', {
    parcels: [
      { area: 10, tax: 100 },
      { area: 20, tax: 200 },
      { area: 30, tax: 300 },
    ],
  });

  test('reaches the subgraph as the list it is', async () => {
    await check.world().ask('{ parcels { tax } }');
    const { representations } = check.world().subgraph('tax').seen.at(-1)?.variables ?? {};
    expect(representations).toEqual([
      { __typename: 'Parcel', marks: marked[0]?.marks },
      { __typename: 'Parcel', marks: [] },
      { __typename: 'Parcel', marks: marked[1]?.marks },
    ]);
  });
});

describe('a key that is a list of objects', () => {
  const check = conformance(
    [
      {
        name: 'shapes',
        sdl: federated(`
          type Query { corners: [Corner!]! }
          type Corner @key(fields: "points { x y }") { points: [Point!]! label: String! }
          type Point @shareable { x: Int! y: Int! }
        `),
        resolvers: { Query: { corners: () => corners } },
      },
      {
        name: 'paint',
        sdl: federated(`
          type Corner @key(fields: "points { x y }") { points: [Point!]! colour: String! }
          type Point @shareable { x: Int! y: Int! }
        `),
        resolvers: { Corner: { __resolveReference: findBy(corners, 'points') } },
      },
    ],
    { monolith: { corners } },
  );

  check('finds the entity', '{ corners { label colour } }', {
    corners: [
      { label: 'first', colour: 'red' },
      { label: 'second', colour: 'blue' },
    ],
  });

  check('is not cut to the fields of it that the client selects', '{ corners { points { y } colour } }', {
    corners: [
      { points: [{ y: 1 }, { y: 3 }], colour: 'red' },
      { points: [{ y: 3 }, { y: 1 }], colour: 'blue' },
    ],
  });
});
