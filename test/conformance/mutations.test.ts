import { conformance } from './kit/conformance';
import { federated } from './kit/federation-schema';

// One register that all subgraphs write to, so that the order of the calls can be seen.
let value = 0;
let calls: string[] = [];

function step(name: string, next: number): number {
  calls.push(name);
  value = next;
  return value;
}

const check = conformance([
  {
    name: 'adder',
    sdl: federated(`
      type Query { value: Int! }
      type Mutation {
        add(by: Int!): Int!
        addSlowly(by: Int!): Int!
        refuse: Int
        create(input: ItemInput!): Item!
        touch(name: String!): String! @shareable
      }
      input ItemInput { name: String! = "none" price: Float! }
      type Item @key(fields: "id") { id: ID! name: String! price: Float! }
    `),
    resolvers: {
      Query: { value: () => value },
      Mutation: {
        add: (_: unknown, { by }: { by: number }) => step(`add ${by}`, value + by),
        addSlowly: async (_: unknown, { by }: { by: number }) => {
          for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
          return step(`add ${by}`, value + by);
        },
        refuse: () => {
          calls.push('refuse');
          throw new Error('no');
        },
        create: (_: unknown, { input }: { input: { name: string; price: number } }) => ({
          id: 'i1',
          ...input,
        }),
        touch: (_: unknown, { name }: { name: string }) => {
          calls.push(`touch ${name}`);
          return name;
        },
      },
    },
  },
  {
    name: 'multiplier',
    sdl: federated(`
      type Mutation {
        multiply(by: Int!): Int!
        reset: State!
        fail: Int!
        touch(name: String!): String! @shareable
      }
      type State { value: Int! }
      type Item @key(fields: "id") {
        id: ID!
        price: Float! @external
        isDear: Boolean! @requires(fields: "price")
        stock: Int
      }
    `),
    resolvers: {
      Mutation: {
        multiply: (_: unknown, { by }: { by: number }) => step(`multiply ${by}`, value * by),
        reset: () => ({ value: step('reset', 0) }),
        fail: () => {
          throw new Error('no');
        },
        touch: (_: unknown, { name }: { name: string }) => {
          calls.push(`touch ${name}`);
          return name;
        },
      },
      Item: {
        isDear: ({ price }: { price: number }) => price > 100,
        stock: () => {
          calls.push('stock');
          return 4;
        },
      },
    },
  },
]);

beforeEach(() => {
  value = 0;
  calls = [];
});

check(
  'fields run one after the other though their subgraphs take turns',
  'mutation { five: addSlowly(by: 5) ten: multiply(by: 2) twelve: addSlowly(by: 2) reset { value } one: add(by: 1) }',
  { five: 5, ten: 10, twelve: 12, reset: { value: 0 }, one: 1 },
);

check(
  'neighbours of one subgraph keep their order, too',
  'mutation { a: addSlowly(by: 1) b: add(by: 10) c: multiply(by: 3) d: multiply(by: 2) }',
  { a: 1, b: 11, c: 33, d: 66 },
  { requests: { adder: 1, multiplier: 1 } },
);

check(
  'the new entity takes fields from another subgraph',
  'mutation($input: ItemInput!) { create(input: $input) { name price isDear stock } }',
  { create: { name: 'lamp', price: 120.5, isDear: true, stock: 4 } },
  { variables: { input: { name: 'lamp', price: 120.5 } }, requests: { adder: 1, multiplier: 1 } },
);

check(
  'an input default holds and inline values arrive',
  'mutation { create(input: { price: 1 }) { name isDear } }',
  { create: { name: 'none', isDear: false } },
);

check(
  'a nullable failure does not stop the fields after it',
  'mutation { first: add(by: 1) refuse after: multiply(by: 5) last: add(by: 1) }',
  { first: 1, refuse: null, after: 5, last: 6 },
  { errors: ['refuse'] },
);

check('a failure where null may not be takes the whole answer', 'mutation { add(by: 1) fail }', null, {
  errors: ['fail'],
});

test('entity fields of a mutation are fetched before the next mutation runs', async () => {
  const { body } = await check
    .world()
    .ask('mutation { create(input: { price: 1 }) { stock } multiply(by: 2) }');
  expect(body.data).toEqual({ create: { stock: 4 }, multiply: 0 });
  expect(calls).toEqual(['stock', 'multiply 2']);
});

test('a mutation that several subgraphs share is sent to one of them, once', async () => {
  const { body } = await check.world().ask('mutation { touch(name: "x") }');
  expect(body).toEqual({ data: { touch: 'x' } });
  expect(calls).toEqual(['touch x']);
});

test('each use of a shared mutation runs once, in order', async () => {
  const { body } = await check.world().ask('mutation { a: touch(name: "1") add(by: 1) b: touch(name: "2") }');
  expect(body).toEqual({ data: { a: '1', add: 1, b: '2' } });
  expect(calls).toEqual(['touch 1', 'add 1', 'touch 2']);
});

check(
  'a mutation that is left out is not sent',
  'mutation($go: Boolean!) { add(by: 1) @include(if: $go) multiply(by: 2) }',
  { multiply: 0 },
  { variables: { go: false }, requests: { multiplier: 1 } },
);

check(
  'the type name of the root needs no subgraph',
  'mutation { __typename }',
  { __typename: 'Mutation' },
  {
    requests: {},
  },
);
