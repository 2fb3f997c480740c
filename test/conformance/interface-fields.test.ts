import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const pets = [
  { __typename: 'Dog', id: 'd1', name: 'Rex', legs: 4, home: 'north', vet: { name: 'Una' } },
  { __typename: 'Bird', id: 'b1', name: 'Pip', legs: 2, home: 'south', vet: null },
  { __typename: 'Snake', id: 's1', name: 'Sly', legs: 0, home: 'south', vet: { name: 'Ari' } },
];
const [dogs, birds, snakes] = pets.map((pet) => [pet]);

// Each subgraph has Pet with other fields and other members; only Dog and Bird are known to homes, only Snake to vets.
const check = conformance(
  [
    {
      name: 'pets',
      sdl: federated(`
        type Query { pets: [Pet!]! named: [Named!]! }
        interface Named { name: String! }
        interface Pet implements Named { id: ID! name: String! }
        type Dog implements Pet & Named @key(fields: "id") { id: ID! name: String! legs: Int! }
        type Bird implements Pet & Named @key(fields: "id") { id: ID! name: String! }
        type Snake implements Pet & Named @key(fields: "id") { id: ID! name: String! }
      `),
      resolvers: {
        Query: { pets: () => pets, named: () => pets.slice(1) },
        Dog: { __resolveReference: findBy(dogs ?? [], 'id') },
        Bird: { __resolveReference: findBy(birds ?? [], 'id') },
        Snake: { __resolveReference: findBy(snakes ?? [], 'id') },
      },
    },
    {
      name: 'homes',
      sdl: federated(`
        type Query { guests: [Guest!]! }
        interface Guest { home: String! }
        type Dog implements Guest @key(fields: "id") { id: ID! home: String! }
        type Bird implements Guest @key(fields: "id") { id: ID! home: String! legs: Int! }
      `),
      resolvers: {
        Query: { guests: () => pets.slice(0, 2) },
        Dog: { __resolveReference: findBy(dogs ?? [], 'id') },
        Bird: { __resolveReference: findBy(birds ?? [], 'id') },
      },
    },
    {
      name: 'vets',
      sdl: federated(`
        interface Patient { vet: Vet }
        type Vet { name: String! }
        type Snake implements Patient @key(fields: "id") { id: ID! vet: Vet }
        type Bird implements Patient @key(fields: "id") { id: ID! vet: Vet }
      `),
      resolvers: {
        Bird: { __resolveReference: findBy(birds ?? [], 'id') },
        Snake: { __resolveReference: findBy(snakes ?? [], 'id') },
      },
    },
  ],
  { monolith: { pets, named: pets.slice(1), guests: pets.slice(0, 2) } },
);

check(
  'a field of the interface needs one request',
  '{ pets { name id } }',
  {
    pets: [
      { name: 'Rex', id: 'd1' },
      { name: 'Pip', id: 'b1' },
      { name: 'Sly', id: 's1' },
    ],
  },
  { requests: { pets: 1 } },
);

check(
  'a fragment of an interface of another subgraph',
  '{ pets { ... on Guest { home } ... on Patient { vet { name } } } }',
  {
    pets: [{ home: 'north' }, { home: 'south', vet: null }, { vet: { name: 'Ari' } }],
  },
  { requests: { pets: 1, homes: 1, vets: 1 } },
);

check(
  'from there to the fields of this one',
  '{ guests { home ... on Pet { name } ... on Patient { vet { name } } } }',
  {
    guests: [
      { home: 'north', name: 'Rex' },
      { home: 'south', name: 'Pip', vet: null },
    ],
  },
);

check(
  'one field that lies in another subgraph for each type',
  '{ pets { ... on Dog { legs } ... on Bird { legs } } }',
  {
    pets: [{ legs: 4 }, { legs: 2 }, {}],
  },
  { requests: { pets: 1, homes: 1 } },
);

check(
  'fragments inside fragments that exclude each other',
  '{ pets { ... on Dog { ... on Pet { ... on Bird { legs } name } } ... on Patient { ... on Guest { home } } } }',
  {
    pets: [{ name: 'Rex' }, { home: 'south' }, {}],
  },
);

check(
  'the interface above the interface',
  '{ named { __typename name ... on Pet { id ... on Snake { vet { name } } } } }',
  {
    named: [
      { __typename: 'Bird', name: 'Pip', id: 'b1' },
      { __typename: 'Snake', name: 'Sly', id: 's1', vet: { name: 'Ari' } },
    ],
  },
);

check(
  'named fragments of each kind, mixed',
  `{ pets { ...N ...P ...G } }
  fragment N on Named { name } fragment P on Pet { id ...N } fragment G on Guest { home ... on Named { title: name } }`,
  {
    pets: [
      { name: 'Rex', id: 'd1', home: 'north', title: 'Rex' },
      { name: 'Pip', id: 'b1', home: 'south', title: 'Pip' },
      { name: 'Sly', id: 's1' },
    ],
  },
);

check(
  'a condition on one of them',
  'query($g: Boolean!) { pets { ... on Guest @include(if: $g) { home } ... on Pet @skip(if: $g) { name } } }',
  {
    pets: [{ home: 'north' }, { home: 'south' }, {}],
  },
  { variables: { g: true } },
);
