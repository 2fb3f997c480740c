import { compose, planBoth, planCured, planUncured, printPlan } from '../../../kit/plans';

// Everything that is Sized in shelf is Media there.
const supergraph = compose({
  library: `
    type Query { media: [Media!] }
    interface Sized { id: ID! }
    interface Media implements Sized @key(fields: "id") { id: ID! name: String }
    type Film implements Media & Sized @key(fields: "id") { id: ID! name: String director: String }`,
  shelf: `
    type Query { sized: [Sized!] }
    interface Sized { id: ID! size: Int }
    type Media implements Sized @key(fields: "id") @interfaceObject { id: ID! size: Int label: String }`,
});

test('fragments on implementations are not dropped where the subgraph knows an interface object only', () => {
  const { uncured, cured } = planBoth(supergraph, '{ sized { size ... on Film { director } } }');
  expect(printPlan(uncured)).toBe('QueryPlan { Fetch(service: "shelf") { { sized { __typename size } } } }');
  expect(printPlan(cured)).toContain('{ sized { ... on Media { __typename id size } } }');
  expect(printPlan(cured)).toContain('{ ... on Media { __typename ... on Film { director } } }');
});

test('the type is asked where it is known', () => {
  const operation = '{ sized { size __typename } }';
  expect(() => planUncured(supergraph, operation)).toThrow('potentially an interface object type at runtime');
  expect(printPlan(planCured(supergraph, operation))).toContain('Flatten(path: "sized.@")');
});
