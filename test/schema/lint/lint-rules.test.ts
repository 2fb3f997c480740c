import { DEFAULT_LINT_CONFIG } from '../../../schema/lint/lint-config';
import { lintGraph } from '../../../schema/lint/lint-graph';
import { LINT_RULES, type LintRuleName } from '../../../schema/lint/lint-rules';
import { graphVersion } from '../../kit/graph-versions';

interface LintCase {
  readonly bad: string;
  readonly at: string;
  /** The same without the fault, and what looks like it. */
  readonly good: string;
}

// prettier-ignore
const CASES: Readonly<Record<LintRuleName, LintCase>> = {
  'type-name-case': { bad: 'type some_thing { x: Int }', at: 'some_thing', good: 'type SomeThing { x: Int } scalar JSON' },
  'field-name-case': { bad: 'type T { some_field: Int }', at: 'T.some_field', good: 'type T { someField: Int } input I { x2: Int }' },
  'argument-name-case': { bad: 'type T { x(Arg: Int): Int }', at: 'T.x(Arg:)', good: 'type T { x(someArg: Int): Int }' },
  'enum-value-case': { bad: 'enum E { someValue }', at: 'E.someValue', good: 'enum E { SOME_VALUE V2 X86_64 }' },
  'directive-name-case': { bad: 'directive @Some_Thing on FIELD', at: '@Some_Thing', good: 'directive @someThing on FIELD' },
  'field-name-prefix': { bad: 'type Order { orderNumber: Int }', at: 'Order.orderNumber', good: 'type Order { number: Int orders: Int ordered: Int }' },
  'type-name-affix': { bad: 'interface NodeInterface { x: Int }', at: 'NodeInterface', good: 'interface Node { x: Int } enum ContentType { A } type Interfaces { x: Int } type Typed { x: Int } type Type { x: Int } enum Enum { A }' },
  'input-name-suffix': { bad: 'input Thing { x: Int }', at: 'Thing', good: 'input ThingInput { x: Int } input ThingFilter { x: Int } type Thing { x: Int }' },
  'mutation-name-verb': { bad: 'type Mutation { device: Int }', at: 'Mutation.device', good: 'type Mutation { activateDevice: Int } type T { device: Int }' },
  'query-name-verb': { bad: 'extend type Query { getDevice: Int }', at: 'Query.getDevice', good: 'extend type Query { device: Int gettable: Int listing: Int } type T { getDevice: Int }' },
  'type-description': { bad: 'type T { x: Int }', at: 'T', good: '"what" type T { x: Int } "what" type U { x: Int }' },
  'field-description': { bad: 'type T { x: Int }', at: 'T.x', good: 'type T { "what" x(a: Int): Int }' },
  'argument-description': { bad: 'type T { x(a: Int): Int }', at: 'T.x(a:)', good: 'type T { x("what" a: Int): Int }' },
  'input-field-description': { bad: 'input I { x: Int }', at: 'I.x', good: 'input I { "what" x: Int }' },
  'enum-value-description': { bad: 'enum E { A }', at: 'E.A', good: 'enum E { "what" A }' },
  'deprecation-reason': { bad: 'type T { x: Int y: Int @deprecated }', at: 'T.y', good: 'type T { x: Int y: Int @deprecated(reason: "use x") }' },
  'deprecation-date': { bad: 'enum E { A B @deprecated(reason: "use A from 2027-02-30") }', at: 'E.B', good: 'enum E { A B @deprecated(reason: "use A; goes after 2027-02-28") }' },
  'list-pagination': { bad: 'type T { all: [T!]! }', at: 'T.all', good: 'type T { some(first: Int): [T] few: [T] @listSize(assumedSize: 3) names: [String] page: TConnection } type TConnection { nodes: [T] pageInfo: Int }' },
  'list-size': { bad: 'type T { page: TConnection } type TConnection { x: Int }', at: 'T.page', good: 'type T { page(first: Int): TConnection @listSize(slicingArguments: ["first"], sizedFields: ["nodes"]) } type TConnection { nodes: [T] }' },
  'list-item-null': { bad: 'type T { x: [[Int]!] }', at: 'T.x', good: 'type T { x: [[Int!]!] y: Int }' },
  'connection-shape': { bad: 'type TConnection { pageInfo: Int }', at: 'TConnection', good: 'type TConnection { edges: Int pageInfo: Int } type UConnection { nodes: Int pageInfo: Int }' },
  'entity-id': { bad: 'type T @key(fields: "sku") { sku: ID! id: ID }', at: 'T', good: 'type T @key(fields: "id") { id: ID! } type U { x: Int } interface N @key(fields: "x") { x: Int }' },
  'mutation-payload': { bad: 'type Mutation { make: T } type T @key(fields: "id") { id: ID! }', at: 'Mutation.make', good: 'type Mutation { make: Made! made: Outcome } type Made { x: Int } union Outcome = Made type T { x: Int }' },
};

/** What one rule finds in a graph with nothing else in it but a query that it cannot mind. */
function found(rule: LintRuleName, sdl: string): readonly unknown[] {
  const { code } = LINT_RULES[rule];
  const graph = graphVersion({ a: `"what" type Query { "what" asked: Int }\n${sdl}` });
  return lintGraph(null, graph, DEFAULT_LINT_CONFIG).filter((change) => change.code === code);
}

describe('the rule', () => {
  it.each(Object.entries(CASES))('%s finds its fault once, where it is', (name, { bad, at }) => {
    // The names of the cases are those of the rules.
    const rule = name as LintRuleName;
    const { code, severity } = LINT_RULES[rule];
    expect(found(rule, bad)).toMatchObject([
      { code, severity, coordinate: at, file: 'a.graphql', line: 2, affected: [] },
    ]);
  });

  it.each(Object.entries(CASES))('%s finds none where there is none', (name, { good }) => {
    expect(found(name as LintRuleName, good)).toEqual([]);
  });

  it.each([
    ['a scalar', 'type Mutation { make: Int }', 'is a mutation that returns Int, not a payload'],
    [
      'a list',
      'type Mutation { make: [T] } type T { x: Int }',
      'is a mutation that returns [T], not a payload',
    ],
  ])('mutation-payload also minds %s', (_what, sdl, message) => {
    expect(found('mutation-payload', sdl)).toMatchObject([{ message: expect.stringContaining(message) }]);
  });

  it('list-size minds plain lists of objects too, but not those inside of pages', () => {
    const sdl = 'type T { all: [T] } type TConnection { edges: [T] nodes: [T] pageInfo: Int }';
    expect(found('list-size', sdl)).toMatchObject([{ coordinate: 'T.all' }]);
  });

  it('deprecation-reason minds an empty reason', () => {
    expect(found('deprecation-reason', 'enum E { A B @deprecated(reason: " ") }')).toHaveLength(1);
  });
});

describe('the rules', () => {
  it('each have a code of their own, made of their name, and an explanation', () => {
    for (const [name, { code, explanation }] of Object.entries(LINT_RULES)) {
      expect(code).toBe(`LINT_${name.toUpperCase().replaceAll('-', '_')}`);
      expect(explanation).toMatch(/^[A-Z].{30,200}\.$/);
    }
  });
});
