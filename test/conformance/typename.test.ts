import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const pots = [{ __typename: 'Pot', id: 'p1', litres: 2, colour: 'red' }];
const pans = [{ __typename: 'Pan', id: 'n1', inches: 9, colour: 'black' }];
const all = [...pots, ...pans];

const check = conformance(
  [
    {
      name: 'kitchen',
      sdl: federated(`
        type Query { any: [Any!]! dishes: [Dish!]! pot: Pot }
        type Mutation { boil: Pot }
        union Any = Pot | Pan
        interface Dish { id: ID! }
        type Pot implements Dish @key(fields: "id") { id: ID! litres: Int! }
        type Pan implements Dish @key(fields: "id") { id: ID! inches: Int! }
      `),
      resolvers: {
        Query: { any: () => all, dishes: () => all, pot: () => pots[0] },
        Mutation: { boil: () => pots[0] },
      },
    },
    {
      name: 'paint',
      sdl: federated(`
        type Query { painted: Pot }
        type Pot @key(fields: "id") { id: ID! colour: String! }
        type Pan @key(fields: "id") { id: ID! colour: String! }
      `),
      resolvers: {
        Query: { painted: () => pots[0] },
        Pot: { __resolveReference: findBy(pots, 'id') },
        Pan: { __resolveReference: findBy(pans, 'id') },
      },
    },
  ],
  { monolith: { any: all, dishes: all, pot: pots[0], painted: pots[0], boil: pots[0] } },
);

check('of the root', '{ __typename }', { __typename: 'Query' }, { requests: {} });

check(
  'of the root under aliases, in fragments',
  '{ a: __typename ...R ... on Query { c: __typename } } fragment R on Query { b: __typename }',
  {
    a: 'Query',
    b: 'Query',
    c: 'Query',
  },
  { requests: {} },
);

check('of the root in the middle of fields', '{ pot { id } __typename painted { id } }', {
  pot: { id: 'p1' },
  __typename: 'Query',
  painted: { id: 'p1' },
});

check('of a mutation', 'mutation { __typename boil { __typename colour } t: __typename }', {
  __typename: 'Mutation',
  boil: { __typename: 'Pot', colour: 'red' },
  t: 'Mutation',
});

check('alone on a union', '{ any { __typename } }', { any: [{ __typename: 'Pot' }, { __typename: 'Pan' }] });

check('under an alias alone', '{ any { kind: __typename } dishes { a: __typename b: __typename } }', {
  any: [{ kind: 'Pot' }, { kind: 'Pan' }],
  dishes: [
    { a: 'Pot', b: 'Pot' },
    { a: 'Pan', b: 'Pan' },
  ],
});

check('only in fragments', '{ any { ... on Pot { __typename } ... on Pan { kind: __typename } } }', {
  any: [{ __typename: 'Pot' }, { kind: 'Pan' }],
});

check('in entities', '{ dishes { __typename ... on Pot { colour t: __typename } ... on Pan { colour } } }', {
  dishes: [
    { __typename: 'Pot', colour: 'red', t: 'Pot' },
    { __typename: 'Pan', colour: 'black' },
  ],
});

check(
  'of a plain object needs no entity',
  '{ pot { __typename } }',
  { pot: { __typename: 'Pot' } },
  {
    requests: { kitchen: 1 },
  },
);

check(
  'an alias called like a field',
  '{ pot { id: __typename colour } any { ... on Pan { inches: __typename colour: id } } }',
  {
    pot: { id: 'Pot', colour: 'red' },
    any: [{}, { inches: 'Pan', colour: 'n1' }],
  },
);

check(
  'a field called like the type name is refused by nobody, and given',
  '{ pot { type: __typename typename: id } }',
  {
    pot: { type: 'Pot', typename: 'p1' },
  },
);

check(
  'left out',
  'query($no: Boolean!) { pot { __typename @include(if: $no) id } __typename @skip(if: true) }',
  {
    pot: { id: 'p1' },
  },
  { variables: { no: false } },
);
