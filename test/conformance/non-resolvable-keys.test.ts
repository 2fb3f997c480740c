import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const users = [
  { id: 'u1', email: 'a@example.org', name: 'Ann', posts: [{ id: 'q1' }] },
  { id: 'u2', email: 'b@example.org', name: 'Bo', posts: [] },
];

describe('a stub', () => {
  const check = conformance(
    [
      {
        name: 'users',
        sdl: federated(`
          type Query { users: [User!]! }
          type User @key(fields: "id") { id: ID! name: String! }
        `),
        resolvers: { Query: { users: () => users }, User: { __resolveReference: findBy(users, 'id') } },
      },
      {
        name: 'forum',
        sdl: federated(`
          type Query { threads: [Thread!]! }
          type Thread { title: String! author: User reviewers: [User!]! }
          type User @key(fields: "id", resolvable: false) { id: ID! }
        `),
        resolvers: {
          Query: {
            threads: () => [
              { title: 'One', author: { id: 'u1' }, reviewers: [{ id: 'u2' }, { id: 'u1' }] },
              { title: 'Two', author: null, reviewers: [] },
            ],
          },
        },
      },
    ],
    {
      monolith: {
        users,
        threads: [
          { title: 'One', author: users[0], reviewers: [users[1], users[0]] },
          { title: 'Two', author: null, reviewers: [] },
        ],
      },
    },
  );

  check(
    'is completed by the subgraph that owns the type',
    '{ threads { author { name } reviewers { id name } } }',
    {
      threads: [
        { author: { name: 'Ann' }, reviewers: [{ id: 'u2', name: 'Bo' }, { id: 'u1', name: 'Ann' }] }, // prettier-ignore
        { author: null, reviewers: [] },
      ],
    },
  );

  check(
    'is enough when its key is all that is asked for',
    '{ threads { author { id __typename } } }',
    { threads: [{ author: { id: 'u1', __typename: 'User' } }, { author: null }] },
    { requests: { forum: 1 } },
  );
});

describe('a subgraph that resolves one key only', () => {
  const check = conformance(
    [
      {
        name: 'mail',
        sdl: federated(`
          type Query { senders: [User!]! }
          type User @key(fields: "email", resolvable: false) @key(fields: "id", resolvable: false) {
            id: ID! email: String!
          }
        `),
        resolvers: { Query: { senders: () => users } },
      },
      {
        name: 'accounts',
        sdl: federated(`
          type User @key(fields: "email", resolvable: false) @key(fields: "id") {
            id: ID! email: String! name: String!
          }
        `),
        resolvers: { User: { __resolveReference: findBy(users, 'id') } },
      },
    ],
    { monolith: { senders: users } },
  );

  check('is asked by that key', '{ senders { email name } }', {
    senders: [
      { email: 'a@example.org', name: 'Ann' },
      { email: 'b@example.org', name: 'Bo' },
    ],
  });
});

// The way back after @requires must lead over the one key that badges resolves.
describe('keys of which each subgraph resolves another', () => {
  const cards = [
    { id: 'c1', serial: 's1', chip: { maker: 'm1', lot: 'l1', batch: 'b1' }, holder: 'Ann' },
    { id: 'c2', serial: 's2', chip: { maker: 'm2', lot: 'l2', batch: 'b2' }, holder: 'Bo' },
  ];
  const check = conformance(
    [
      {
        name: 'holders',
        sdl: federated(`
          type Card
            @key(fields: "id")
            @key(fields: "serial", resolvable: false)
            @key(fields: "chip { maker lot }", resolvable: false)
            @key(fields: "id chip { lot batch }", resolvable: false) {
            id: ID! serial: ID! chip: Chip! holder: String!
          }
          type Chip @shareable { maker: ID! lot: ID! batch: ID! }
        `),
        resolvers: { Card: { __resolveReference: findBy(cards, 'id') } },
      },
      {
        name: 'badges',
        sdl: federated(`
          type Query { cards: [Card!]! }
          type Card
            @key(fields: "chip { maker lot }", resolvable: false)
            @key(fields: "id chip { lot batch }")
            @key(fields: "serial", resolvable: false)
            @key(fields: "id", resolvable: false) {
            id: ID! serial: ID! chip: Chip! holder: String! @external badge: String! @requires(fields: "holder")
          }
          type Chip @shareable { maker: ID! lot: ID! batch: ID! }
        `),
        resolvers: {
          Query: { cards: () => cards.map(({ id, serial, chip }) => ({ id, serial, chip })) },
          Card: {
            __resolveReference: (card: Partial<(typeof cards)[number]>) => {
              const found = findBy(cards, 'id', 'chip')(card);
              return found && { ...found, holder: card.holder };
            },
            badge: ({ holder }: { holder?: string }) => {
              if (holder === undefined) throw new Error('no holder');
              return `badge of ${holder}`;
            },
          },
        },
      },
    ],
    { monolith: { cards: cards.map((card) => ({ ...card, badge: `badge of ${card.holder}` })) } },
  );

  check('lead there', '{ cards { id holder } }', {
    cards: [
      { id: 'c1', holder: 'Ann' },
      { id: 'c2', holder: 'Bo' },
    ],
  });

  check('lead there and back again', '{ cards { id holder badge } }', {
    cards: [
      { id: 'c1', holder: 'Ann', badge: 'badge of Ann' },
      { id: 'c2', holder: 'Bo', badge: 'badge of Bo' },
    ],
  });
});
