import { print, parse } from 'graphql';
import { buildPlanningSupergraph } from '../../../gateway/planning/planning-supergraph';
import { buildSupergraph } from '../../../gateway/supergraph/supergraph';
import { compose, planBoth, printPlan } from '../../kit/plans';
import { FIRST_SUPERGRAPH, SECOND_SUPERGRAPH, THIRD_SUPERGRAPH } from './written-supergraphs';

const OPERATION = '{ product { name shipping } }';
const EXPECTED = [
  'Fetch(service: "products") { { product { __typename id name weight } } }',
  'Fetch(service: "shipping") { { ... on Product { __typename id weight } } => { ... on Product { shipping } } }',
];

test.each([
  ['v0.1, of Federation 1', FIRST_SUPERGRAPH],
  ['v0.2', SECOND_SUPERGRAPH],
  ['v0.3', THIRD_SUPERGRAPH],
  ['v0.4, with what only v0.3 had left out', THIRD_SUPERGRAPH.replace('join/v0.3', 'join/v0.4')],
])('a supergraph of join %s is served', (_, sdl) => {
  expect(buildSupergraph(sdl).subgraphUrls.get('shipping')).toBe('http://shipping.test/graphql');
  const text = printPlan(planBoth(sdl, OPERATION).cured);
  for (const part of EXPECTED) expect(text).toContain(part);
});

test('a supergraph of join v0.5 is served', () => {
  const sdl = compose({
    products: `type Query { product: Product } type Product @key(fields: "id") { id: ID! name: String weight: Int }`,
    shipping: `type Product @key(fields: "id") {
      id: ID! weight: Int @external shipping: Int @requires(fields: "weight") }`,
  });
  expect(sdl).toContain('join/v0.5');
  const text = printPlan(planBoth(sdl, OPERATION).cured);
  for (const part of EXPECTED) expect(text).toContain(part);
});

test('the specifications of a supergraph may have other names', () => {
  const renamed = THIRD_SUPERGRAPH.replaceAll('join__', 'j__').replace(
    'join/v0.3", for',
    'join/v0.3", as: "j", for',
  );
  const text = printPlan(planBoth(renamed, OPERATION).cured);
  for (const part of EXPECTED) expect(text).toContain(part);
});

test('required arguments are separated in a supergraph of Federation 1, too', () => {
  const sdl = FIRST_SUPERGRAPH.replace('weight: Int', 'weight(unit: Int): Int').replace(
    'requires: "weight"',
    'requires: "weight(unit: 1)"',
  );
  const { cured, uncured } = planBoth(sdl, '{ product { weight(unit: 2) shipping } }');
  expect(printPlan(uncured)).not.toContain('weight(unit: 1)');
  expect(printPlan(cured)).toContain('weight(unit: 2) weight__with_1: weight(unit: 1)');
});

test.each([
  ['a byte order mark', (sdl: string) => `\uFEFF${sdl}`],
  ['the line ends of Windows', (sdl: string) => sdl.replaceAll('\n', '\r\n')],
  ['the line ends of old Macs', (sdl: string) => sdl.replaceAll('\n', '\r')],
  ['no line ends', (sdl: string) => sdl.replaceAll(/\s+/g, ' ')],
])('a supergraph with %s is the same supergraph', (_, change) => {
  const sdl = change(THIRD_SUPERGRAPH);
  expect(buildSupergraph(sdl).clientSchema.getQueryType()?.getFields()).toHaveProperty('product');
  expect(print(parse(sdl))).toBe(print(parse(THIRD_SUPERGRAPH)));
  expect(printPlan(planBoth(sdl, OPERATION).cured)).toContain(EXPECTED[1]);
});

test('a supergraph without anything to cure is planned on as it is', () => {
  const { supergraph } = buildPlanningSupergraph(THIRD_SUPERGRAPH);
  expect(supergraph.schema.type('Product')?.toString()).toBe('Product');
  expect(
    supergraph.subgraphs().get('shipping')?.schema.elementByCoordinate('Product.weight')?.appliedDirectives,
  ).toHaveLength(1);
});
