import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const people = ['p0', 'p1', 'p2', 'p3'];

function next(list: readonly string[], id: string, by = 1): string {
  return list[(list.indexOf(id) + by) % list.length] ?? '';
}

interface Ref {
  readonly id: string;
}

function person(id: string): Record<string, unknown> {
  return {
    id,
    name: `name ${id}`,
    age: people.indexOf(id) * 10,
    friend: () => person(next(people, id)),
    friends: () => [person(next(people, id)), person(next(people, id, 2))],
    firm: () => firm(`f${id.slice(1)}`),
  };
}

function firm(id: string): Record<string, unknown> {
  return {
    id,
    title: `title ${id}`,
    boss: () => person(next(people, `p${id.slice(1)}`)),
    staff: () => people.map(person),
  };
}

// Every second step of the way lies in the other subgraph.
const check = conformance(
  [
    {
      name: 'people',
      sdl: federated(`
        type Query { person(id: ID!): Person people: [Person!]! }
        type Person @key(fields: "id") { id: ID! name: String! friend: Person friends: [Person!]! }
      `),
      resolvers: {
        Query: { person: (_: unknown, { id }: Ref) => person(id), people: () => people.map(person) },
        Person: { __resolveReference: ({ id }: Ref) => person(id) },
      },
    },
    {
      name: 'firms',
      sdl: federated(`
        type Query { firm(id: ID!): Firm }
        type Person @key(fields: "id") { id: ID! firm: Firm }
        type Firm @key(fields: "id") { id: ID! title: String! boss: Person staff: [Person!]! }
      `),
      resolvers: {
        Query: { firm: (_: unknown, { id }: Ref) => firm(id) },
        Person: { firm: ({ id }: Ref) => firm(`f${id.slice(1)}`) },
        Firm: { __resolveReference: ({ id }: Ref) => firm(id) },
      },
    },
    {
      name: 'ages',
      sdl: federated(`type Person @key(fields: "id") { id: ID! age: Int! }`),
      resolvers: { Person: { age: ({ id }: Ref) => people.indexOf(id) * 10 } },
    },
  ],
  {
    monolith: {
      person: ({ id }: Ref) => person(id),
      people: people.map(person),
      firm: ({ id }: Ref) => firm(id),
    },
  },
);

check(
  'six steps, each in the other subgraph',
  '{ person(id: "p0") { firm { boss { name firm { boss { name firm { title boss { age } } } } } } } }',
  {
    person: {
      firm: {
        boss: {
          name: 'name p1',
          firm: { boss: { name: 'name p2', firm: { title: 'title f2', boss: { age: 30 } } } },
        },
      },
    },
  },
);

check(
  'steps inside one subgraph are one request',
  '{ person(id: "p0") { friend { friend { friend { friend { name } } } } } }',
  {
    person: { friend: { friend: { friend: { friend: { name: 'name p0' } } } } },
  },
  { requests: { people: 1 } },
);

check(
  'the same entity at every depth',
  '{ person(id: "p0") { age friend { age friend { age friend { age friend { id age } } } } } }',
  {
    person: {
      age: 0,
      friend: { age: 10, friend: { age: 20, friend: { age: 30, friend: { id: 'p0', age: 0 } } } },
    },
  },
);

check(
  'lists in lists across subgraphs',
  '{ firm(id: "f0") { staff { name friends { age firm { title } } } } }',
  {
    firm: {
      staff: [
        {
          name: 'name p0',
          friends: [
            { age: 10, firm: { title: 'title f1' } },
            { age: 20, firm: { title: 'title f2' } },
          ],
        },
        {
          name: 'name p1',
          friends: [
            { age: 20, firm: { title: 'title f2' } },
            { age: 30, firm: { title: 'title f3' } },
          ],
        },
        {
          name: 'name p2',
          friends: [
            { age: 30, firm: { title: 'title f3' } },
            { age: 0, firm: { title: 'title f0' } },
          ],
        },
        {
          name: 'name p3',
          friends: [
            { age: 0, firm: { title: 'title f0' } },
            { age: 10, firm: { title: 'title f1' } },
          ],
        },
      ],
    },
  },
);

check(
  'one entity through several paths, each with its own fields',
  '{ a: person(id: "p1") { name } b: person(id: "p0") { friend { id age firm { id } } } c: firm(id: "f0") { boss { name age } } }',
  {
    a: { name: 'name p1' },
    b: { friend: { id: 'p1', age: 10, firm: { id: 'f1' } } },
    c: { boss: { name: 'name p1', age: 10 } },
  },
);

check(
  'one entity twice in a list does not mix its paths',
  '{ people { friends { id friend { id } } friend { id friends { age } } } }',
  {
    people: people.map((_, index) => {
      const at = (by: number): string => `p${(index + by) % 4}`;
      const age = (by: number): { age: number } => ({ age: ((index + by) % 4) * 10 });
      return {
        friends: [
          { id: at(1), friend: { id: at(2) } },
          { id: at(2), friend: { id: at(3) } },
        ],
        friend: { id: at(1), friends: [age(2), age(3)] },
      };
    }),
  },
);

check(
  'a wide and deep fragment used often',
  'query { person(id: "p0") { ...P friend { ...P firm { boss { ...P } } } } } fragment P on Person { id age firm { ...F } } fragment F on Firm { title boss { name } }',
  {
    person: {
      id: 'p0',
      age: 0,
      firm: { title: 'title f0', boss: { name: 'name p1' } },
      friend: {
        id: 'p1',
        age: 10,
        firm: {
          title: 'title f1',
          boss: {
            name: 'name p2',
            id: 'p2',
            age: 20,
            firm: { title: 'title f2', boss: { name: 'name p3' } },
          },
        },
      },
    },
  },
);
