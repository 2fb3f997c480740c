import { printSchema } from 'graphql';
import { buildVersion } from '../../../schema/composition/build-version';
import { newLinesOf } from '../../../schema/composition/new-lines';
import { LINK } from '../../kit/sdl';

const source = (name: string, sdl: string) => ({ name, url: `http://${name}`, sdl, file: `${name}.graphql` });
const subgraphs = (...sources: ReturnType<typeof source>[]) => ({
  kind: 'subgraphs' as const,
  subgraphs: sources,
});

const SDL = `${LINK}
type Query {
  "Finds"
  a(
    "How"
    by: E = ONE @tag(name: "t")
  ): A @cost(weight: 3)
}
type A @key(fields: "id") { id: ID! secret: Int @requiresScopes(scopes: [["s"]]) }
enum E { "First" ONE @tag(name: "t") TWO }
union U @tag(name: "t") = A
scalar S @tag(name: "t")
`;

/** A version of one subgraph, taken from its supergraph. */
function extracted() {
  const sdl = buildVersion(subgraphs(source('a', SDL))).version?.supergraph ?? '';
  return buildVersion({ kind: 'supergraph', sdl, file: 'super.graphql' });
}

describe('a version', () => {
  it('of subgraphs has their files, its supergraph and what clients see', () => {
    const { version, errors } = buildVersion(subgraphs(source('a', SDL)));
    expect(errors).toEqual([]);
    expect(version?.subgraphs).toMatchObject([{ name: 'a', file: 'a.graphql', sdl: SDL }]);
    expect(version?.supergraphFile).toBeUndefined();
    expect(printSchema(version?.api ?? missing())).toContain('by: E = ONE');
  });

  it('of a supergraph has subgraphs with all that the supergraph kept of them', () => {
    const { version } = extracted();
    expect(version?.supergraphFile).toBe('super.graphql');
    const [a] = version?.subgraphs ?? [];
    expect(a?.file).toBeNull();
    expect(a?.sdl).toContain('"""Finds"""');
    expect(a?.sdl).toContain('by: E = ONE @tag(name: "t")');
    expect(a?.sdl).toContain('secret: Int @requiresScopes(scopes: [["s"]])');
    expect(a?.sdl).toContain('union U @tag(name: "t") = A');
    expect(a?.sdl).not.toContain('join__');
  });

  it('of subgraphs that were taken from a supergraph composes to what clients saw', () => {
    const { version } = extracted();
    const [a] = version?.subgraphs ?? [];
    const again = buildVersion(subgraphs(source('a', a?.sdl ?? '')));
    expect(again.errors).toEqual([]);
    expect(printSchema(again.version?.api ?? missing())).toBe(printSchema(version?.api ?? missing()));
  });

  it('shows clients the directives that subgraphs keep for them', () => {
    const link =
      '@link(url: "https://example.test/mine/v1.0", import: ["@mine"]) @composeDirective(name: "@mine")';
    const sdl = `${LINK} ${link} directive @mine on FIELD | FIELD_DEFINITION\ntype Query { a: Int @mine }`;
    const { version } = buildVersion(subgraphs(source('a', sdl)));
    expect(version?.api.getDirective('mine')).toBeTruthy();
  });
});

const JOIN =
  'schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }';

describe('a supergraph that is none', () => {
  it.each([
    ['has a syntax error', 'type Query {\n  a Int\n}', { code: 'INVALID_GRAPHQL', line: 2 }],
    ['links no join', 'type Query { a: Int }', { code: 'INVALID_FEDERATION_SUPERGRAPH', line: 1 }],
    [
      'has a type that is not defined',
      `${JOIN}\ntype Query {\n  a: Nope\n}`,
      { line: expect.any(Number) },
    ],
    [
      'defines a type twice',
      extracted().version?.supergraph.replace('union U', 'type A { x: Int }\n\nunion U') ?? '',
      { code: 'INVALID_GRAPHQL', line: expect.any(Number) },
    ],
  ])('is refused with its place when it %s', (_, sdl, error) => {
    const { version, errors } = buildVersion({ kind: 'supergraph', sdl, file: 's.graphql' });
    expect(version).toBeNull();
    expect(errors[0]).toMatchObject({ file: 's.graphql', ...error });
  }); // prettier-ignore
});

describe('new lines', () => {
  const base = subgraphs(source('a', 'one\ntwo'));

  it('are those that the same subgraph did not have', () => {
    const isNew = newLinesOf(base, subgraphs(source('a', 'one\n  two\nthree'), source('b', 'one')));
    const at = (subgraph: string | null, line: number | null) => isNew({ subgraph, file: null, line });
    expect([at('a', 1), at('a', 2), at('a', 3), at('b', 1)]).toEqual([false, false, true, true]);
    expect([at('a', 9), at('nope', 1), at(null, null)]).toEqual([false, false, false]);
  });

  it('of a supergraph, or against one, are not looked for', () => {
    const supergraph = { kind: 'supergraph' as const, sdl: '', file: 's' };
    expect(newLinesOf(base, supergraph)({ subgraph: null, file: null, line: 1 })).toBe(false);
    expect(newLinesOf(supergraph, base)({ subgraph: 'a', file: null, line: 1 })).toBe(true);
  });
});

function missing(): never {
  throw new Error('expected a version');
}
