import { buildSchema, parse } from 'graphql';
import { type ExecutionResult } from '../../../../gateway/execution/executor';
import { Failures, type FieldFailure } from '../../../../gateway/execution/failures';
import { completeResponse } from '../../../../gateway/execution/response/complete-response';
import { shapeOf } from '../../../../gateway/execution/response/shape-of';

const schema = buildSchema(`
  scalar JSON
  enum Color { RED GREEN }
  interface Node { id: ID! name: String }
  interface Named implements Node { id: ID! name: String }
  type A implements Node & Named { id: ID! name: String b: B sure: B! }
  type B implements Node { id: ID! name: String! a: A }
  union Any = A | B
  type Query {
    int: Int float: Float string: String boolean: Boolean id: ID color: Color json: JSON
    sureInt: Int! ints: [Int!] nested: [[Int!]!] matrix: [[Int]]
    a: A b: B as: [A!] bs: [B] node: Node nodes: [Node!]! any: Any
  }
`);

function complete(
  operation: string,
  data: Record<string, unknown>,
  note: (failures: Failures) => void = () => undefined,
): ExecutionResult {
  const failures = new Failures();
  note(failures);
  return completeResponse(shapeOf(schema, parse(operation), undefined, {}), data, failures);
}

function failure(message: string, ...below: (string | number)[]): FieldFailure {
  return { error: { message, extensions: { code: 'SUBREQUEST_TIMEOUT' } }, below };
}

const told = ({ errors }: ExecutionResult): string[] =>
  errors.map(({ message, path, extensions }) => {
    const code = extensions?.code === 'SUBREQUEST_MALFORMED_RESPONSE' ? '' : ` [${String(extensions?.code)}]`;
    return `${(path ?? []).join('.')}: ${message}${code}`;
  });

describe('a leaf', () => {
  it.each<[string, unknown]>([
    ['int', 0],
    ['int', -2147483648],
    ['int', 2147483647],
    ['float', 1],
    ['float', -1.5e300],
    ['string', ''],
    ['boolean', false],
    ['id', 'x'],
    ['color', 'RED'],
    ['json', { deep: [null, { constructor: 1 }] }],
    ['json', 0],
    ['json', ''],
    ['json', false],
    ['json', []],
  ])('%s may be %j', (field, value) => {
    expect(complete(`{ ${field} }`, { [field]: value })).toEqual({
      data: { [field]: value },
      errors: [],
    });
  });

  it('of type ID may be an integer, which becomes a string', () => {
    expect(complete('{ id }', { id: 12345678901 }).data).toEqual({ id: '12345678901' });
  });

  it.each<[string, unknown, string]>([
    ['int', '5', 'Expected Int for field Query.int, but got a string.'],
    ['int', 1.5, 'Expected Int for field Query.int, but got another number.'],
    ['int', 2147483648, 'Expected Int for field Query.int, but got another number.'],
    ['int', true, 'Expected Int for field Query.int, but got a boolean.'],
    ['float', '1.5', 'Expected Float for field Query.float, but got a string.'],
    ['float', Infinity, 'Expected Float for field Query.float, but got another number.'],
    ['string', 5, 'Expected String for field Query.string, but got a number.'],
    ['string', {}, 'Expected String for field Query.string, but got an object.'],
    ['boolean', 1, 'Expected Boolean for field Query.boolean, but got a number.'],
    ['boolean', 'true', 'Expected Boolean for field Query.boolean, but got a string.'],
    ['id', 1.5, 'Expected ID for field Query.id, but got another number.'],
    ['id', false, 'Expected ID for field Query.id, but got a boolean.'],
    ['color', 'SECRET', 'Expected Color for field Query.color, but got another string.'],
    ['color', 'constructor', 'Expected Color for field Query.color, but got another string.'],
    ['color', 5, 'Expected Color for field Query.color, but got a number.'],
    ['string', ['x'], 'Expected String for field Query.string, but got a list.'],
  ])('%s is null with an error for %j', (field, value, message) => {
    const result = complete(`{ k: ${field} }`, { k: value });
    expect(result.data).toEqual({ k: null });
    expect(told(result)).toEqual([`k: ${message}`]);
  });
});

describe('a null', () => {
  it('that a subgraph chose has no error', () => {
    expect(complete('{ int a { b { name } } }', { int: null, a: { b: null } })).toEqual({
      data: { int: null, a: { b: null } },
      errors: [],
    });
  });

  it.each<[string, Record<string, unknown>, unknown, string]>([
    [
      '{ sureInt }',
      { sureInt: null },
      null,
      'sureInt: Cannot return null for non-nullable field Query.sureInt.',
    ],
    [
      '{ ints }',
      { ints: [1, null] },
      { ints: null },
      'ints.1: Cannot return null for non-nullable field Query.ints.',
    ],
    [
      '{ nested }',
      { nested: [[1], null] },
      { nested: null },
      'nested.1: Cannot return null for non-nullable field Query.nested.',
    ],
    [
      '{ nested }',
      { nested: [[1], [2, null]] },
      { nested: null },
      'nested.1.1: Cannot return null for non-nullable field Query.nested.',
    ],
    [
      '{ as { b { name } } }',
      { as: [{ b: { name: 'x' } }, { b: { name: null } }] },
      { as: [{ b: { name: 'x' } }, { b: null }] },
      'as.1.b.name: Cannot return null for non-nullable field B.name.',
    ],
    [
      '{ as { x: sure { n: name } } }',
      { as: [{ x: { n: null } }] },
      { as: null },
      'as.0.x.n: Cannot return null for non-nullable field B.name.',
    ],
    [
      '{ nodes { id } }',
      { nodes: [{ __typename: 'A', id: null }] },
      null,
      'nodes.0.id: Cannot return null for non-nullable field A.id.',
    ],
  ])('in %s moves up to where one may be', (operation, data, expected, message) => {
    const result = complete(operation, data);
    expect(result.data).toEqual(expected);
    expect(told(result)).toEqual([message]);
  });

  it('that nobody delivered has an error', () => {
    const result = complete('{ int a { b { id } name } }', { a: { name: undefined } });
    expect(result.data).toEqual({ int: null, a: { b: null, name: null } });
    expect(told(result)).toEqual([
      'int: Expected a value for field Query.int, but none arrived.',
      'a.b: Expected a value for field A.b, but none arrived.',
      'a.name: Expected a value for field A.name, but none arrived.',
    ]);
  });

  it('in a list that may hold nulls stays there', () => {
    expect(complete('{ matrix bs { id } }', { matrix: [null, [1, null]], bs: [null] })).toEqual({
      data: { matrix: [null, [1, null]], bs: [null] },
      errors: [],
    });
  });
});

describe('a value of another kind', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['{ ints }', { ints: {} }, 'ints: Expected a list for field Query.ints, but got an object.'],
    ['{ ints }', { ints: 'x' }, 'ints: Expected a list for field Query.ints, but got a string.'],
    ['{ a { id } }', { a: [] }, 'a: Expected A for field Query.a, but got a list.'],
    ['{ a { id } }', { a: 'x' }, 'a: Expected A for field Query.a, but got a string.'],
    ['{ any { __typename } }', { any: 5 }, 'any: Expected Any for field Query.any, but got a number.'],
    [
      '{ any { __typename } }',
      { any: {} },
      'any: Expected Any for field Query.any, but got an object without a type.',
    ],
    [
      '{ any { __typename } }',
      { any: { __typename: 'Hidden' } },
      'any: Expected Any for field Query.any, but got an object of another type.',
    ],
    [
      '{ node { id } }',
      { node: { __typename: 'Query', id: '1' } },
      'node: Expected Node for field Query.node, but got an object of another type.',
    ],
    [
      '{ node { id } }',
      { node: { __typename: 'constructor', id: '1' } },
      'node: Expected Node for field Query.node, but got an object of another type.',
    ],
  ])('in %s is null with an error', (operation, data, message) => {
    const result = complete(operation, data);
    expect(Object.values(result.data ?? {})).toEqual([null]);
    expect(told(result)).toEqual([message]);
  });
});

describe('an object of an abstract type', () => {
  it('answers what its own type is asked for', () => {
    const data = { any: { __typename: 'B', id: '1', name: 'x', b: null } };
    const operation = '{ any { ... on A { b { id } } ... on Node { t: __typename id } ... on B { name } } }';
    expect(complete(operation, data).data).toEqual({ any: { t: 'B', id: '1', name: 'x' } });
  });

  it.each([{ id: '1' }, { __typename: 'Node', id: '1' }, { __typename: 'Named', id: '1' }])(
    'needs no type of its own where all types are asked for the same: %j',
    (node) => {
      expect(complete('{ node { ... on Node { id } } }', { node })).toEqual({
        data: { node: { id: '1' } },
        errors: [],
      });
    },
  );

  it.each(['__typename', '... on A { id }', '... on Named { id }', '...F'])(
    'needs one where it decides: %s',
    (selection) => {
      const operation = `{ node { id ${selection} } } fragment F on Any { ... on B { name } }`;
      const result = complete(operation, { node: { id: '1' } });
      expect(told(result)).toEqual([
        'node: Expected Node for field Query.node, but got an object without a type.',
      ]);
    },
  );
});

describe('a failure', () => {
  it('is told at every path of its object, with the path of the client', () => {
    const shared = { __typename: 'B', name: null };
    const data = { bs: [{ name: 'x' }, shared], as: [{ x: shared }, { x: shared }] };
    const result = complete('{ bs { name } as { x: b { name } } }', data, (failures) => {
      failures.add(shared, 'name', failure('Too late.'));
    });
    expect(result.data).toEqual({ bs: [{ name: 'x' }, null], as: [{ x: null }, { x: null }] });
    expect(told(result)).toEqual([
      'bs.1.name: Too late. [SUBREQUEST_TIMEOUT]',
      'as.0.x.name: Too late. [SUBREQUEST_TIMEOUT]',
      'as.1.x.name: Too late. [SUBREQUEST_TIMEOUT]',
    ]);
  });

  it('that happened below a null is told where it happened, and explains the null', () => {
    const data = { sureInt: 1, nodes: null };
    const result = complete('{ sureInt nodes { id } }', data, (failures) => {
      failures.add(data, 'nodes', failure('No.', 3, 'id'));
    });
    expect(result.data).toBeNull();
    expect(told(result)).toEqual(['nodes.3.id: No. [SUBREQUEST_TIMEOUT]']);
  });

  it('of a value that is there is told all the same, and explains the nulls in it', () => {
    const data = { a: { b: { name: null } } };
    const result = complete('{ a { b { name } } }', data, (failures) => {
      failures.add(data, 'a', failure('Half.'));
    });
    expect(result.data).toEqual({ a: { b: null } });
    expect(told(result)).toEqual(['a: Half. [SUBREQUEST_TIMEOUT]']);
  });

  it('is told once when it was noted twice, and each time when it differs', () => {
    const data = { int: null };
    const result = complete('{ int }', data, (failures) => {
      for (const message of ['One.', 'One.', 'Two.']) failures.add(data, 'int', failure(message));
    });
    expect(told(result)).toEqual(['int: One. [SUBREQUEST_TIMEOUT]', 'int: Two. [SUBREQUEST_TIMEOUT]']);
  });

  it('of a list item has the index in its path', () => {
    const ints: unknown[] = [[1], [null]];
    const result = complete('{ matrix }', { matrix: ints }, (failures) => {
      failures.add(ints[1] as object, 0, failure('No.')); // a list
    });
    expect(result.data).toEqual({ matrix: [[1], [null]] });
    expect(told(result)).toEqual(['matrix.1.0: No. [SUBREQUEST_TIMEOUT]']);
  });

  it('of a field that was not selected is told once at its object, before what is in it', () => {
    const a = { name: 'x', b: { id: null } };
    const result = complete('{ int a { name b { id } } }', { int: 1.5, a }, (failures) => {
      failures.add(a, 'needed', failure('No key.'));
      failures.add(a, 'other', failure('No key.'));
    });
    expect(told(result)).toEqual([
      'int: Expected Int for field Query.int, but got another number.',
      'a: No key. [SUBREQUEST_TIMEOUT]',
      'a.b.id: Cannot return null for non-nullable field B.id.',
    ]);
  });

  it('of a field that is selected elsewhere is told there only', () => {
    const a = { id: '1', name: null };
    const result = complete('{ as { id } a { name } }', { as: [a], a }, (failures) => {
      failures.add(a, 'name', failure('No.'));
    });
    expect(told(result)).toEqual(['a.name: No. [SUBREQUEST_TIMEOUT]']);
  });

  it('without a place is told first, without a path', () => {
    const result = complete('{ int }', { int: 1 }, (failures) => {
      failures.addLoose({ message: 'Somewhere.', extensions: { code: 'UNAVAILABLE' } });
    });
    expect(result).toEqual({
      data: { int: 1 },
      errors: [{ message: 'Somewhere.', extensions: { code: 'UNAVAILABLE' } }],
    });
  });
});

test('an answer lists no more than a hundred errors, and every null in it all the same', () => {
  const bs = Array.from({ length: 5_000 }, () => ({ id: null }));
  const result = complete('{ bs { id } }', { bs }, (failures) => {
    for (const b of bs) for (let each = 0; each < 5; each += 1) failures.add(b, 'id', failure(`No ${each}.`));
  });
  expect(result.errors).toHaveLength(100);
  expect(result.data).toEqual({ bs: bs.map(() => null) });
});

test('CVE-2026-32621: response keys like __proto__ are answered from own properties only', () => {
  const operation = '{ a { __proto__: name constructor: name toString: name } }';
  const result = complete(operation, { a: JSON.parse('{"__proto__":"x"}') });
  expect(JSON.stringify(result.data)).toBe('{"a":{"__proto__":"x","constructor":null,"toString":null}}');
  expect(told(result)).toHaveLength(2);
});

test('keys come in the order of the query, and nothing comes that was not asked for', () => {
  const result = complete('{ string z: int a { id name } int }', {
    int: 1,
    a: { name: 'x', secret: 's', id: '1' },
    z: 2,
    string: 's',
  });
  expect(JSON.stringify(result.data)).toBe('{"string":"s","z":2,"a":{"id":"1","name":"x"},"int":1}');
});

test('introspection is answered from what was worked out before, in its place', () => {
  const shape = shapeOf(schema, parse('{ t: __type(name: "A") { name } int __typename }'), undefined, {});
  const result = completeResponse(shape, { int: 1 }, new Failures(), { t: { name: 'A' } });
  expect(JSON.stringify(result.data)).toBe('{"t":{"name":"A"},"int":1,"__typename":"Query"}');
});
