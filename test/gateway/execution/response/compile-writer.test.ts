import { execFileSync } from 'node:child_process';
import { buildSchema, Kind, parse, visit, type DocumentNode } from 'graphql';
import { Failures } from '../../../../gateway/execution/failures';
import { compileWriter } from '../../../../gateway/execution/response/compile-writer';
import { completeResponse } from '../../../../gateway/execution/response/complete-response';
import { shapeOf } from '../../../../gateway/execution/response/shape-of';
import { compileSources } from '../../../kit/compile';

const SDL = `
  enum Color { RED GREEN }
  interface Node { id: ID! name: String }
  ${Array.from({ length: 40 }, (_, n) => `type T${n} implements Node { id: ID! name: String n: Int f${n}: Int }`).join('\n')}
  type User { id: ID! name: String email: String! friends: [User!]! best: User color: Color }
  type Query { user: User users: [User!] node: Node nodes: [Node] s: String }
`;
const schema = buildSchema(SDL);

const shape = (operation: string | DocumentNode): ReturnType<typeof shapeOf> =>
  shapeOf(schema, typeof operation === 'string' ? parse(operation) : operation, undefined, {});

describe.each([true, false])('a writer (generated: %s)', (generatesCode) => {
  const writer = (operation: string | DocumentNode): NonNullable<ReturnType<typeof compileWriter>> => {
    const made = compileWriter(shape(operation), { generatesCode });
    if (!made) throw new Error('There should be a writer.');
    return made;
  };

  it('writes the answer', () => {
    const data = {
      users: [
        { id: 7, name: null, color: 'RED', best: { name: 'é"\n' } },
        { id: 'x', name: '', color: null, best: null },
      ],
    };
    expect(writer('{ __typename users { id n: name color best { name } } }')(renamed(data), false)).toBe(
      '{"data":{"__typename":"Query","users":[{"id":"7","n":null,"color":"RED","best":{"name":"é\\"\\n"}},{"id":"x","n":"","color":null,"best":null}]}}',
    );
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['a value is missing', '{ s }', {}],
    ['a value is null and must not be', '{ user { email } }', { user: { email: null } }],
    ['a list item is null and must not be', '{ users { id } }', { users: [null] }],
    ['a string is expected', '{ s }', { s: 5 }],
    ['a list is expected', '{ users { id } }', { users: {} }],
    ['an object is expected', '{ user { __typename } }', { user: [] }],
    ['an object is expected and text arrives', '{ user { __typename } }', { user: 'x' }],
    ['an enum value is not known', '{ user { color } }', { user: { color: 'toString' } }],
    ['a type is not known', '{ node { id } }', { node: { __typename: 'Hidden', id: '1' } }],
    ['a type is impossible', '{ node { id } }', { node: { __typename: 'User', id: '1' } }],
    ['a type is missing', '{ node { __typename } }', { node: {} }],
    ['only a prototype has the key', '{ constructor: s }', {}],
    [
      'only a prototype has the key with a value of its type',
      '{ user { __proto__: best { __typename } } }',
      { user: {} },
    ],
  ])('leaves it to the exact way when %s', (_, operation, data) => {
    expect(writer(operation)(data, true)).toBeUndefined();
    expect(writer(operation)(data, false)).toBeUndefined();
  });

  it('goes on after an anomaly as if there had been none', () => {
    const write = writer('{ users { id name email color friends { id } } }');
    const good = { id: '1', name: 'n', email: 'e', color: 'RED', friends: [] };
    const users = Array.from({ length: 50 }, () => good);
    const text = write({ users }, true);
    expect(write({ users: [...users, { ...good, email: null }] }, true)).toBeUndefined();
    expect(write({ users: users.map(() => ({ ...good, name: 'other' })) }, true)).toBe(
      text?.replaceAll('"n"', '"other"'),
    );
    expect(write({ users }, true)).toBe(text);
  });

  it('writes objects that stand at many places, also with cycles between them', () => {
    const people: Record<string, unknown>[] = Array.from({ length: 30 }, (_, n) => ({
      id: `${n}`,
      name: `P${n}`,
      email: 'e',
      color: 'RED',
    }));
    people.forEach((person, n) => {
      person.friends = [people[(n + 1) % 30], people[(n * 7) % 30], person];
      person.best = people[(n + 3) % 30];
    });
    const operation =
      '{ users { id name email color friends { id name email color best { id friends { id name email color } } } } }';
    const data = { users: [...people, ...people] };
    const { data: exact } = completeResponse(shape(operation), data, new Failures());
    for (let run = 0; run < 3; run += 1)
      expect(writer(operation)(data, true)).toBe(JSON.stringify({ data: exact }));
  });

  it('learns the types of a large interface as they come', () => {
    const write = writer('{ node { ... on T30 { f30 } __typename id } }');
    const data = { node: { __typename: 'T30', id: '1', f30: 5 } };
    expect(write(data, true)).toBeUndefined();
    expect(write(data, true)).toBe('{"data":{"node":{"f30":5,"__typename":"T30","id":"1"}}}');
    expect(write({ node: { __typename: 'T2', id: '1' } }, true)).toBeUndefined();
    expect(write({ node: { __typename: 'T2', id: '1' } }, true)).toBe(
      '{"data":{"node":{"__typename":"T2","id":"1"}}}',
    );
    expect(write(data, true)).toBe('{"data":{"node":{"f30":5,"__typename":"T30","id":"1"}}}');
  });

  it('writes keys that every object seems to have', () => {
    const data = { user: JSON.parse('{"__proto__":"a","constructor":"b","toString":null}') as unknown };
    expect(writer('{ user { __proto__: name constructor: name toString: name } }')(data, true)).toBe(
      '{"data":{"user":{"__proto__":"a","constructor":"b","toString":null}}}',
    );
  });

  it('takes names for text, never for code', () => {
    const hostile = [
      '"];globalThis.hacked=1;["',
      '\\"+globalThis.hacked',
      '${1}',
      '\u2028*/',
      "'",
      '</script>',
      '"+(globalThis.hacked=1)+"',
    ];
    for (const name of hostile) {
      const document = visit(parse('{ renamed: s user { renamed: name color } }'), {
        Field: (node) => (node.alias ? { ...node, alias: { kind: Kind.NAME, value: name } } : undefined),
      });
      const data = { [name]: 'x', user: { [name]: 'y', color: 'RED' } };
      expect(writer(document)(data, true)).toBe(JSON.stringify({ data }));
    }
    expect('hacked' in globalThis).toBe(false);
  });
});

test('there is no writer for introspection, nor for what is too large', () => {
  expect(compileWriter(shape('{ s __schema { queryType { name } } }'))).toBeUndefined();
  const keys = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, n) => `k${from + n}: name`).join(' ');
  expect(compileWriter(shape(`{ user { ${keys(0, 3_990)} } }`))).toBeDefined();
  expect(compileWriter(shape(`{ user { ${keys(0, 4_010)} } }`))).toBeUndefined();
  const users = Array.from({ length: 450 }, (_, n) => `u${n}: user { k${n}: name }`).join(' ');
  expect(compileWriter(shape(`{ ${users} }`))).toBeUndefined();
});

test('where code generation is forbidden, closures write the same', () => {
  const compiled = compileSources(
    'gateway/execution',
    'gateway/documents',
    'gateway/support',
    'gateway/errors.ts',
  );
  const program = `
    const { buildSchema, parse } = require('graphql');
    const { shapeOf } = require(${JSON.stringify(compiled.file('gateway/execution/response/shape-of.ts'))});
    const { compileWriter } = require(${JSON.stringify(compiled.file('gateway/execution/response/compile-writer.ts'))});
    const shape = shapeOf(buildSchema('type Query { s: String }'), parse('{ s }'), undefined, {});
    process.stdout.write(compileWriter(shape)({ s: 'written' }, true));`;
  try {
    const options = ['--disallow-code-generation-from-strings', '-e', program];
    expect(execFileSync(process.execPath, options, { encoding: 'utf8' })).toBe('{"data":{"s":"written"}}');
  } finally {
    compiled.remove();
  }
});

/** The data under the keys of the first test. */
function renamed({ users }: { users: { name: string | null }[] }): Record<string, unknown> {
  return { users: users.map((user) => ({ ...user, n: user.name })) };
}
