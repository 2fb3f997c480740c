import { buildSchema, parse } from 'graphql';
import { conditionVariablesOf } from '../../../../gateway/execution/response/condition-variables';
import { type ObjectShape } from '../../../../gateway/execution/response/response-shape';
import { shapeOf } from '../../../../gateway/execution/response/shape-of';

const schema = buildSchema(`
  interface Node { id: ID! next: Node }
  ${Array.from({ length: 400 }, (_, n) => `type T${n} implements Node { id: ID! next: Node f${n}: Int }`).join('\n')}
  type Query { node: Node t: T0 x: Int }
`);

const keysOf = (shape: ObjectShape | undefined): string =>
  shape?.fields.map(({ key }) => key).join(' ') ?? '';

function child(shape: ObjectShape | undefined, key: string, typename: string): ObjectShape | undefined {
  const field = shape?.fields.find((each) => each.key === key);
  if (field?.kind !== 'data' || field.value.kind !== 'composite') return undefined;
  return field.value.selection.objectOf(typename);
}

describe('a shape', () => {
  it('merges fields of one key where the first of them stands', () => {
    const document = parse('{ t { id } x ...F t { f0 } } fragment F on Query { t { next { id } } y: x }');
    const { root } = shapeOf(schema, document, undefined, {});
    expect(keysOf(root)).toBe('t x y');
    expect(keysOf(child(root, 't', 'T0'))).toBe('id next f0');
  });

  it('has the fields of each runtime type', () => {
    const document = parse('{ node { ... on T1 { f1 } id ... on T2 { f2 } ... on Node { __typename } } }');
    const { root } = shapeOf(schema, document, undefined, {});
    expect(keysOf(child(root, 'node', 'T1'))).toBe('f1 id __typename');
    expect(keysOf(child(root, 'node', 'T3'))).toBe('id __typename');
    expect(child(root, 'node', 'Query')).toBeUndefined();
  });

  it.each([
    [{ yes: true, no: false }, 'a b'],
    [{ yes: false, no: true }, 'c d'],
    [{}, 'b c'],
    [JSON.parse('{"__proto__":{"yes":true}}') as Record<string, unknown>, 'b c'],
  ])('leaves out what its conditions leave out: %j', (conditions, keys) => {
    const operation = `query ($yes: Boolean!, $no: Boolean!) {
      a: x @include(if: $yes)  b: x @skip(if: $no)  c: x @skip(if: $yes)
      ...F @include(if: $no)  ... @skip(if: true) { e: x }  ... @include(if: false) { f: x }
    }
    fragment F on Query { d: x @include(if: true) }`;
    expect(keysOf(shapeOf(schema, parse(operation), undefined, conditions).root)).toBe(keys);
  });

  it('is worked out only as far as types are met', () => {
    const shape = shapeOf(schema, parse('{ node { id next { id next { id } } } }'), undefined, {});
    expect(shape.heldFields).toBe(1);
    child(shape.root, 'node', 'T7');
    expect(shape.heldFields).toBe(3);
  });

  it('stays small for fragments that double at every level', () => {
    const depth = 200;
    const fragments = Array.from(
      { length: depth },
      (_, n) => `fragment F${n} on Node { a: next { ...F${n + 1} } b: next { ...F${n + 1} } }`,
    );
    const document = parse(`{ node { ...F0 } } ${fragments.join(' ')} fragment F${depth} on Node { id }`);
    const shape = shapeOf(schema, document, undefined, {});
    let level = child(shape.root, 'node', 'T1');
    for (let n = 0; n < depth; n += 1) {
      child(level, 'a', 'T1');
      level = child(level, 'b', 'T1');
    }
    expect(keysOf(level)).toBe('id');
    expect(shape.heldFields).toBeLessThan(1000);
  });

  it('holds a bounded number of fields, whatever types are met, and answers all the same', () => {
    const keys = Array.from({ length: 100 }, (_, n) => `k${n}: id`).join(' ');
    const shape = shapeOf(schema, parse(`{ node { ${keys} next { ${keys} } } }`), undefined, {});
    for (let n = 0; n < 400; n += 1) {
      const object = child(shape.root, 'node', `T${n}`);
      expect(object?.typeName).toBe(`T${n}`);
      expect(child(object, 'next', `T${n}`)?.fields).toHaveLength(100);
    }
    expect(shape.heldFields).toBeGreaterThan(19_000);
    expect(shape.heldFields).toBeLessThanOrEqual(20_000);
  });
});

test('the variables of conditions are those that the operation reaches', () => {
  const document = parse(`
    query One($b: Boolean!, $a: Boolean!, $other: Int) { x @skip(if: $b) ...F ...F ... @include(if: true) { y: x } }
    query Two { ...G }
    fragment F on Query { t @include(if: $a) { id @skip(if: $b) } }
    fragment G on Query { x @include(if: $c) }
  `);
  expect(conditionVariablesOf(document, 'One')).toEqual(['a', 'b']);
  expect(conditionVariablesOf(document, 'Two')).toEqual(['c']);
});
