import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const people = [
  { id: 'p1', secret: 's1', name: 'Ann', age: 30, kind: 'FRIEND', pet: { __typename: 'Dog', name: 'Rex' } },
  { id: 'p2', secret: 's2', name: 'Bo', age: 40, kind: 'FAMILY', pet: { __typename: 'Ghost', name: 'Boo' } },
];

const check = conformance([
  {
    name: 'people',
    sdl: federated(`
      type Query {
        people: [Person!]!
        hidden: String @inaccessible
        find(name: String, secret: String @inaccessible, by: Order): [Person!]!
        beings: [Being!]!
        pets: [Pet]!
      }
      type Person @key(fields: "secret") { id: ID! secret: ID! @inaccessible name: String! kind: Kind pet: Pet }
      enum Kind { FRIEND FAMILY @inaccessible }
      input Order { field: String! internal: Int = 7 @inaccessible }
      union Pet = Dog | Ghost
      interface Being { name: String! }
      type Dog implements Being { name: String! }
      type Ghost implements Being @inaccessible { name: String! }
    `),
    resolvers: {
      Query: {
        people: () => people,
        find: (_: unknown, args: { name?: string; by?: { internal: number } }) =>
          people.filter(({ name }) => name === args.name || args.by?.internal === 7),
        beings: () => people.slice(0, 1).map(({ pet }) => pet),
        pets: () => people.map(({ pet }) => pet),
      },
      Person: { __resolveReference: findBy(people, 'secret') },
    },
  },
  {
    name: 'ages',
    sdl: federated(`
      type Person @key(fields: "secret") {
        secret: ID! age: Int! name: String! @external card: String! @requires(fields: "name")
      }
    `),
    resolvers: {
      Person: {
        __resolveReference: (person: { secret: string; name?: string }) => ({
          ...people.find(({ secret }) => secret === person.secret),
          name: person.name,
        }),
        card: ({ name, age }: { name: string; age: number }) => `${name} (${age})`,
      },
    },
  },
]);

check('a hidden key still joins', '{ people { id age card } }', {
  people: [
    { id: 'p1', age: 30, card: 'Ann (30)' },
    { id: 'p2', age: 40, card: 'Bo (40)' },
  ],
});

check.refused('but nobody may ask for it', '{ people { secret } }', 'GRAPHQL_VALIDATION_FAILED');
check.refused('nor for a hidden root field', '{ hidden }', 'GRAPHQL_VALIDATION_FAILED');
check.refused('nor use a hidden argument', '{ find(secret: "s1") { id } }', 'GRAPHQL_VALIDATION_FAILED');
check.refused(
  'nor a hidden input field',
  '{ find(by: { field: "x", internal: 1 }) { id } }',
  'GRAPHQL_VALIDATION_FAILED',
);
check.refused(
  'nor a hidden type',
  '{ people { pet { ... on Ghost { name } } } }',
  'GRAPHQL_VALIDATION_FAILED',
);

check('hidden defaults are at work', '{ find(by: { field: "x" }) { id } }', {
  find: [{ id: 'p1' }, { id: 'p2' }],
});

check(
  'a hidden enum value is null with an error',
  '{ people { kind } }',
  {
    people: [{ kind: 'FRIEND' }, { kind: null }],
  },
  { errors: ['people.1.kind'] },
);

check(
  'an object of a hidden type is null with an error',
  '{ people { pet { __typename ... on Dog { name } } } }',
  {
    people: [{ pet: { __typename: 'Dog', name: 'Rex' } }, { pet: null }],
  },
  { errors: ['people.1.pet'] },
);

check(
  'in a list as well',
  '{ pets { ... on Dog { name } } }',
  { pets: [{ name: 'Rex' }, null] },
  { errors: ['pets.1'] },
);

check('interfaces show those that may be seen', '{ beings { name __typename } }', {
  beings: [{ name: 'Rex', __typename: 'Dog' }],
});

check(
  'introspection does not know any of it',
  `{
    ghost: __type(name: "Ghost") { name }
    person: __type(name: "Person") { fields { name } }
    pet: __type(name: "Pet") { possibleTypes { name } }
    being: __type(name: "Being") { possibleTypes { name } }
    kind: __type(name: "Kind") { enumValues { name } }
    order: __type(name: "Order") { inputFields { name } }
  }`,
  {
    ghost: null,
    person: { fields: ['age', 'name', 'card', 'id', 'kind', 'pet'].map((name) => ({ name })) },
    pet: { possibleTypes: [{ name: 'Dog' }] },
    being: { possibleTypes: [{ name: 'Dog' }] },
    kind: { enumValues: [{ name: 'FRIEND' }] },
    order: { inputFields: [{ name: 'field' }] },
  },
);
