import { type FetchNode, type PlanNode } from '@apollo/query-planner';
import { buildPlanningSupergraph } from '../../../../gateway/planning/planning-supergraph';
import { compose, planBoth, printPlan, runPlan } from '../../../kit/plans';

const GRAPH = {
  a: `type Query { t: T } type T @key(fields: "id") { id: ID! left: Int right: Int }`,
  b: `type T @key(fields: "id") {
        id: ID!
        left: Int @external
        right: Int @external
        name: String
        fromLeft: String @requires(fields: "left")
        fromBoth: String @requires(fields: "left right") }`,
};

const given = { __resolveReference: (reference: object) => reference };
const RESOLVERS = {
  a: { Query: { t: () => ({ id: '1', left: 3, right: 4 }) } },
  b: {
    T: {
      ...given,
      name: () => 'n',
      fromLeft: ({ left }: { left: number }) => `l${left}`,
      fromBoth: ({ left, right }: { left: number; right: number }) => `b${left}${right}`,
    },
  },
};

const supergraph = compose(GRAPH);

async function run(
  operation: string,
  variables: Record<string, boolean>,
): Promise<{ readonly uncured: unknown; readonly cured: unknown; readonly requests: number }> {
  const plans = planBoth(supergraph, operation);
  const uncured = await runPlan(GRAPH, RESOLVERS, supergraph, operation, plans.uncured, variables);
  const cured = await runPlan(GRAPH, RESOLVERS, supergraph, operation, plans.cured, variables);
  expect(cured.errors).toBeUndefined();
  return { uncured: uncured.data, cured: cured.data, requests: cured.asked.length };
}

test('a field stays when its neighbour, which requires more, is skipped', async () => {
  const operation = 'query ($off: Boolean!) { t { name fromLeft @skip(if: $off) } }';
  const skipped = await run(operation, { off: true });
  expect(skipped.uncured).toEqual({ t: { name: null } });
  expect(skipped.cured).toEqual({ t: { name: 'n' } });
  // What is skipped is not asked for either.
  expect(skipped.requests).toBe(2);
  expect((await run(operation, { off: false })).cured).toEqual({ t: { name: 'n', fromLeft: 'l3' } });
});

test('fields under different conditions do not need what the others require', async () => {
  const operation =
    'query ($l: Boolean!, $b: Boolean!) { t { fromLeft @include(if: $l) fromBoth @include(if: $b) } }';
  const left = await run(operation, { l: true, b: false });
  expect(left.uncured).toEqual({ t: { fromLeft: null } });
  expect(left.cured).toEqual({ t: { fromLeft: 'l3' } });
  expect((await run(operation, { l: false, b: true })).cured).toEqual({ t: { fromBoth: 'b34' } });
  expect((await run(operation, { l: true, b: true })).cured).toEqual({
    t: { fromLeft: 'l3', fromBoth: 'b34' },
  });
  expect((await run(operation, { l: false, b: false })).cured).toEqual({ t: {} });
});

test('a condition on a fragment counts for the fields in it', async () => {
  const operation = `
    query ($x: Boolean!) { t { ...Left @include(if: $x) ...Rest } }
    fragment Left on T { fromLeft } fragment Rest on T { ... on T @skip(if: $x) { fromBoth } name }`;
  expect((await run(operation, { x: true })).cured).toEqual({ t: { fromLeft: 'l3', name: 'n' } });
  expect((await run(operation, { x: false })).cured).toEqual({ t: { fromBoth: 'b34', name: 'n' } });
});

test('a fetch is not cut when all that a condition hides is known anyway', () => {
  for (const operation of [
    'query ($x: Boolean!) { t { fromBoth fromLeft @include(if: $x) } }',
    'query ($x: Boolean!) { t { fromLeft name @include(if: $x) } }',
    'query ($x: Boolean!) { t @include(if: $x) { fromLeft name } }',
    'query ($x: Boolean!) { t { ... on T @include(if: $x) { fromLeft fromBoth } } }',
  ]) {
    const { cured, uncured } = planBoth(supergraph, operation);
    expect(cured).toEqual(uncured);
  }
});

test('a part has only the variables and keys that it uses', () => {
  const graph = compose({
    a: `type Query { t: T } type T @key(fields: "id") { id: ID! weight: Int }`,
    b: `type T @key(fields: "id") {
          id: ID! f(x: Int): Int
          weight: Int @external h(x: Int): Int @requires(fields: "weight") }`,
  });
  const { cured } = planBoth(
    graph,
    'query ($x: Int, $y: Int, $on: Boolean!) { t { f(x: $x) h(x: $y) @include(if: $on) } }',
  );
  const parts = fetchesOf(cured.node as PlanNode).filter(({ serviceName }) => serviceName === 'b');
  expect(parts.map(({ variableUsages }) => variableUsages)).toEqual([['x'], ['y', 'on']]);
  const text = printPlan(cured);
  expect(text).toContain('{ ... on T { __typename id } } => { ... on T { f(x: $x) } }');
  expect(text).toContain(
    'Include(if: $on) { Flatten(path: "t") { Fetch(service: "b") { { ... on T { __typename',
  );
});

test('a deferred block waits for all parts of the fetch that it needs', () => {
  const operation = 'query ($x: Boolean!) { t { name fromLeft @include(if: $x) } }';
  const primary = planBoth(supergraph, operation).uncured.node as PlanNode;
  for (const fetch of fetchesOf(primary)) if (fetch.serviceName === 'b') fetch.id = '0';
  const { node } = buildPlanningSupergraph(supergraph).restore({
    kind: 'QueryPlan',
    node: {
      kind: 'Defer',
      primary: { node: primary },
      deferred: [{ depends: [{ id: '0' }], queryPath: [] }],
    },
  });
  expect(node).toMatchObject({ deferred: [{ depends: [{ id: '0' }, { id: '0.1' }] }] });
  const ids = fetchesOf(node as PlanNode).map(({ id }) => id);
  expect(ids).toEqual([undefined, '0', '0.1']);
});

function fetchesOf(node: PlanNode): FetchNode[] {
  switch (node.kind) {
    case 'Fetch':
      return [node];
    case 'Flatten':
      return fetchesOf(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesOf);
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((clause) => (clause ? fetchesOf(clause) : []));
    case 'Defer':
      return node.primary.node ? fetchesOf(node.primary.node) : [];
  }
}
