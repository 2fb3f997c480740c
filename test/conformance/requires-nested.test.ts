import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const posts = [
  { id: 'p1', author: 'u1' },
  { id: 'p2', author: 'u2' },
];
const users = [
  { id: 'u1', name: 'Ann', years: 1, friends: ['u2'] },
  { id: 'u2', name: 'Bo', years: 9, friends: ['u1', 'u2'] },
];
type User = (typeof users)[number];

function user(id: string | undefined): User | undefined {
  return users.find((one) => one.id === id);
}

// posts asks for fields of an entity inside the entity, that lie in two other subgraphs.
describe('a requirement that passes through another entity', () => {
  const check = conformance(
    [
      {
        name: 'posts',
        sdl: federated(`
          type Query { posts: [Post!]! }
          type Post @key(fields: "id") {
            id: ID!
            author: User!
            byline: String! @requires(fields: "author { name years }")
            circle: [String!]! @requires(fields: "author { friends { name } }")
          }
          type User @key(fields: "id") {
            id: ID!
            name: String! @external
            years: Int! @external
            friends: [User!]! @external
          }
        `),
        resolvers: {
          Query: { posts: () => posts },
          Post: {
            __resolveReference: (post: { id: string; author?: object }) => ({
              ...findBy(posts, 'id')({ id: post.id }),
              ...post,
            }),
            author: ({ author }: { author: string | User }) =>
              typeof author === 'string' ? user(author) : author,
            byline: ({ author: { name, years } }: { author: User }) => `${name} (${years})`,
            circle: ({ author }: { author: { friends: User[] } }) => author.friends.map(({ name }) => name),
          },
        },
      },
      {
        name: 'users',
        sdl: federated(`type User @key(fields: "id") { id: ID! name: String! friends: [User!]! }`),
        resolvers: {
          User: {
            __resolveReference: findBy(users, 'id'),
            friends: ({ friends }: User) => friends.map(user),
          },
        },
      },
      {
        name: 'careers',
        sdl: federated(`type User @key(fields: "id") { id: ID! years: Int! }`),
        resolvers: { User: { __resolveReference: findBy(users, 'id') } },
      },
    ],
    {
      monolith: {
        posts: posts.map(({ id, author }) => {
          const writer = user(author);
          const friends = (writer?.friends ?? []).map(user);
          return {
            id,
            author: { ...writer, friends },
            byline: `${writer?.name} (${writer?.years})`,
            circle: friends.map((friend) => friend?.name),
          };
        }),
      },
    },
  );

  check('collects it from both', '{ posts { byline } }', {
    posts: [{ byline: 'Ann (1)' }, { byline: 'Bo (9)' }],
  });

  check('follows lists of entities', '{ posts { id circle } }', {
    posts: [
      { id: 'p1', circle: ['Bo'] },
      { id: 'p2', circle: ['Ann', 'Bo'] },
    ],
  });

  check('leaves alone what the client selects there', '{ posts { author { years } byline circle } }', {
    posts: [
      { author: { years: 1 }, byline: 'Ann (1)', circle: ['Bo'] },
      { author: { years: 9 }, byline: 'Bo (9)', circle: ['Ann', 'Bo'] },
    ],
  });

  check('with aliases in between', '{ posts { author { name: years years: name } text: byline } }', {
    posts: [
      { author: { name: 1, years: 'Ann' }, text: 'Ann (1)' },
      { author: { name: 9, years: 'Bo' }, text: 'Bo (9)' },
    ],
  });
});

// isNew (b) needs the author's years, which a knows only behind its own requirement, and isOld (a) needs isNew.
describe('requirements that go in a circle between two subgraphs', () => {
  const check = conformance(
    [
      {
        name: 'a',
        sdl: federated(`
          type Query { posts: [Post!]! }
          type Post @key(fields: "id") { id: ID! isNew: Boolean! @external isOld: Boolean! @requires(fields: "isNew") }
          type User @key(fields: "id") { id: ID! years: Int! }
        `),
        resolvers: {
          Query: { posts: () => posts },
          Post: {
            isOld: ({ isNew }: { isNew?: boolean }) => {
              if (isNew === undefined) throw new Error('isNew is required');
              return !isNew;
            },
          },
          User: { __resolveReference: findBy(users, 'id') },
        },
      },
      {
        name: 'b',
        sdl: federated(`
          type Post @key(fields: "id") { id: ID! author: User! isNew: Boolean! @requires(fields: "author { years }") }
          type User @key(fields: "id") { id: ID! years: Int! @external }
        `),
        resolvers: {
          Post: {
            __resolveReference: (post: { id: string; author?: { years?: number } }) => ({
              ...findBy(posts, 'id')({ id: post.id }),
              required: post.author,
            }),
            author: ({ author }: { author: string }) => user(author),
            isNew: ({ required }: { required?: { years?: number } }) => {
              if (required?.years === undefined) throw new Error('author { years } is required');
              return required.years < 5;
            },
          },
        },
      },
    ],
    {
      monolith: {
        posts: posts.map(({ id, author }) => {
          const isNew = (user(author)?.years ?? 0) < 5;
          return { id, author: user(author), isNew, isOld: !isNew };
        }),
      },
    },
  );

  check('one turn', '{ posts { isNew } }', { posts: [{ isNew: true }, { isNew: false }] });

  check('two turns', '{ posts { isOld } }', { posts: [{ isOld: false }, { isOld: true }] });

  check('both, and the field between them', '{ posts { isOld author { years } isNew } }', {
    posts: [
      { isOld: false, author: { years: 1 }, isNew: true },
      { isOld: true, author: { years: 9 }, isNew: false },
    ],
  });
});
