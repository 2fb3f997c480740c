import { type SubgraphDefinition } from './gateway-subgraphs';

/** Two subgraphs that share an entity: people, and what they have read. */
export function shop(): SubgraphDefinition[] {
  return [
    {
      name: 'people',
      sdl: `
        type Query { person(id: ID!): Person people: [Person!]! echo(text: String!): String fail: String now: Int! }
        type Mutation { rename(id: ID!, name: String!): Person }
        type Subscription { renamed(count: Int!): Person tick(everyMs: Int!): Person }
        type Person @key(fields: "id") { id: ID! name: String! friend: Person }
      `,
      resolvers: {
        Query: {
          person: (_: unknown, { id }: { id: string }) => (id === '0' ? null : person(id)),
          people: () => ['1', '2', '3'].map(person),
          echo: (_: unknown, { text }: { text: string }) => text,
          fail: () => {
            throw new Error('connect ECONNREFUSED postgres://secret@10.0.0.1:5432/people');
          },
          now: () => null,
        },
        Mutation: { rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ id, name }) },
        Subscription: {
          renamed: {
            subscribe: async function* (_: unknown, { count }: { count: number }) {
              for (let id = 1; id <= count; id += 1) yield { renamed: person(String(id)) };
            },
          },
          tick: {
            subscribe: async function* (_: unknown, { everyMs }: { everyMs: number }) {
              for (let id = 1; ; id += 1) {
                await new Promise((resolve) => setTimeout(resolve, everyMs).unref());
                yield { tick: person(String(id)) };
              }
            },
          },
        },
        Person: {
          __resolveReference: ({ id }: { id: string }) => person(id),
          friend: ({ id }: { id: string }) => person(String(Number(id) + 1)),
        },
      },
    },
    {
      name: 'books',
      sdl: `
        type Query { books: [Book!]! }
        type Person @key(fields: "id") { id: ID! read: [Book!] favourite: Book! }
        type Book { title: String! }
      `,
      resolvers: {
        Query: { books: () => [{ title: 'one' }] },
        Person: {
          read: ({ id }: { id: string }) => [{ title: `book of ${id}` }],
          favourite: ({ id }: { id: string }) => ({ title: `best of ${id}` }),
        },
      },
    },
  ];
}

function person(id: string): { readonly id: string; readonly name: string } {
  return { id, name: `Person ${id}` };
}
