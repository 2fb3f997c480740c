import { createLatch, type Latch } from '../../../kit/latch';
import { type SubgraphDefinition } from '../../../kit/gateway-subgraphs';

/** Three subgraphs one behind the other: people, what they have read, and what that costs. */
export interface Library {
  readonly definitions: SubgraphDefinition[];
  /** Holds back the answers of a subgraph, from now on, until the latch that it returns is open. */
  hold(subgraph: string): Latch;
  /** Lets all go. */
  release(): void;
}

/** Makes a library whose subgraphs answer at once until they are held. */
export function createLibrary(): Library {
  const latches = new Map<string, Latch>();
  const wait = async (subgraph: string): Promise<void> => latches.get(subgraph)?.opened;
  return {
    definitions: [people(), books(wait), prices(wait)],
    hold: (subgraph) => {
      const latch = createLatch();
      latches.set(subgraph, latch);
      return latch;
    },
    release: () => {
      for (const latch of latches.values()) latch.open();
      latches.clear();
    },
  };
}

type Wait = (subgraph: string) => Promise<void>;
type Entity = { readonly id: string };

function people(): SubgraphDefinition {
  return {
    name: 'people',
    sdl: `
      type Query { person(id: ID!): Person people(count: Int = 2): [Person!]! nodes: [Node!]! nobody: Person flat: Flat }
      type Mutation { rename(id: ID!): Person }
      type Subscription { renamed: Person }
      type Flat { a: Int b: Int bang: Int! }
      interface Node { id: ID! }
      type Person implements Node @key(fields: "id") { id: ID! name: String! friend: Person }
      type Robot implements Node @key(fields: "id") { id: ID! model: String }
    `,
    resolvers: {
      Query: {
        person: (_: unknown, { id }: Entity) => ({ id }),
        people: (_: unknown, { count }: { count: number }) =>
          Array.from({ length: count }, (_item, index) => ({ id: String(index + 1) })),
        nodes: () => [
          { __typename: 'Person', id: '1' },
          { __typename: 'Robot', id: '2' },
        ],
        nobody: () => null,
        flat: () => ({ a: 1, b: 2, bang: null }),
      },
      Mutation: { rename: (_: unknown, { id }: Entity) => ({ id }) },
      Subscription: {
        renamed: {
          subscribe: async function* () {
            yield { renamed: { id: '1' } };
          },
        },
      },
      Person: {
        name: ({ id }: Entity) => `Person ${id}`,
        friend: ({ id }: Entity) => ({ id: String(Number(id) + 1) }),
      },
      Robot: { model: () => 'R2' },
    },
  };
}

function books(wait: Wait): SubgraphDefinition {
  return {
    name: 'books',
    sdl: `
      schema { query: Shelves }
      type Shelves { books: [Book!]! }
      type Person @key(fields: "id") { id: ID! read: [Book!] favourite: Book! }
      type Robot @key(fields: "id") { id: ID! manual: Book }
      type Book @key(fields: "title") { title: String! }
    `,
    resolvers: {
      // The supergraph calls it Query.
      Shelves: { books: () => wait('books').then(() => [{ title: 'one' }]) },
      Person: {
        read: ({ id }: Entity) => wait('books').then(() => [{ title: `book of ${id}` }]),
        favourite: ({ id }: Entity) =>
          wait('books').then(() => {
            if (id === '2') throw new Error('nothing is good enough');
            return { title: `best of ${id}` };
          }),
      },
      Robot: { manual: ({ id }: Entity) => wait('books').then(() => ({ title: `manual of ${id}` })) },
    },
  };
}

function prices(wait: Wait): SubgraphDefinition {
  return {
    name: 'prices',
    sdl: 'type Book @key(fields: "title") { title: String! price: Int }',
    resolvers: { Book: { price: ({ title }: { title: string }) => wait('prices').then(() => title.length) } },
  };
}
