import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { PLANNING_COMPLEXITY } from '../../../gateway/limits/limit-values';
import { countComplexity } from '../../../gateway/planning/complexity/count-complexity';
import { subgraphChoices } from '../../../gateway/planning/complexity/subgraph-choices';
import { compose, type SubgraphSchemas } from '../../kit/plans';

const SHARED =
  'type Query { t: T @shareable } type T @key(fields: "id") { id: ID! a: T @shareable b: T @shareable';

function counter(subgraphs: SubgraphSchemas): (operation: string) => number {
  const choices = subgraphChoices(compose(subgraphs));
  return (operation) => countComplexity(parse(operation), choices);
}

/** `levels` fragments, each of which selects two fields with the next one: 2^levels leaves in some hundred bytes. */
function doubling(levels: number, leaf: string): string {
  const fragments = Array.from({ length: levels }, (_, level) =>
    level === levels - 1
      ? `fragment F${level} on T{${leaf}}`
      : `fragment F${level} on T{a{...F${level + 1}}b{...F${level + 1}}}`,
  );
  return `{t{...F0}}${fragments.join('')}`;
}

describe('the attack of nested shareable fields (CVE-2025-32030)', () => {
  const local = counter({ a: `${SHARED} x: Int @shareable }`, b: `${SHARED} x: Int @shareable }` });
  const apart = counter({ a: `${SHARED} x: Int }`, b: `${SHARED} y: Int }` });
  const beyond = counter({
    a: `${SHARED} }`,
    b: `${SHARED} }`,
    c: 'type T @key(fields: "id") { id: ID! x: Int }',
  });

  test.each([
    ['where every subgraph has everything', local, 'x', 10],
    ['where the leaves are in different subgraphs', apart, 'x y', 10],
    ['where the leaves are in a third subgraph', beyond, 'x', 6],
  ])('is refused %s, in less than 500 bytes', (_name, count, leaf, levels) => {
    expect(doubling(levels, leaf).length).toBeLessThan(500);
    expect(count(doubling(levels, leaf))).toBeGreaterThan(PLANNING_COMPLEXITY);
    expect(count(doubling(13, leaf))).toBeGreaterThan(PLANNING_COMPLEXITY);
  });

  test('grows with each level', () => {
    const counts = [2, 4, 6, 8, 10].map((levels) => local(doubling(levels, 'x')));
    expect(counts).toEqual([...counts].sort((left, right) => left - right));
    expect(counts[0]).toBeLessThan(200);
  });

  test('is counted without expanding it: a hundred levels are 2^100 leaves', () => {
    const startedAt = performance.now();
    expect(beyond(doubling(100, 'x'))).toBeGreaterThan(1e30);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test('is no matter of depth: one chain of twelve is cheap', () => {
    const chain = `{ t ${'{ a '.repeat(11)} { x } ${'}'.repeat(11)} }`;
    expect(local(chain)).toBeLessThan(PLANNING_COMPLEXITY / 50);
    expect(beyond(chain)).toBeLessThan(PLANNING_COMPLEXITY / 50);
  });
});

describe('ordinary operations', () => {
  const folder = join(__dirname, '../../../schema/operations');
  const choices = subgraphChoices(
    readFileSync(join(__dirname, '../../../schema/supergraph.graphql'), 'utf8'),
  );
  const documents = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

  test('are there', () => expect(documents.length).toBeGreaterThan(3));

  test.each(documents)('of our own clients are far from the limit: %s', (_name, text) => {
    expect(countComplexity(parse(text), choices)).toBeLessThan(PLANNING_COMPLEXITY / 20);
  });

  test('count nothing while only one subgraph is left to ask', () => {
    const count = counter({
      a: 'type Query { t: T } type T { a: T b: T x: Int p: P } type P @shareable { n: Int }',
      b: 'type Query { u: P } type P @shareable { n: Int }',
    });
    expect(count(doubling(10, 'x p { n }'))).toBe(0);
  });

  test('may take many fields of an object that two subgraphs hold from a third one', () => {
    const fields = Array.from({ length: 200 }, (_, index) => `c${index}`);
    const count = counter({
      a: `${SHARED} }`,
      b: `${SHARED} }`,
      c: `type T @key(fields: "id") { id: ID! ${fields.map((field) => `${field}: Int`).join(' ')} }`,
    });
    expect(count(`{ t { ${fields.join(' ')} } }`)).toBeLessThan(PLANNING_COMPLEXITY / 20);
  });

  test('count fields they do not find as nothing, and fragments inside themselves once', () => {
    const count = counter({ a: `${SHARED} x: Int }` });
    expect(count('{ nothing { at { all } } __typename ...Missing }')).toBe(0);
    expect(count('{ t { ...F } } fragment F on T { a { ...F } }')).toBe(0);
  });
});

test('fields that are external or overridden are no choice', () => {
  const count = counter({
    a: 'type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @external y: Int @requires(fields: "x") z: Int }',
    b: 'type T @key(fields: "id") { id: ID! x: Int z: Int @override(from: "a") }',
  });
  expect(count('{ t { x y z } }')).toBe(0);
});
