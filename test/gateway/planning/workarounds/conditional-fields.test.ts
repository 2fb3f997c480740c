import { parse, print } from 'graphql';
import { anchorConditionalFields } from '../../../../gateway/planning/workarounds/anchor-conditional-fields';
import { compose, planBoth, runPlan } from '../../../kit/plans';

const GRAPH = {
  a: `type Query { t: T list: [T] } type T @key(fields: "id") { id: ID! }`,
  b: `type T @key(fields: "id") { id: ID! v: V } type V { x: Int v: V }`,
};
const RESOLVERS = {
  a: { Query: { t: () => ({ id: '1' }), list: () => [{ id: '1' }, null] } },
  b: { T: { __resolveReference: (given: object) => given, v: () => ({ x: 1, v: { x: 2 } }) } },
};
const supergraph = compose(GRAPH);

async function run(
  operation: string,
  variables: Record<string, boolean>,
): Promise<{ readonly uncured: unknown; readonly cured: unknown }> {
  const { uncured } = planBoth(supergraph, operation);
  const { cured } = planBoth(supergraph, print(anchorConditionalFields(parse(operation))));
  const without = await runPlan(GRAPH, RESOLVERS, supergraph, operation, uncured, variables);
  const result = await runPlan(GRAPH, RESOLVERS, supergraph, operation, cured, variables);
  return { uncured: without.data, cured: result.data };
}

test('a field whose condition holds is fetched, although nothing that it selects is wanted', async () => {
  const operation = 'query ($a: Boolean!, $b: Boolean!) { t { v @include(if: $a) { x @include(if: $b) } } }';
  const result = await run(operation, { a: true, b: false });
  expect(result.uncured).toEqual({ t: { v: null } });
  expect(result.cured).toEqual({ t: { v: {} } });
  expect((await run(operation, { a: true, b: true })).cured).toEqual({ t: { v: { x: 1 } } });
  expect((await run(operation, { a: false, b: true })).cured).toEqual({ t: {} });
});

test('conditions that exclude each other leave an empty object, not an empty plan', async () => {
  const operation = 'query ($a: Boolean!) { list @include(if: $a) { id @skip(if: $a) } }';
  expect(planBoth(supergraph, operation).uncured.node).toBeUndefined();
  expect((await run(operation, { a: true })).cured).toEqual({ list: [{}, null] });
});

test.each([
  ['{ t { v { x } } }'],
  ['query ($a: Boolean!) { t { v { x @skip(if: $a) } } }'],
  ['query ($a: Boolean!) { t @include(if: $a) { id v { x @skip(if: $a) } } }'],
])('%s stays as it is', (operation) => {
  const document = parse(operation);
  expect(anchorConditionalFields(document)).toBe(document);
});

test('fragments may hold conditions, too', async () => {
  const operation = `
    query ($a: Boolean!, $b: Boolean!) { t { ...F } }
    fragment F on T { v @skip(if: $a) { ...X ... on V @include(if: $b) { v @include(if: $b) { x @include(if: $a) } } } }
    fragment X on V { x @include(if: $b) }`;
  expect((await run(operation, { a: false, b: false })).cured).toEqual({ t: { v: {} } });
  expect((await run(operation, { a: false, b: true })).cured).toEqual({ t: { v: { x: 1, v: {} } } });
});
