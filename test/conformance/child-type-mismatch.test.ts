import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const users = [{ __typename: 'User', id: 'u1', name: 'Una', alike: [] }];
const admins = [{ __typename: 'Admin', id: 'a1', name: 'Ari', alike: [] }];
const all = [...users, ...admins];
const alike = { alike: () => all.map((one) => ({ ...one, ...alike })) };

// Composed, User.id may be null as Admin.id may; in b alone it may not, so b cannot be asked for both by one name.
const check = conformance(
  [
    {
      name: 'a',
      sdl: federated(`
        type Query { users: [User!]! }
        type User @key(fields: "id") { id: ID @shareable name: String }
      `),
      resolvers: { Query: { users: () => users }, User: { __resolveReference: findBy(users, 'id') } },
    },
    {
      name: 'b',
      sdl: federated(`
        type Query { accounts: [Account!]! }
        union Account = User | Admin
        type User @key(fields: "id") { id: ID! @shareable alike: [Account!]! }
        type Admin { id: ID name: String alike: [Account!]! }
      `),
      resolvers: {
        Query: { accounts: () => all },
        User: { __resolveReference: findBy(users, 'id'), alike: () => all },
        Admin: { alike: () => all },
      },
    },
  ],
  { monolith: { users, accounts: all.map((one) => ({ ...one, ...alike })) } },
);

const LEAF = '... on User { id name } ... on Admin { id name }';
const UNA = { id: 'u1', name: 'Una' };
const ARI = { id: 'a1', name: 'Ari' };

check('one field, two nullabilities', `{ users { id name } accounts { ${LEAF} } }`, {
  users: [UNA],
  accounts: [UNA, ARI],
});

check(
  'one level down',
  `{ accounts { ... on User { id name alike { ${LEAF} } } ... on Admin { id name alike { ${LEAF} } } } }`,
  {
    accounts: [
      { ...UNA, alike: [UNA, ARI] },
      { ...ARI, alike: [UNA, ARI] },
    ],
  },
);

const MIDDLE = `... on User { name alike { ${LEAF} } } ... on Admin { name alike { ${LEAF} } }`;
const middle = (name: string): object => ({ name, alike: [UNA, ARI] });

check(
  'two levels down, names only',
  `{ users { id } accounts { ... on User { alike { ${MIDDLE} } } ... on Admin { alike { ${MIDDLE} } } } }`,
  {
    users: [{ id: 'u1' }],
    accounts: [{ alike: [middle('Una'), middle('Ari')] }, { alike: [middle('Una'), middle('Ari')] }],
  },
);

check(
  'one alias for fields of several nullabilities',
  '{ accounts { ... on User { tag: id } ... on Admin { tag: id } } }',
  {
    accounts: [{ tag: 'u1' }, { tag: 'a1' }],
  },
);

check(
  'type names in between',
  '{ accounts { __typename ... on Admin { alike { __typename ... on User { name } } } } }',
  {
    accounts: [
      { __typename: 'User' },
      { __typename: 'Admin', alike: [{ __typename: 'User', name: 'Una' }, { __typename: 'Admin' }] },
    ],
  },
);
