import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const users = [{ __typename: 'User', id: 'u1', name: 'Una' }];
const rooms = [{ __typename: 'Room', id: 'r1', topic: 'Tea', members: ['u1'] }];
const all = [...users, ...rooms];

function node(_: unknown, { id }: { id: string }): { readonly id: string } | undefined {
  return all.find((one) => one.id === id);
}

describe('one node field', () => {
  const check = conformance(
    [
      {
        name: 'nodes',
        sdl: federated(`
          type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! }
          interface Node { id: ID! }
          type User implements Node @key(fields: "id") { id: ID! }
          type Room implements Node @key(fields: "id") { id: ID! }
        `),
        resolvers: {
          Query: {
            node,
            nodes: (_: unknown, { ids }: { ids: string[] }) => ids.map((id) => node(_, { id })),
          },
        },
      },
      {
        name: 'users',
        sdl: federated(`
          type Query { me: User }
          interface Node { id: ID! }
          type User implements Node @key(fields: "id") { id: ID! name: String! }
        `),
        resolvers: { Query: { me: () => users[0] }, User: { __resolveReference: findBy(users, 'id') } },
      },
      {
        name: 'rooms',
        sdl: federated(`
          interface Node { id: ID! }
          type Room implements Node @key(fields: "id") { id: ID! topic: String! members: [User!]! }
          type User implements Node @key(fields: "id", resolvable: false) { id: ID! }
        `),
        resolvers: {
          Room: {
            __resolveReference: findBy(rooms, 'id'),
            members: ({ members }: { members: string[] }) => members.map((id) => ({ id })),
          },
        },
      },
    ],
    {
      monolith: {
        node: ({ id }: { id: string }) => whole(id),
        nodes: ({ ids }: { ids: string[] }) => ids.map(whole),
        me: users[0],
      },
    },
  );

  function whole(id: string): object | undefined {
    return id === 'r1' ? { ...rooms[0], members: users } : users.find((user) => user.id === id);
  }

  check(
    'serves the id alone',
    '{ node(id: "u1") { id __typename } }',
    { node: { id: 'u1', __typename: 'User' } },
    {
      requests: { nodes: 1 },
    },
  );

  check(
    'serves each type from its own subgraph',
    '{ nodes(ids: ["r1", "u1", "x"]) { id ... on User { name } ... on Room { topic } } }',
    {
      nodes: [{ id: 'r1', topic: 'Tea' }, { id: 'u1', name: 'Una' }, null],
    },
    { requests: { nodes: 1, users: 1, rooms: 1 } },
  );

  check(
    'asks nobody for a type that did not come',
    '{ node(id: "u1") { ... on Room { topic members { name } } ... on User { name } } }',
    {
      node: { name: 'Una' },
    },
    { requests: { nodes: 1, users: 1 } },
  );

  check(
    'goes on from there',
    '{ node(id: "r1") { ... on Room { members { id name ... on Node { __typename } } } } me { ... on Node { id } } }',
    {
      node: { members: [{ id: 'u1', name: 'Una', __typename: 'User' }] },
      me: { id: 'u1' },
    },
  );

  check(
    'gives null for what is not there',
    '{ node(id: "x") { id ... on User { name } } }',
    { node: null },
    { requests: { nodes: 1 } },
  );
});

// Both subgraphs share the node field, and each may tell the key of one of the types only.
describe('a node field that two subgraphs share', () => {
  const check = conformance(
    [
      {
        name: 'a',
        sdl: federated(`
          type Query { node(id: ID!): Node @shareable user(id: ID!): User }
          interface Node { id: ID! }
          type User implements Node @key(fields: "id") { id: ID! name: String! }
          type Room implements Node @key(fields: "id") { id: ID! owner: User! }
        `),
        resolvers: {
          Query: { node, user: node },
          Room: { owner: () => users[0] },
          User: { __resolveReference: findBy(users, 'id') },
        },
      },
      {
        name: 'b',
        sdl: federated(`
          type Query { node(id: ID!): Node @shareable room(id: ID!): Room }
          interface Node { id: ID! }
          type Room implements Node @key(fields: "id") { id: ID! topic: String! }
          type User implements Node @key(fields: "id") { id: ID! rooms: [Room!]! }
        `),
        resolvers: {
          Query: { node, room: node },
          User: { rooms: () => rooms },
          Room: { __resolveReference: findBy(rooms, 'id') },
        },
      },
    ],
    {
      monolith: {
        node: ({ id }: { id: string }) => whole(id),
        user: ({ id }: { id: string }) => whole(id),
        room: ({ id }: { id: string }) => whole(id),
      },
    },
  );

  function whole(id: string): object | undefined {
    if (id === 'u1') return { ...users[0], rooms };
    return id === 'r1' ? { ...rooms[0], owner: users[0] } : undefined;
  }

  check('tells types', '{ u: node(id: "u1") { __typename } r: node(id: "r1") { __typename } }', {
    u: { __typename: 'User' },
    r: { __typename: 'Room' },
  });

  check(
    'leads to each type',
    '{ u: node(id: "u1") { ... on User { id name rooms { topic } } } r: node(id: "r1") { ... on Room { id topic owner { name } } } }',
    {
      u: { id: 'u1', name: 'Una', rooms: [{ topic: 'Tea' }] },
      r: { id: 'r1', topic: 'Tea', owner: { name: 'Una' } },
    },
  );

  check(
    'leaves empty what does not fit',
    '{ u: node(id: "u1") { __typename ... on Room { topic } } r: node(id: "r1") { ... on User { id } } }',
    {
      u: { __typename: 'User' },
      r: {},
    },
  );

  check(
    'beside fields of their own',
    '{ room(id: "r1") { id topic owner { id } } user(id: "u1") { id name rooms { id } } }',
    {
      room: { id: 'r1', topic: 'Tea', owner: { id: 'u1' } },
      user: { id: 'u1', name: 'Una', rooms: [{ id: 'r1' }] },
    },
  );
});

// It composes, though nobody can tell the id of every node: a marks the key of Room external, b that of User.
describe('a node field that nobody can serve alone', () => {
  const chats = [{ __typename: 'Room', id: 'r1', topic: 'Tea' }];
  const find = (_: unknown, { id }: { id: string }): object | undefined =>
    [...users, ...chats].find((one) => one.id === id);
  const check = conformance([
    {
      name: 'a',
      sdl: federated(`
        type Query { node(id: ID!): Node @shareable user(id: ID!): User }
        interface Node { id: ID! }
        type User implements Node @key(fields: "id") { id: ID! name: String! }
        type Room implements Node @key(fields: "id") { id: ID! @external owner: User! }
      `),
      resolvers: { Query: { node: find, user: find }, Room: { owner: () => users[0] } },
    },
    {
      name: 'b',
      sdl: federated(`
        type Query { node(id: ID!): Node @shareable room(id: ID!): Room }
        interface Node { id: ID! }
        type Room implements Node @key(fields: "id") { id: ID! topic: String! }
        type User implements Node @key(fields: "id") { id: ID! @external rooms: [Room!]! }
      `),
      resolvers: { Query: { node: find, room: find }, User: { rooms: () => chats } },
    },
  ]);

  check.refused('cannot be asked for every id', '{ node(id: "u1") { id } }', 'OPERATION_RESOLUTION_FAILURE');

  check('can be asked for types', '{ u: node(id: "u1") { __typename } r: node(id: "r1") { __typename } }', {
    u: { __typename: 'User' },
    r: { __typename: 'Room' },
  });

  check(
    'can be asked by type',
    '{ u: node(id: "u1") { ... on User { id name } } r: node(id: "r1") { ... on Room { id topic } } }',
    {
      u: { id: 'u1', name: 'Una' },
      r: { id: 'r1', topic: 'Tea' },
    },
  );

  check(
    'is empty for another type',
    '{ u: node(id: "u1") { ... on Room { id } } r: node(id: "r1") { __typename ... on User { id } } }',
    {
      u: {},
      r: { __typename: 'Room' },
    },
  );

  check(
    'leads across by its own fields',
    '{ room(id: "r1") { id topic owner { id } } user(id: "u1") { name rooms { id } } }',
    {
      room: { id: 'r1', topic: 'Tea', owner: { id: 'u1' } },
      user: { name: 'Una', rooms: [{ id: 'r1' }] },
    },
  );
});
