import { printSchema } from 'graphql';
import { filterContract } from '../../../gateway/supergraph/contracts/filter-contract';
import { buildSupergraph } from '../../../gateway/supergraph/supergraph';
import { buildPlanningSupergraph } from '../../../gateway/planning/planning-supergraph';
import { compose } from '../../kit/plans';
import { THIRD_SUPERGRAPH } from './written-supergraphs';

/** What clients of a contract see. Throws when the contract cannot be made. */
function seen(sdl: string, include: readonly string[], exclude: readonly string[] = []): string {
  const { supergraph, errors } = filterContract(compose({ a: sdl }), { include, exclude });
  if (supergraph === null)
    throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  buildPlanningSupergraph(supergraph);
  return printSchema(buildSupergraph(supergraph, {}, { defer: false }).clientSchema);
}

function errorsOf(
  sdl: string,
  include: readonly string[],
  exclude: readonly string[] = [],
): readonly string[] {
  return filterContract(compose({ a: sdl }), { include, exclude }).errors.map(({ code }) => code);
}

const tag = (name: string): string => `@tag(name: "${name}")`;

describe('a contract that includes tags', () => {
  it('shows what carries one of them and hides the rest', () => {
    const sdl = `type Query { a: Int ${tag('p')} b: Int ${tag('q')} c: Int ${tag('r')} d: Int }`;
    expect(seen(sdl, ['p', 'q'])).toBe('type Query {\n  a: Int\n  b: Int\n}');
  });

  it('shows a type as long as something in it is shown, and no type of which nothing is', () => {
    const sdl = `type Query { t: T ${tag('p')} u: U } type T { x: Int ${tag('p')} y: Int } type U { x: Int }`;
    expect(seen(sdl, ['p'])).toBe('type Query {\n  t: T\n}\n\ntype T {\n  x: Int\n}');
  });

  it('takes the tags of a type for its fields, arguments, values and input fields', () => {
    const sdl = `
      type Query ${tag('p')} { t(i: I, e: E): Int }
      input I ${tag('p')} { a: Int b: Int } enum E ${tag('p')} { A B } input J { a: Int }`;
    expect(seen(sdl, ['p'])).toContain('t(i: I, e: E): Int');
    expect(seen(sdl, ['p'])).toContain('enum E {\n  A\n  B\n}');
    expect(seen(sdl, ['p'])).not.toContain('input J');
  });

  it('hides untagged values and input fields beside tagged ones', () => {
    const sdl = `type Query { t(i: I): E ${tag('p')} } input I { a: Int ${tag('p')} b: Int } enum E { A ${tag('p')} B }`;
    expect(seen(sdl, ['p'])).toContain('enum E {\n  A\n}');
    expect(seen(sdl, ['p'])).toContain('input I {\n  a: Int\n}');
  });

  it('shows a field for the sake of a shown argument', () => {
    const sdl = `type Query { a(x: Int ${tag('p')} y: Int): Int b(x: Int): Int }`;
    expect(seen(sdl, ['p'])).toBe('type Query {\n  a(x: Int): Int\n}');
  });

  it('keeps untagged types that shown fields need, but no entity and nothing that leads to one', () => {
    const sdl = `
      type Query { things(by: By): Things ${tag('p')} }
      type Things { items: [Thing] owner: Owner total: Int when: When }
      type Thing { name: String ${tag('p')} secret: String } scalar When
      type Owner @key(fields: "id") { id: ID name: String } input By { name: String }`;
    const api = seen(sdl, ['p']);
    expect(api).toContain('type Things {\n  items: [Thing]\n  total: Int\n  when: When\n}');
    expect(api).toContain('input By {\n  name: String\n}');
    expect(api).toContain('type Thing {\n  name: String\n}');
    expect(api).not.toContain('Owner');
  });

  it('keeps an untagged union with the members that can be shown', () => {
    const sdl = `
      type Query { done: Done ${tag('p')} } union Done = Thing | Failure | Owner
      type Thing { name: String ${tag('p')} } type Failure { why: String }
      type Owner @key(fields: "id") { id: ID }`;
    expect(seen(sdl, ['p'])).toContain('union Done = Thing | Failure\n');
  });

  it('leaves out an untagged field or argument of a kept type whose own type stays hidden', () => {
    const sdl = `
      type Query { box: Box ${tag('p')} } type Box { open(by: Key!): Int see(by: Key): Int close: Int }
      input Key { a: Int b: Int ${tag('q')} }`;
    expect(seen(sdl, ['p'])).toContain('type Box {\n  see: Int\n  close: Int\n}');
  });

  it('is refused when a shown field leads to an entity of which nothing is shown', () => {
    const sdl = `type Query { a: Int ${tag('p')} t: T ${tag('p')} } type T @key(fields: "id") { id: ID }`;
    expect(errorsOf(sdl, ['p'])).toEqual(['REFERENCED_INACCESSIBLE']);
  });

  it('is refused when nothing carries one of its tags', () => {
    expect(errorsOf('type Query { a: Int }', ['p'])).toEqual(['QUERY_ROOT_TYPE_INACCESSIBLE']);
  });
});

describe('a contract that excludes tags', () => {
  it('hides what carries one of them, also when it carries an included one', () => {
    const sdl = `type Query { a: Int ${tag('p')} b: Int ${tag('p')} ${tag('x')} c: Int ${tag('x')} d: Int }`;
    expect(seen(sdl, [], ['x'])).toBe('type Query {\n  a: Int\n  d: Int\n}');
    expect(seen(sdl, ['p'], ['x'])).toBe('type Query {\n  a: Int\n}');
  });

  it('hides a type with all its fields excluded, and a union with all its members', () => {
    const sdl = `
      type Query { a: Int u: U ${tag('x')} } type T { y: Int ${tag('x')} } union U = T`;
    expect(seen(sdl, [], ['x'])).toBe('type Query {\n  a: Int\n}');
  });

  it('hides a field of an interface that all its types hide', () => {
    const sdl = `
      type Query { n: N } interface N { a: Int b: Int }
      type T implements N { a: Int ${tag('x')} b: Int } type S implements N { a: Int ${tag('x')} b: Int }`;
    expect(seen(sdl, [], ['x'])).toContain('interface N {\n  b: Int\n}');
  });

  it('keeps an interface that has a type left', () => {
    const sdl = `
      type Query { n: N } interface N { a: Int }
      type T implements N ${tag('x')} { a: Int } type S implements N { a: Int }`;
    expect(seen(sdl, [], ['x'])).toContain('type S implements N');
    expect(seen(sdl, [], ['x'])).not.toContain('type T');
  });

  it('keeps the fields of an interface that nothing implements', () => {
    const sdl = `type Query { a: Int n: N b: Int ${tag('x')} } interface N { a: Int }`;
    expect(seen(sdl, [], ['x'])).toContain('interface N {\n  a: Int\n}');
  });

  it('shows everything when nothing carries one of its tags', () => {
    expect(seen('type Query { a: Int }', [], ['x'])).toBe('type Query {\n  a: Int\n}');
  });

  it.each([
    [
      'a field whose type is hidden',
      `type Query { a: Int t: T } type T ${tag('x')} { y: Int }`,
      'REFERENCED_INACCESSIBLE',
    ],
    [
      'a hidden argument that must be given',
      `type Query { a(b: Int! ${tag('x')}): Int }`,
      'REQUIRED_INACCESSIBLE',
    ],
    [
      'a hidden input field that must be given',
      `type Query { a(i: I): Int } input I { b: Int c: Int! ${tag('x')} }`,
      'REQUIRED_INACCESSIBLE',
    ],
    [
      'a hidden field of a shown interface',
      `type Query { n: N } interface N { a: Int b: Int } type T implements N { a: Int ${tag('x')} b: Int }
       type S implements N { a: Int b: Int }`,
      'IMPLEMENTED_BY_INACCESSIBLE',
    ],
    ['a hidden query type', `type Query ${tag('x')} { a: Int }`, 'QUERY_ROOT_TYPE_INACCESSIBLE'],
  ])('is refused for %s', (_what, sdl, code) => {
    expect(errorsOf(sdl, [], ['x'])).toEqual([code]);
  });
});

describe('a contract', () => {
  it('that includes and excludes one tag is refused', () => {
    expect(
      filterContract(compose({ a: 'type Query { a: Int }' }), { include: ['p'], exclude: ['p'] }),
    ).toEqual({
      supergraph: null,
      errors: [
        {
          code: 'CONTRACT_TAG_CONFLICT',
          message: 'the tag "p" is included and excluded; expected it in one of the lists',
        },
      ],
    });
  });

  it('of what is no supergraph is refused with the reason', () => {
    const { errors } = filterContract('type Query {', { include: [], exclude: [] });
    expect(errors).toMatchObject([{ code: 'INVALID_SUPERGRAPH' }]);
  });

  it('keeps hidden what is hidden from everyone, whatever its tags', () => {
    const sdl = `type Query { a: Int ${tag('p')} b: Int ${tag('p')} @inaccessible }`;
    expect(seen(sdl, ['p'])).toBe('type Query {\n  a: Int\n}');
  });

  it('can still be planned on hidden keys and requirements', () => {
    const supergraph = compose({
      a: `type Query { t: T ${tag('p')} } type T @key(fields: "id") { id: ID w: Int }`,
      b: `type T @key(fields: "id") { id: ID w: Int @external x: Int @requires(fields: "w") ${tag('p')} }`,
    });
    const contract = filterContract(supergraph, { include: ['p'], exclude: [] }).supergraph ?? '';
    expect(printSchema(buildSupergraph(contract, {}, { defer: false }).clientSchema)).toContain(
      'type T {\n  x: Int\n}',
    );
    expect(buildPlanningSupergraph(contract).supergraph.subgraphs().size()).toBe(2);
  });

  it('knows tags and inaccessibility by other names', () => {
    const supergraph = compose({
      a: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
            { name: "@tag", as: "@label" }, { name: "@inaccessible", as: "@internal" }])
          type Query { a: Int @label(name: "p") b: Int c: Int @label(name: "p") @internal }`,
    });
    const contract = filterContract(supergraph, { include: ['p'], exclude: [] }).supergraph ?? '';
    expect(contract).toContain('b: Int @internal');
    expect(printSchema(buildSupergraph(contract, {}, { defer: false }).clientSchema)).toBe(
      'type Query {\n  a: Int\n}',
    );
  });

  it('does not take a directive of the graph for its own', () => {
    const supergraph = compose({
      a: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective", "@tag"])
            @link(url: "https://example.test/inaccessible/v1.0", import: ["@inaccessible"])
            @composeDirective(name: "@inaccessible")
          directive @inaccessible on FIELD_DEFINITION
          type Query { a: Int @tag(name: "p") @inaccessible b: Int }`,
    });
    const { supergraph: contract, errors } = filterContract(supergraph, { include: ['p'], exclude: [] });
    expect(errors).toEqual([]);
    expect(contract).toContain('b: Int @hiddenByContract');
  });

  it('is made of the first supergraphs too', () => {
    const { supergraph } = filterContract(THIRD_SUPERGRAPH, { include: [], exclude: ['x'] });
    expect(supergraph).toContain('https://specs.apollo.dev/inaccessible/v0.2');
  });

  it('of a contract is the same when it is made twice', () => {
    const supergraph = compose({ a: `type Query { a: Int ${tag('p')} b: Int }` });
    const once = filterContract(supergraph, { include: ['p'], exclude: [] }).supergraph ?? '';
    expect(filterContract(once, { include: ['p'], exclude: [] }).supergraph).toBe(once);
  });
});
