import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

// No subgraph with the implementations of Node resolves it; goods has Food by its key only.
const check = conformance([
  {
    name: 'bare',
    sdl: federated(`
      type Query { bare: Node food: Food }
      interface Node @key(fields: "id") { id: ID! }
      type Food @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }
    `),
    resolvers: {
      Query: { bare: () => ({ id: 'n1' }), food: () => ({ id: 'b1' }) },
      Node: { __resolveReference: ({ id }: { id: string }) => ({ id }) },
    },
  },
  {
    name: 'goods',
    sdl: federated(`
      type Query { node: Node }
      type Node @key(fields: "id") @interfaceObject { id: ID! field: String! }
      interface Food @key(fields: "id") { id: ID! }
      type Bread implements Food @key(fields: "id") { id: ID! crumbs: Int! }
    `),
    resolvers: {
      Query: { node: () => ({ id: 'n1', field: 'foo' }) },
      Node: { __resolveReference: ({ id }: { id: string }) => ({ id, field: 'foo' }) },
      Food: { __resolveReference: ({ id }: { id: string }) => ({ __typename: 'Bread', id, crumbs: 5 }) },
      Bread: { __resolveReference: ({ id }: { id: string }) => ({ id, crumbs: 5 }) },
    },
  },
]);

check('an interface object without implementations still has its fields', '{ node { id field } }', {
  node: { id: 'n1', field: 'foo' },
});

check('its key alone', '{ node { id } }', { node: { id: 'n1' } });

check(
  'an interface without implementations cannot be told',
  '{ bare { id } }',
  { bare: null },
  {
    explained: ['bare'],
  },
);

// The planner has an empty plan for it.
check.refused(
  'nor can a field that another subgraph adds to it',
  '{ bare { field } }',
  'OPERATION_RESOLUTION_FAILURE',
);

check(
  'a key that leads nowhere is itself enough',
  '{ food { id } }',
  { food: { id: 'b1' } },
  { requests: { bare: 1 } },
);

check(
  'the type comes from the subgraph that knows it',
  '{ food { ... on Bread { id } } }',
  { food: { id: 'b1' } },
  {
    requests: { bare: 1, goods: 1 },
  },
);

check('fields of the implementation', '{ food { __typename ... on Bread { crumbs } } }', {
  food: { __typename: 'Bread', crumbs: 5 },
});

check.refused('a field that nobody has', '{ food { id name } }', 'GRAPHQL_VALIDATION_FAILED');
