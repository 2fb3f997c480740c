import { compose, type Composition } from '../../../schema/composition/compose';
import { LINK } from '../../kit/sdl';

/** Composes subgraphs by their names, each in the file `<name>.graphql`. */
function composeAll(subgraphs: Readonly<Record<string, string>>): Composition {
  return compose(
    Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: '', sdl, file: `${name}.graphql` })),
  );
}

const QUERY = `${LINK} type Query { a: A @shareable }`;

/** Code, file and line of the errors of subgraphs. */
function errorsOf(subgraphs: Readonly<Record<string, string>>): string[] {
  return composeAll(subgraphs).errors.map(({ code, file, line }) => `${code} ${file}:${line}`);
}

describe('a composition error', () => {
  it('of syntax is at its line, in every file that has one', () => {
    expect(errorsOf({ a: 'type Query {\n  a Int\n}', b: '\n\n}', c: 'type A { x: Int }' })).toEqual([
      'INVALID_GRAPHQL a.graphql:2',
      'INVALID_GRAPHQL b.graphql:3',
    ]);
  });

  it.each([
    ['an unknown directive', `${QUERY}\ntype A @foo { x: Int }`, 'INVALID_GRAPHQL a.graphql:2'],
    ['an unknown type', `${QUERY}\ntype A {\n  x: Nope\n}`, 'INVALID_GRAPHQL a.graphql:3'],
    ['a wrong key', `${QUERY}\ntype A\n  @key(fields: "no") { x: Int }`, 'KEY_INVALID_FIELDS a.graphql:3'],
    [
      'a wrong @requires',
      `${QUERY}\ntype A @key(fields: "x") {\n  x: Int\n  y: Int @requires(fields: "no")\n}`,
      'REQUIRES_INVALID_FIELDS a.graphql:4',
    ],
    [
      'an unused @external',
      `${QUERY}\ntype A {\n  x: Int\n\n  y: Int @external\n}`,
      'EXTERNAL_UNUSED a.graphql:5',
    ],
    [
      'an @override of itself',
      `${QUERY}\ntype A {\n  x: Int @override(from: "a")\n}`,
      'OVERRIDE_FROM_SELF_ERROR a.graphql:3',
    ],
    [
      'a reference to what is inaccessible',
      `${QUERY}\ntype A @inaccessible {\n  x: Int\n}`,
      'REFERENCED_INACCESSIBLE a.graphql:2',
    ],
    [
      'an unknown version of federation',
      '\nextend schema @link(url: "https://specs.apollo.dev/federation/v2.99")\ntype Query { a: Int }',
      'UNKNOWN_FEDERATION_LINK_VERSION a.graphql:2',
    ],
    [
      'an interface that is not implemented',
      `${QUERY}\ntype A implements I {\n  x: Int\n}\ninterface I {\n  y: Int\n}`,
      'INVALID_GRAPHQL a.graphql:6',
    ],
  ])('of %s is at its line', (_, sdl, expected) => {
    expect(errorsOf({ a: sdl })).toEqual([expected]);
  });

  it('of a type that is defined twice is at the second definition', () => {
    const sdl = `${QUERY}\ntype A { x: Int }\n\ntype A { y: Int }`;
    expect(errorsOf({ a: sdl })).toEqual(['INVALID_GRAPHQL a.graphql:4']);
  });

  it('of what is defined twice is in the subgraph that does so, and not in one that has it, too', () => {
    const b = `${LINK}\ntype A { x: Int @shareable }\ninput I { x: Int }\ndirective @d on FIELD`;
    const twice = (sdl: string) => errorsOf({ a: `${QUERY}\n${sdl}`, b });
    expect(twice('type A { x: Int }\ntype A { y: Int }')).toEqual(['INVALID_GRAPHQL a.graphql:3']);
    expect(twice('type A { x: Int }\ninput I {\n  x: Int\n  x: Int\n}')).toEqual([
      'INVALID_GRAPHQL a.graphql:5',
    ]);
    expect(twice('type A { x: Int }\ndirective @d on FIELD\ndirective @d on FIELD')).toEqual([
      'COMPOSITION_ERROR a.graphql:4',
    ]);
  });

  it('of directive arguments, whose nodes composition makes itself, is where the same text stands', () => {
    expect(errorsOf({ a: `${QUERY}\ntype A {\n  x: Int @tag(nam: "x")\n}` })).toEqual([
      'INVALID_GRAPHQL a.graphql:3',
      'INVALID_GRAPHQL a.graphql:3',
    ]);
  });

  it('of a type that is only extended is at the extension', () => {
    const b = '\nextend type B @key(fields: "id") { id: ID! @external }';
    expect(errorsOf({ a: 'type Query { a: Int }', b })).toEqual(['EXTENSION_WITH_NO_BASE b.graphql:2']);
  });

  it('of a query that nobody can answer is at the field that cannot be reached', () => {
    const a = `${QUERY}\ntype A @key(fields: "id") {\n  id: ID!\n}`;
    const b = `${LINK}\ntype A @key(fields: "other") {\n  other: ID!\n  y: Int\n}`;
    expect(errorsOf({ a, b })).toEqual([
      'SATISFIABILITY_ERROR b.graphql:3',
      'SATISFIABILITY_ERROR b.graphql:4',
    ]);
  });

  it('of an input field that another subgraph lacks is at the field', () => {
    const a = `${LINK}\ntype Query {\n  a(e: E): Int\n}\ninput E {\n  x: Int\n  y: Int!\n}`;
    const b = `${LINK}\ntype Query {\n  b(e: E): Int\n}\ninput E {\n  x: Int\n}`;
    expect(errorsOf({ a, b })).toEqual(['REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH a.graphql:7']);
  });

  it('about a whole graph without queries has no place, unless there is one subgraph', () => {
    expect(errorsOf({ a: 'type A { x: Int }', b: 'type B { x: Int }' })).toEqual(['NO_QUERIES null:null']);
    expect(errorsOf({ a: '\n\ntype A { x: Int }' })).toEqual(['NO_QUERIES a.graphql:1']);
  });

  it('of a text that is too deep for the parser is one like any other', () => {
    expect(errorsOf({ a: `type Query { a: ${'['.repeat(20_000)}` })).toEqual([
      'INVALID_GRAPHQL a.graphql:null',
    ]);
  });

  it('is at the line below a description, not at the description', () => {
    const a = `${QUERY}\ntype A {\n  """\n  What\n  """\n  x: Int @shareable\n}`;
    const b = `${LINK}\ntype A {\n  x: String @shareable\n}`;
    expect(errorsOf({ a, b })).toEqual(['FIELD_TYPE_MISMATCH a.graphql:6']);
  });
});

describe('an error between subgraphs', () => {
  const a = { name: 'a', url: '', file: 'a.graphql', sdl: `${QUERY}\ntype A {\n  x: Int @shareable\n}` };
  const b = { name: 'b', url: '', file: 'b.graphql', sdl: `${LINK}\ntype A {\n  x: String @shareable\n}` };

  it('is at the first of its places', () => {
    expect(compose([a, b]).errors).toMatchObject([{ file: 'a.graphql', line: 3 }]);
  });

  it('is at the place that is new, when one is', () => {
    const { errors } = compose([a, b], ({ subgraph }) => subgraph === 'b');
    expect(errors).toMatchObject([{ file: 'b.graphql', line: 3 }]);
  });
});

describe('a composition', () => {
  it('of Federation 1 subgraphs works as Apollo does it', () => {
    const { errors, supergraph } = composeAll({
      a: 'type Query { a: A } type A @key(fields: "id") { id: ID! x: Int }',
      b: 'extend type A @key(fields: "id") { id: ID! @external y: Int }',
    });
    expect(errors).toEqual([]);
    expect(supergraph).toContain('y: Int @join__field(graph: B)');
  });

  it('tells hints with their places', () => {
    const { hints } = composeAll({
      a: `${LINK}\ntype Query { a: E }\nenum E { A B }`,
      b: `${LINK}\ntype Query { b: E }\nenum E { A }`,
    });
    expect(hints).toMatchObject([
      { code: 'INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM', file: 'a.graphql', line: 3 },
    ]);
  });
});
