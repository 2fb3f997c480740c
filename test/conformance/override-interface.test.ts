import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const posts = [
  { __typename: 'Photo', id: 'p1', made: 'Monday', tint: 'red' },
  { __typename: 'Text', id: 't1', made: 'Tuesday', words: 12 },
];
const photos = posts.slice(0, 1);
const texts = posts.slice(1);

// Photo.made moved; Text.made did not; both are reached through the interface.
const check = conformance(
  [
    {
      name: 'old',
      sdl: federated(`
        type Query { feed: [Post!]! }
        interface Post { id: ID! made: String! }
        type Photo implements Post @key(fields: "id") { id: ID! made: String! tint: String! }
        type Text implements Post @key(fields: "id") { id: ID! made: String! @shareable words: Int! }
      `),
      resolvers: {
        Query: { feed: () => posts },
        Photo: {
          __resolveReference: findBy(photos, 'id'),
          made: () => {
            throw new Error('this field lives elsewhere now');
          },
        },
        Text: { __resolveReference: findBy(texts, 'id') },
      },
    },
    {
      name: 'new',
      sdl: federated(`
        type Query { latest: Post! }
        interface Post { id: ID! made: String! }
        type Photo implements Post @key(fields: "id") { id: ID! made: String! @override(from: "old") }
        type Text implements Post @key(fields: "id") { id: ID! made: String! @shareable }
      `),
      resolvers: {
        Query: { latest: () => photos[0] },
        Photo: { __resolveReference: findBy(photos, 'id') },
        Text: { __resolveReference: findBy(texts, 'id') },
      },
    },
  ],
  { monolith: { feed: posts, latest: posts[0] } },
);

check('the interface sends each type to its subgraph', '{ feed { id made } }', {
  feed: [
    { id: 'p1', made: 'Monday' },
    { id: 't1', made: 'Tuesday' },
  ],
});

check('so do fragments', '{ feed { ... on Photo { made tint } ... on Text { words made } } }', {
  feed: [
    { made: 'Monday', tint: 'red' },
    { words: 12, made: 'Tuesday' },
  ],
});

check(
  'what did not move needs nobody else',
  '{ feed { id ... on Text { words } } }',
  {
    feed: [{ id: 'p1' }, { id: 't1', words: 12 }],
  },
  { requests: { old: 1 } },
);

check(
  'the new subgraph answers for itself',
  '{ latest { id made __typename } }',
  {
    latest: { id: 'p1', made: 'Monday', __typename: 'Photo' },
  },
  { requests: { new: 1 } },
);
