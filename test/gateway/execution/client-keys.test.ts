import { GraphQLError, parse, type DocumentNode } from 'graphql';
import { print } from 'graphql';
import { type ExecutionRequest, type ExecutionResult } from '../../../gateway/execution/executor';
import { separateClientKeys } from '../../../gateway/execution/separate-client-keys';
import { plannedKeysOf } from '../../../gateway/planning/workarounds/rewrite-for-planner';
import { compose, planBoth, printPlan, runPlan } from '../../kit/plans';

const GRAPH = {
  a: `type Query { object: Item list: [Item] }
      interface Named { id: ID! }
      type Item implements Named @key(fields: "id") {
        id: ID! legacyId: ID weight: Int label: String price(to: Int): Int other: Item }`,
  b: `type Item @key(fields: "id") {
        id: ID! weight: Int @external price(to: Int): Int @external
        name: String heavy: String @requires(fields: "weight") dear: String @requires(fields: "price(to: 1)") }`,
};

const item = {
  id: 'new',
  legacyId: 'old',
  weight: 9,
  label: 'l',
  price: ({ to }: { to: number }) => to * 100,
};
const RESOLVERS = {
  a: {
    Query: { object: () => ({ ...item, other: item }), list: () => [item, null, item] },
    Item: { __resolveReference: () => item },
  },
  b: {
    Item: {
      __resolveReference: (given: object) => given,
      name: ({ id }: { id: string }) => {
        if (id === 'new') return `name of ${id}`;
        throw new GraphQLError('unknown');
      },
      heavy: ({ weight }: { weight: number }) => `weighs ${weight}`,
      dear: ({ price }: { price: number }) => `costs ${price}`,
    },
  },
};

const supergraph = compose(GRAPH);

/** What the planner's own plan gives, and what the engine gives, over the same subgraphs. */
async function run(
  operation: string,
): Promise<{ readonly uncured: unknown; readonly cured: ExecutionResult }> {
  const { uncured } = planBoth(supergraph, operation);
  const without = await runPlan(GRAPH, RESOLVERS, supergraph, operation, uncured);
  const { planner, executor } = separateClientKeys(
    {
      planner: { plan: async ({ document }) => planBoth(supergraph, print(document)).cured },
      executor: {
        execute: async (plan, { document }) => {
          const { data, errors } = await runPlan(GRAPH, RESOLVERS, supergraph, print(document), plan);
          // The stock executor's errors are errors of graphql-js.
          const list = (errors ?? []) as GraphQLError[];
          return { data: data as Record<string, unknown>, errors: list.map((error) => error.toJSON()) };
        },
        subscribe: () => Promise.reject(new Error('not in this test')),
      },
    },
    plannedKeysOf(supergraph),
  );
  const request = requestFor(parse(operation));
  const plan = await planner.plan(request, { overrideLabels: new Map() });
  return { uncured: without.data, cured: await executor.execute(plan, request) };
}

function requestFor(document: DocumentNode): ExecutionRequest {
  // The executor of this test looks at nothing else.
  return { document, operationName: undefined, variables: {}, coerced: {} } as unknown as ExecutionRequest;
}

test('an alias that is the name of a key is not taken for the key', async () => {
  const { uncured, cured } = await run('{ object { id: legacyId name } }');
  expect(uncured).toEqual({ object: { id: 'new', name: 'name of new' } });
  expect(cured).toEqual({ data: { object: { id: 'old', name: 'name of new' } }, errors: [] });
});

test('an alias that is the name of a required field is not taken for that field', async () => {
  const { uncured, cured } = await run('{ object { weight: label heavy } }');
  expect(uncured).toEqual({ object: { weight: 'l', heavy: 'weighs l' } });
  expect(cured.data).toEqual({ object: { weight: 'l', heavy: 'weighs 9' } });
});

test('the keys of an answer keep their order, in lists and fragments', async () => {
  const { cured } = await run(`
    { list { name ...F } object { __typename id: weight other { id: legacyId dear weight } } }
    fragment F on Named { ... on Item { id: legacyId label weight: legacyId } }`);
  const listed = { name: 'name of new', id: 'old', label: 'l', weight: 'old' };
  expect(JSON.stringify(cured.data)).toBe(
    JSON.stringify({
      list: [listed, null, listed],
      object: { __typename: 'Item', id: 9, other: { id: 'old', dear: 'costs 100', weight: 9 } },
    }),
  );
});

test('an alias may be anything that a plan uses inside', async () => {
  const { cured } = await run('{ object { price__with_1: legacyId id__as_1: label id: label dear } }');
  expect(cured.data).toEqual({
    object: { price__with_1: 'old', id__as_1: 'l', id: 'l', dear: 'costs 100' },
  });
});

test('the paths of errors have the names that the client chose', () => {
  const operation = '{ id: object { weight: other { label } id: other { id } } }';
  const { executor } = separateClientKeys(
    {
      planner: { plan: () => Promise.reject(new Error('not in this test')) },
      executor: {
        execute: (_, { document }) =>
          Promise.resolve({
            data: null,
            errors: [
              { message: print(document), path: ['id__as_1', 'weight__as_1', 0, 'label'] },
              { message: 'elsewhere', path: ['id__as_1', 'id__as_1', 'id'] },
              { message: 'no path' },
            ],
          }),
        subscribe: () => Promise.reject(new Error('not in this test')),
      },
    },
    plannedKeysOf(supergraph),
  );
  return expect(executor.execute({ kind: 'QueryPlan' }, requestFor(parse(operation)))).resolves.toMatchObject(
    {
      errors: [
        { message: expect.stringContaining('id__as_1: object'), path: ['id', 'weight', 0, 'label'] },
        { path: ['id', 'id', 'id'] },
        { message: 'no path' },
      ],
    },
  );
});

test('documents without such aliases go through as they are', async () => {
  const operation = parse('{ object { id: id title: label name } }');
  const seen: DocumentNode[] = [];
  const { planner } = separateClientKeys(
    {
      planner: {
        plan: ({ document }) => {
          seen.push(document);
          return Promise.resolve({ kind: 'QueryPlan' });
        },
      },
      executor: {
        execute: () => Promise.reject(new Error('no')),
        subscribe: () => Promise.reject(new Error('no')),
      },
    },
    plannedKeysOf(supergraph),
  );
  await planner.plan(requestFor(operation), { overrideLabels: new Map() });
  expect(seen[0]).toBe(operation);
});

test('the uncured plan shows why: the key is never asked for', () => {
  const { uncured } = planBoth(supergraph, '{ object { weight: label heavy } }');
  expect(printPlan(uncured)).toContain('weight: label } }');
});
