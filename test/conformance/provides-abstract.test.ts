import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const animals = [
  { __typename: 'Dog', id: 'd1', name: 'Rex', age: 3, bark: 'loud' },
  { __typename: 'Cat', id: 'c1', name: 'Mia', age: 5, purr: 'soft' },
];
const dogs = animals.slice(0, 1);
const cats = animals.slice(1);

const shelter = federated(`
  interface Animal { id: ID! name: String age: Int }
  type Home @key(fields: "id") { id: ID! pets: [Animal!] @shareable }
  type Dog implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int @shareable bark: String }
  type Cat implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int @shareable purr: String }
`);

describe('@provides on an interface', () => {
  const check = conformance(
    [
      {
        name: 'owner',
        sdl: shelter,
        resolvers: {
          Home: { __resolveReference: () => ({ id: 'h1', pets: animals }) },
          Dog: { __resolveReference: findBy(dogs, 'id') },
          Cat: { __resolveReference: findBy(cats, 'id') },
        },
      },
      {
        name: 'visits',
        sdl: federated(`
          type Query {
            guests: [Animal!]! @provides(fields: "... on Dog { name } ... on Cat { age }")
            plain: [Animal!]!
            home: Home @provides(fields: "pets { id ... on Cat { name } }")
          }
          type Home @key(fields: "id") { id: ID! pets: [Animal!] @external }
          interface Animal { id: ID! name: String age: Int }
          type Dog implements Animal @key(fields: "id") { id: ID! name: String @external age: Int @external }
          type Cat implements Animal @key(fields: "id") { id: ID! name: String @external age: Int @external }
        `),
        resolvers: {
          Query: { guests: () => animals, plain: () => animals, home: () => ({ id: 'h1', pets: animals }) },
        },
      },
    ],
    { monolith: { guests: animals, plain: animals, home: { id: 'h1', pets: animals } } },
  );

  check(
    'serves each type with its part',
    '{ guests { id ... on Dog { name } ... on Cat { age } } }',
    {
      guests: [
        { id: 'd1', name: 'Rex' },
        { id: 'c1', age: 5 },
      ],
    },
    { requests: { visits: 1 } },
  );

  check('leaves the rest to the owner', '{ guests { id name age } }', {
    guests: [
      { id: 'd1', name: 'Rex', age: 3 },
      { id: 'c1', name: 'Mia', age: 5 },
    ],
  });

  check(
    'holds for its own path only',
    '{ plain { name ... on Cat { purr } } }',
    {
      plain: [{ name: 'Rex' }, { name: 'Mia', purr: 'soft' }],
    },
    { requests: { visits: 1, owner: 1 } },
  );

  check(
    'may lie below a field that is provided',
    '{ home { pets { id ... on Cat { name } } } }',
    { home: { pets: [{ id: 'd1' }, { id: 'c1', name: 'Mia' }] } },
    { requests: { visits: 1 } },
  );

  check('may lie there for one type only', '{ home { pets { id name } } }', {
    home: {
      pets: [
        { id: 'd1', name: 'Rex' },
        { id: 'c1', name: 'Mia' },
      ],
    },
  });
});

describe('@provides on a union', () => {
  const check = conformance(
    [
      {
        name: 'owner',
        sdl: federated(`
          type Dog @key(fields: "id") { id: ID! name: String @shareable age: Int @shareable bark: String }
          type Cat @key(fields: "id") { id: ID! name: String @shareable age: Int @shareable purr: String }
        `),
        resolvers: {
          Dog: { __resolveReference: findBy(dogs, 'id') },
          Cat: { __resolveReference: findBy(cats, 'id') },
        },
      },
      {
        name: 'visits',
        sdl: federated(`
          type Query { guests: [Guest!]! @provides(fields: "... on Dog { name age }") }
          union Guest = Dog | Cat
          type Dog @key(fields: "id") { id: ID! name: String @external age: Int @external }
          type Cat @key(fields: "id") { id: ID! }
        `),
        resolvers: { Query: { guests: () => animals } },
      },
    ],
    { monolith: { guests: animals } },
  );

  check(
    'serves the member it names',
    '{ guests { __typename ... on Dog { id name age } ... on Cat { id } } }',
    {
      guests: [
        { __typename: 'Dog', id: 'd1', name: 'Rex', age: 3 },
        { __typename: 'Cat', id: 'c1' },
      ],
    },
    { requests: { visits: 1 } },
  );

  check(
    'does not serve the other members',
    '{ guests { ... on Dog { name bark } ... on Cat { name purr } } }',
    {
      guests: [
        { name: 'Rex', bark: 'loud' },
        { name: 'Mia', purr: 'soft' },
      ],
    },
    { requests: { visits: 1, owner: 1 } },
  );
});
