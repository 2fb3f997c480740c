import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const ovens = [
  { __typename: 'Oven', id: 'o1', years: 1 },
  { __typename: 'Oven', id: 'o2', years: 2 },
];
const irons = [
  { __typename: 'Iron', id: 'i1', years: 3 },
  { __typename: 'Iron', id: 'i2', years: 4 },
];

// In a, an Oven is no Node; in b, there is no union. Each subgraph has its own idea of who implements what.
const check = conformance([
  {
    name: 'a',
    sdl: federated(`
      type Query { goods: [Good!]! node(id: ID!): Node }
      union Good = Oven | Iron
      interface Node { id: ID! }
      type Oven implements Node @key(fields: "id") { id: ID! }
      type Iron implements Node @key(fields: "id") { id: ID! years: Int! @shareable }
    `),
    resolvers: {
      Query: {
        goods: () => [...ovens, ...irons],
        node: (_: unknown, { id }: { id: string }) => {
          if (id.startsWith('o')) throw new Error('ovens are no nodes here');
          return irons.find((iron) => iron.id === id);
        },
      },
      Oven: { __resolveReference: findBy(ovens, 'id') },
      Iron: { __resolveReference: findBy(irons, 'id') },
    },
  },
  {
    name: 'b',
    sdl: federated(`
      type Query { nodes: [Node!]! irons: [Iron!]! }
      interface Node { id: ID! }
      interface Lasting { years: Int! }
      type Oven implements Lasting @key(fields: "id") { id: ID! years: Int! }
      type Iron implements Node & Lasting @key(fields: "id") { id: ID! years: Int! @shareable }
    `),
    resolvers: {
      Query: { nodes: () => irons, irons: () => irons },
      Oven: { __resolveReference: findBy(ovens, 'id') },
      Iron: { __resolveReference: findBy(irons, 'id') },
    },
  },
]);

check('an interface on a union', '{ goods { ... on Node { id } } }', {
  goods: [{ id: 'o1' }, { id: 'o2' }, { id: 'i1' }, { id: 'i2' }],
});

check('an interface of the other subgraph on a union', '{ goods { ... on Lasting { years } } }', {
  goods: [{ years: 1 }, { years: 2 }, { years: 3 }, { years: 4 }],
});

check('members that implement it there only', '{ nodes { ... on Iron { years } ... on Oven { id } } }', {
  nodes: [{ years: 3 }, { years: 4 }],
});

check(
  'the plain interface',
  '{ nodes { id } }',
  { nodes: [{ id: 'i1' }, { id: 'i2' }] },
  { requests: { b: 1 } },
);

check('an interface on an interface', '{ nodes { ... on Lasting { years ... on Node { id } } } }', {
  nodes: [{ years: 3, id: 'i1' }, { years: 4, id: 'i2' }], // prettier-ignore
});

check('many layers', '{ nodes { ... on Node { id ... on Node { id ... on Lasting { years } } } } }', {
  nodes: [{ id: 'i1', years: 3 }, { id: 'i2', years: 4 }], // prettier-ignore
});

check(
  'an interface on an object',
  '{ irons { ...I ...N } } fragment I on Iron { id } fragment N on Node { id __typename }',
  {
    irons: [
      { id: 'i1', __typename: 'Iron' },
      { id: 'i2', __typename: 'Iron' },
    ],
  },
);

check(
  'a failure of the subgraph is a null with an error',
  '{ node(id: "o1") { ... on Oven { years } } }',
  { node: null },
  {
    errors: ['node'],
  },
);

check(
  'whichever member is asked for',
  '{ node(id: "o1") { ... on Iron { years } } }',
  { node: null },
  {
    errors: ['node'],
  },
);

check('and one that works', '{ node(id: "i1") { ... on Iron { years } ... on Oven { years } } }', {
  node: { years: 3 },
});
