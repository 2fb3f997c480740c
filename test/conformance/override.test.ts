import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

const feeds = [
  { id: 'f1', views: 10, text: 'old text' },
  { id: 'f2', views: 20, text: 'old text' },
];

/** The field that moved away: whoever calls it here follows a wrong plan. */
function moved(): never {
  throw new Error('this field lives elsewhere now');
}

describe('a field that moved', () => {
  const check = conformance(
    [
      {
        name: 'before',
        sdl: federated(`
          type Query { feeds: [Feed!]! }
          type Feed @key(fields: "id") { id: ID! text: String! views: Int! }
        `),
        resolvers: {
          Query: { feeds: () => feeds },
          Feed: {
            __resolveReference: ({ id }: { id: string }) => feeds.find((feed) => feed.id === id),
            text: moved,
          },
        },
      },
      {
        name: 'after',
        sdl: federated(`
          type Query { newest: Feed! }
          type Feed @key(fields: "id") { id: ID! text: String! @override(from: "before") }
        `),
        resolvers: {
          Query: { newest: () => ({ id: 'f2' }) },
          Feed: { text: ({ id }: { id: string }) => `new ${id}` },
        },
      },
    ],
    {
      monolith: {
        feeds: feeds.map((feed) => ({ ...feed, text: `new ${feed.id}` })),
        newest: { ...feeds[1], text: 'new f2' },
      },
    },
  );

  check(
    'is asked of its new subgraph',
    '{ feeds { id text views } }',
    {
      feeds: [
        { id: 'f1', text: 'new f1', views: 10 },
        { id: 'f2', text: 'new f2', views: 20 },
      ],
    },
    { requests: { before: 1, after: 1 } },
  );

  check(
    'needs the old one no more',
    '{ newest { id text } }',
    { newest: { id: 'f2', text: 'new f2' } },
    {
      requests: { after: 1 },
    },
  );

  check('leaves the rest where it was', '{ newest { views } feeds { views } }', {
    newest: { views: 20 },
    feeds: [{ views: 10 }, { views: 20 }],
  });
});

describe('a field that moved from a subgraph that is not there', () => {
  const check = conformance(
    [
      {
        name: 'here',
        sdl: federated(`
          type Query { feeds: [Feed!]! @override(from: "nowhere") }
          type Feed @key(fields: "id") { id: ID! text: String! @override(from: "nowhere") }
        `),
        resolvers: { Query: { feeds: () => feeds } },
      },
      {
        name: 'other',
        sdl: federated(`type Feed @key(fields: "id") { id: ID! views: Int! @override(from: "gone") }`),
        resolvers: {
          Feed: { __resolveReference: ({ id }: { id: string }) => feeds.find((feed) => feed.id === id) },
        },
      },
    ],
    { monolith: { feeds } },
  );

  check('is served as if nothing had been', '{ feeds { text views } }', {
    feeds: [
      { text: 'old text', views: 10 },
      { text: 'old text', views: 20 },
    ],
  });

  check(
    'alone, too',
    '{ feeds { id text } }',
    {
      feeds: [
        { id: 'f1', text: 'old text' },
        { id: 'f2', text: 'old text' },
      ],
    },
    { requests: { here: 1 } },
  );
});

// score moved from a to b and needs views of a; rank of a needs the score that is not its own any more.
describe('a field that moved and requires', () => {
  const check = conformance(
    [
      {
        name: 'a',
        sdl: federated(`
          type Query { feeds: [Feed!]! }
          type Feed @key(fields: "id") {
            id: ID! views: Int! score: Int! rank: String! @requires(fields: "stars") stars: Int! @external
          }
        `),
        resolvers: {
          Query: { feeds: () => feeds },
          Feed: {
            __resolveReference: (ref: { id: string; stars?: number }) => ({
              ...feeds.find((feed) => feed.id === ref.id),
              ...ref,
            }),
            score: moved,
            rank: ({ stars }: { stars?: number }) => (stars === undefined ? moved() : `rank ${stars}`),
          },
        },
      },
      {
        name: 'b',
        sdl: federated(`
          type Feed @key(fields: "id") {
            id: ID!
            views: Int! @external
            score: Int! @override(from: "a") @requires(fields: "views")
          }
        `),
        resolvers: { Feed: { score: ({ views }: { views: number }) => views * 3 } },
      },
      {
        name: 'c',
        sdl: federated(`
          type Feed @key(fields: "id") { id: ID! score: Int! @external stars: Int! @requires(fields: "score") }
        `),
        resolvers: { Feed: { stars: ({ score }: { score: number }) => score / 10 } },
      },
    ],
    {
      monolith: {
        feeds: feeds.map((feed) => ({
          ...feed,
          score: feed.views * 3,
          stars: (feed.views * 3) / 10,
          rank: `rank ${(feed.views * 3) / 10}`,
        })),
      },
    },
  );

  check(
    'takes what it requires from its old subgraph',
    '{ feeds { score } }',
    {
      feeds: [{ score: 30 }, { score: 60 }],
    },
    { requests: { a: 1, b: 1 } },
  );

  check(
    'is required by another from its new place',
    '{ feeds { stars } }',
    { feeds: [{ stars: 3 }, { stars: 6 }] },
    {
      requests: { a: 1, b: 1, c: 1 },
    },
  );

  check('all the way round', '{ feeds { id rank score stars views } }', {
    feeds: [
      { id: 'f1', rank: 'rank 3', score: 30, stars: 3, views: 10 },
      { id: 'f2', rank: 'rank 6', score: 60, stars: 6, views: 20 },
    ],
  });
});

describe('a root field that moved', () => {
  const check = conformance(
    [
      {
        name: 'before',
        sdl: federated(`
          type Query { feeds: [Feed!]! count: Int! }
          type Mutation { clear: Int }
          type Feed @key(fields: "id") { id: ID! views: Int! }
        `),
        resolvers: {
          Query: { feeds: moved, count: () => 1 },
          Mutation: { clear: moved },
          Feed: { __resolveReference: ({ id }: { id: string }) => feeds.find((feed) => feed.id === id) },
        },
      },
      {
        name: 'after',
        sdl: federated(`
          type Query { feeds: [Feed!]! @override(from: "before") }
          type Mutation { clear: Int @override(from: "before") }
          type Feed @key(fields: "id") { id: ID! text: String! }
        `),
        resolvers: { Query: { feeds: () => feeds }, Mutation: { clear: () => 0 } },
      },
    ],
    { monolith: { feeds, count: 1, clear: 0 } },
  );

  check(
    'is asked of its new subgraph',
    '{ feeds { text } }',
    { feeds: [{ text: 'old text' }, { text: 'old text' }] },
    {
      requests: { after: 1 },
    },
  );

  check('goes back for what stayed', '{ feeds { views } count }', {
    feeds: [{ views: 10 }, { views: 20 }],
    count: 1,
  });

  check('mutations move, too', 'mutation { clear }', { clear: 0 }, { requests: { after: 1 } });
});
