import { compose, planBoth, printPlan, type SubgraphSchemas } from '../../../kit/plans';

const CHAIN = {
  a: `
    type Query { x: E }
    type E @key(fields: "id") { id: ID! f0: Int @external f1: Int @requires(fields: "f0") }`,
  b: `
    type E @key(fields: "id") { id: ID! f0: Int f1: Int @external f2: Int @requires(fields: "f1") }`,
};

function plans(schemas: SubgraphSchemas): { readonly uncured: string; readonly cured: string } {
  const { uncured, cured } = planBoth(compose(schemas), '{ x { f2 } }');
  return { uncured: printPlan(uncured), cured: printPlan(cured) };
}

test('a chain of requirements never asks a subgraph for what is external there', () => {
  const { uncured, cured } = plans(CHAIN);
  expect(uncured).toContain('Fetch(service: "a") { { x { __typename id f0 f1 } } }');
  expect(cured).toContain('Fetch(service: "a") { { x { __typename id } } }');
  expect(cured).toContain('{ ... on E { __typename id f0 } } => { ... on E { f1 } }');
  expect(cured).toContain('{ ... on E { __typename f1 id } } => { ... on E { f2 } }');
});

test('plans name real subgraphs only, and subgraphs get names of operations that are theirs', () => {
  const { cured } = plans(CHAIN);
  expect(cured.match(/service: "\w+"/g)).toEqual(['a', 'b', 'a', 'b'].map((name) => `service: "${name}"`));
});

test.each([
  [
    'an external field that an interface asks for',
    { a: CHAIN.a.replace('type E', 'interface F { f0: Int } type E implements F'), b: CHAIN.b },
  ],
  [
    'an external field that is provided somewhere',
    {
      a: CHAIN.a.replace('x: E', 'x: E y: E @provides(fields: "f0")'),
      b: CHAIN.b.replace('f0: Int', 'f0: Int @shareable'),
    },
  ],
])('%s stays where it is', (_, schemas) => {
  const { uncured, cured } = plans(schemas);
  expect(cured).toBe(uncured);
});
