import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';
import { findBy } from './kit/find-by';

const towers = [
  { id: 't1', name: 'Harbour', load: 40 },
  { id: 't2', name: 'Hill', load: 75 },
];

const check = conformance(
  [
    {
      name: 'sites',
      sdl: federated(`
        type Query { tower(id: ID!): Tower towers: [Tower!]! }
        type Tower @key(fields: "id") { id: ID! name: String! }
      `),
      resolvers: {
        Query: {
          tower: (_: unknown, { id }: { id: string }) => towers.find((tower) => tower.id === id),
          towers: () => towers,
        },
        Tower: { __resolveReference: findBy(towers, 'id') },
      },
    },
    {
      name: 'metrics',
      sdl: federated(`
        type Query { busiest: Tower }
        type Tower @key(fields: "id") { id: ID! load: Int! }
      `),
      resolvers: {
        Query: { busiest: () => ({ id: 't2', load: 75 }) },
        Tower: { __resolveReference: findBy(towers, 'id') },
      },
    },
  ],
  {
    monolith: {
      tower: ({ id }: { id: string }) => towers.find((tower) => tower.id === id),
      towers: () => towers,
      busiest: () => towers[1],
    },
  },
);

check(
  'one entity takes a field from a second subgraph',
  '{ tower(id: "t1") { id name load } }',
  { tower: { id: 't1', name: 'Harbour', load: 40 } },
  { requests: { sites: 1, metrics: 1 } },
);

check(
  'the key is fetched though nobody asked for it, and does not show',
  '{ tower(id: "t1") { load } }',
  { tower: { load: 40 } },
  { requests: { sites: 1, metrics: 1 } },
);

check(
  'a list of entities is one entity request',
  '{ towers { name load } }',
  {
    towers: [
      { name: 'Harbour', load: 40 },
      { name: 'Hill', load: 75 },
    ],
  },
  { requests: { sites: 1, metrics: 1 } },
);

check('fields come in the order of the operation, whoever delivers them', '{ towers { load id name } }', {
  towers: [
    { load: 40, id: 't1', name: 'Harbour' },
    { load: 75, id: 't2', name: 'Hill' },
  ],
});

check(
  'the way back leads to the first subgraph',
  '{ busiest { name load } }',
  { busiest: { name: 'Hill', load: 75 } },
  { requests: { sites: 1, metrics: 1 } },
);

check(
  'one subgraph that has all is the only one asked',
  '{ busiest { id load } tower(id: "t2") { id name } }',
  { busiest: { id: 't2', load: 75 }, tower: { id: 't2', name: 'Hill' } },
  { requests: { sites: 1, metrics: 1 } },
);

check(
  'a root that is null needs no entity',
  '{ tower(id: "t9") { name load } }',
  { tower: null },
  { requests: { sites: 1 } },
);

check(
  'the same entity under two aliases has the same fields',
  '{ first: tower(id: "t1") { load } second: tower(id: "t1") { name load } }',
  { first: { load: 40 }, second: { name: 'Harbour', load: 40 } },
);
