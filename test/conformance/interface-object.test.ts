import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const accounts = [
  { __typename: 'Admin', id: 'a1', name: 'Alice', level: 9, active: true, tags: ['x'] },
  { __typename: 'Admin', id: 'a2', name: 'Bob', level: 5, active: false, tags: [] },
  { __typename: 'Guest', id: 'g1', name: 'Cleo', until: 'May', active: true, tags: ['y', 'z'] },
];
type Account = (typeof accounts)[number];

/** What a subgraph with an interface object knows: no type. */
function typeless({ id, name, tags }: Account): Partial<Account> {
  return { id, name, tags };
}

const admins = accounts.filter(({ __typename }) => __typename === 'Admin');
const guests = accounts.filter(({ __typename }) => __typename === 'Guest');

// types knows the implementations; names and flags see only one type, Account.
const check = conformance(
  [
    {
      name: 'types',
      sdl: federated(`
        type Query { owners: [Account!]! admins: [Admin!]! }
        interface Account @key(fields: "id") { id: ID! }
        type Admin implements Account @key(fields: "id") { id: ID! level: Int! }
        type Guest implements Account @key(fields: "id") { id: ID! until: String! }
      `),
      resolvers: {
        Query: { owners: () => accounts, admins: () => admins },
        Account: { __resolveReference: findBy(accounts, 'id') },
        Admin: { __resolveReference: findBy(admins, 'id') },
        Guest: { __resolveReference: findBy(guests, 'id') },
      },
    },
    {
      name: 'names',
      sdl: federated(`
        type Query { accounts: [Account!]! account(id: ID!): Account }
        type Account @key(fields: "id") @interfaceObject { id: ID! name: String! tags: [String!]! }
      `),
      resolvers: {
        Query: {
          accounts: () => accounts.map(typeless),
          account: (_: unknown, { id }: { id: string }) =>
            accounts.filter((one) => one.id === id).map(typeless)[0],
        },
        Account: {
          __resolveReference: ({ id }: { id: string }) =>
            accounts.filter((one) => one.id === id).map(typeless)[0],
        },
      },
    },
    {
      name: 'flags',
      sdl: federated(`
        type Account @key(fields: "id") @interfaceObject { id: ID! active: Boolean! friend: Account }
      `),
      resolvers: {
        Account: {
          active: ({ id }: Account) => accounts.find((one) => one.id === id)?.active,
          friend: ({ id }: Account) => (id === 'a1' ? { id: 'g1' } : null),
        },
      },
    },
  ],
  {
    monolith: {
      owners: accounts.map(whole),
      admins: admins.map(whole),
      accounts: accounts.map(whole),
      account: ({ id }: { id: string }) => accounts.filter((one) => one.id === id).map(whole)[0],
    },
  },
);

function whole(account: Account): Record<string, unknown> {
  return { ...account, friend: account.id === 'a1' ? accounts[2] : null };
}

check(
  'fields of an interface object belong to every implementation',
  '{ owners { id name } }',
  {
    owners: [
      { id: 'a1', name: 'Alice' },
      { id: 'a2', name: 'Bob' },
      { id: 'g1', name: 'Cleo' },
    ],
  },
  { requests: { types: 1, names: 1 } },
);

check('an implementation has them, too', '{ admins { name level active } }', {
  admins: [
    { name: 'Alice', level: 9, active: true },
    { name: 'Bob', level: 5, active: false },
  ],
});

check(
  'where no type is asked for, none is looked up',
  '{ accounts { id name } }',
  {
    accounts: [
      { id: 'a1', name: 'Alice' },
      { id: 'a2', name: 'Bob' },
      { id: 'g1', name: 'Cleo' },
    ],
  },
  { requests: { names: 1 } },
);

check(
  'the type name is that of the implementation',
  '{ accounts { __typename name } }',
  {
    accounts: [
      { __typename: 'Admin', name: 'Alice' },
      { __typename: 'Admin', name: 'Bob' },
      { __typename: 'Guest', name: 'Cleo' },
    ],
  },
  { requests: { names: 1, types: 1 } },
);

check('aliases of the type name, too', '{ account(id: "g1") { kind: __typename } }', {
  account: { kind: 'Guest' },
});

check(
  'a fragment picks the implementation',
  '{ accounts { id ... on Admin { level } ... on Guest { until } } }',
  {
    accounts: [
      { id: 'a1', level: 9 },
      { id: 'a2', level: 5 },
      { id: 'g1', until: 'May' },
    ],
  },
);

check('a fragment picks fields of the interface object', '{ accounts { ... on Admin { name } } }', {
  accounts: [{ name: 'Alice' }, { name: 'Bob' }, {}],
});

check('a fragment with nothing but the type name', '{ accounts { ... on Admin { __typename } } }', {
  accounts: [{ __typename: 'Admin' }, { __typename: 'Admin' }, {}],
});

check(
  'two interface objects of two subgraphs',
  '{ accounts { name active } }',
  {
    accounts: [
      { name: 'Alice', active: true },
      { name: 'Bob', active: false },
      { name: 'Cleo', active: true },
    ],
  },
  { requests: { names: 1, flags: 1 } },
);

check('one after the other under a fragment', '{ accounts { id ... on Guest { active tags until } } }', {
  accounts: [{ id: 'a1' }, { id: 'a2' }, { id: 'g1', active: true, tags: ['y', 'z'], until: 'May' }],
});

check(
  'an interface object leads to another',
  '{ accounts { friend { __typename name ... on Guest { until } } } }',
  {
    accounts: [
      { friend: { __typename: 'Guest', name: 'Cleo', until: 'May' } },
      { friend: null },
      { friend: null },
    ],
  },
);

check('fields and fragments overlap', '{ owners { id name ... on Admin { id name level friend { id } } } }', {
  owners: [
    { id: 'a1', name: 'Alice', level: 9, friend: { id: 'g1' } },
    { id: 'a2', name: 'Bob', level: 5, friend: null },
    { id: 'g1', name: 'Cleo' },
  ],
});

check('one that does not exist is null', '{ account(id: "zz") { name __typename } }', { account: null });
