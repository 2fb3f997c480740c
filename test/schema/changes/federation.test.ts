import { type GraphVersion } from '../../../schema/check/graph-version';
import { diffGraphs } from '../../../schema/changes/diff-graphs';
import { graphVersion } from '../../kit/graph-versions';
import { type ChangeCase, changesOf } from './change-case';

function found(before: ChangeCase['before'], after: ChangeCase['after']): readonly string[] {
  return changesOf({ before, after, at: '' }).map(({ code, coordinate }) => `${code} ${coordinate}`);
}

/** The version as it is known when only its supergraph is there. */
function extracted(version: GraphVersion): GraphVersion {
  return { ...version, subgraphs: version.subgraphs.map((subgraph) => ({ ...subgraph, file: null })) };
}

describe('directives of federation', () => {
  const link = (imports: string): string =>
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`;
  const plain = `${link('"@key", "@tag", "@requiresScopes", "@shareable"')}
    type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @tag(name: "a") @requiresScopes(scopes: [["s"]]) y: Int @shareable }`;

  it('are the same under any name', () => {
    const renamed = `${link('{ name: "@key", as: "@k" }, { name: "@tag", as: "@label" }, { name: "@requiresScopes", as: "@needs" }')}
      type Query { t: T } type T @k(fields: "id") { id: ID! x: Int @label(name: "a") @needs(scopes: [["s"]]) y: Int @federation__shareable }`;
    expect(found({ a: plain }, { a: renamed })).toEqual([]);
  });

  it('are the same in any namespace', () => {
    const spaced = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", as: "f")
      type Query { t: T } type T @f__key(fields: "id") { id: ID! x: Int @f__tag(name: "a") @f__requiresScopes(scopes: [["s"]]) y: Int @f__shareable }`;
    expect(found({ a: plain }, { a: spaced })).toEqual([]);
  });

  it('are found under the names that only one version has', () => {
    const renamed = `${link('{ name: "@key", as: "@k" }, { name: "@tag", as: "@label" }')}
      type Query { t: T } type T @k(fields: "id x") { id: ID! x: Int @label(name: "b") y: Int @federation__shareable }`;
    expect(found({ a: plain }, { a: renamed })).toEqual([
      'KEY_CHANGED T', 'SCOPES_REMOVED T.x', 'TAG_ADDED T.x', 'TAG_REMOVED T.x',
    ]); // prettier-ignore
  });

  it('do not depend on how a field set is written', () => {
    const at = (fields: string): string =>
      `type Query { t: T } type T @key(fields: "${fields}") { id: ID! u: U } type U { a: Int b: Int }`;
    expect(found({ a: at('id u { a b }') }, { a: at('{ u{b,a} id }') })).toEqual([]);
    expect(found({ a: at('id u { a b }') }, { a: at('u { a } id') })).toEqual(['KEY_CHANGED T']);
  });

  it('of the first federation are read without a link', () => {
    const first = 'type Query { t: T } type T @key(fields: "id") { id: ID! x: Int }';
    const version = (sdl: string): GraphVersion => {
      const subgraphs = [{ name: 'a', sdl, file: 'a.graphql' }];
      return { ...graphVersion({ a: sdl }), subgraphs };
    };
    const changes = diffGraphs(version(first), version(first.replace('"id"', '"id x"')));
    expect(changes.map(({ code }) => code)).toEqual(['KEY_CHANGED']);
  });

  it('do not depend on the order of their arguments', () => {
    const at = (args: string): string => `type T { x(first: Int): [T] @listSize(${args}) }`;
    expect(
      found(
        at('assumedSize: 3, slicingArguments: ["first"]'),
        at('slicingArguments: ["first"], assumedSize: 3'),
      ),
    ).toEqual([]);
  });

  it('on all fields of a type are the same as on the type', () => {
    expect(
      found('type T @shareable { x: Int y: Int }', 'type T { x: Int @shareable y: Int @shareable }'),
    ).toEqual([]);
  });

  it('that change several keys at once are told one by one', () => {
    const at = (keys: string): string => `type T ${keys} { x: ID! y: ID! z: ID! }`;
    const [one, two, three] = ['x', 'y', 'z'].map((name) => `@key(fields: "${name}")`);
    expect(found(at(`${one} ${two}`), at(`${three}`))).toEqual([
      'KEY_ADDED T',
      'KEY_REMOVED T',
      'KEY_REMOVED T',
    ]);
    expect(found(at(`${one} ${two}`), at(`${two} ${one}`))).toEqual([]);
  });
});

describe('directives of users', () => {
  const at = (uses: string): string =>
    `directive @mine(a: Int) repeatable on FIELD_DEFINITION | OBJECT type T { x: Int ${uses} }`;

  it('may stand several times', () => {
    expect(found(at('@mine(a: 1) @mine(a: 1)'), at('@mine(a: 1)'))).toEqual([
      'DIRECTIVE_APPLICATION_REMOVED T.x',
    ]);
    expect(found(at('@mine(a: 1) @mine(a: 2)'), at('@mine(a: 2) @mine(a: 1)'))).toEqual([]);
    expect(found(at('@mine(a: 1)'), at('@mine(a: 2) @mine(a: 3)'))).toEqual([
      'DIRECTIVE_APPLICATION_ADDED T.x', 'DIRECTIVE_APPLICATION_ADDED T.x', 'DIRECTIVE_APPLICATION_REMOVED T.x',
    ]); // prettier-ignore
  });

  it('may stand at the schema, which its subgraph stands for', () => {
    const sdl = (use: string): string =>
      `directive @mine on SCHEMA extend schema ${use} type Query { x: Int }`;
    expect(found({ a: sdl('@mine') }, { a: `${sdl('@mine')} extend schema @tag(name: "t")` })).toEqual([]);
    expect(found({ a: sdl('@mine') }, { a: 'directive @mine on SCHEMA type Query { x: Int }' })).toEqual([
      'DIRECTIVE_APPLICATION_REMOVED a',
    ]);
  });

  it('may be defined in another order, and come and go unseen by clients', () => {
    const [one, other] = [
      'directive @d(a: Int, b: Int) on OBJECT | ENUM',
      'directive @d(b: Int, a: Int) on ENUM | OBJECT',
    ];
    expect(found(one ?? '', other ?? '')).toEqual([]);
    expect(found(one ?? '', '')).toEqual(['UNSEEN_ELEMENT_REMOVED @d']);
    expect(found('', other ?? '')).toEqual(['UNSEEN_ELEMENT_ADDED @d']);
  });

  it('that composition keeps are found where only supergraphs are known', () => {
    const sdl = (use: string): string => `extend schema
        @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
        @link(url: "https://example.test/mine/v1.0", import: ["@mine"]) @composeDirective(name: "@mine")
      directive @mine(a: Int) on FIELD_DEFINITION
      type Query { x: Int ${use} y: Int @mine(a: 1) }`;
    const [base, candidate] = ['', '@mine(a: 1)'].map((use) => graphVersion({ a: sdl(use) }));
    const changes = diffGraphs(extracted(base as GraphVersion), candidate as GraphVersion);
    expect(changes.map(({ code, coordinate }) => `${code} ${coordinate}`)).toEqual([
      'DIRECTIVE_APPLICATION_ADDED Query.x',
    ]);
  });
});

describe('a version that is known only by its supergraph', () => {
  const graph = graphVersion({
    a: `type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x: Int @external } type V @shareable { y: Int }`,
    b: `type T @key(fields: "id") @key(fields: "x") { id: ID! x: Int @shareable w(c: Int): Int @cost(weight: 3) @tag(name: "a") }
        type V @shareable { y: Int z: Int }`,
  });

  it('is the same as the one with its subgraphs', () => {
    expect(diffGraphs(graph, extracted(graph))).toEqual([]);
    expect(diffGraphs(extracted(graph), graph)).toEqual([]);
    expect(diffGraphs(extracted(graph), extracted(graph))).toEqual([]);
  });

  it('still shows changed keys, and no addresses that only one of them knows', () => {
    const other = graphVersion({
      'a@elsewhere': graph.subgraphs[0]?.sdl ?? '',
      b: (graph.subgraphs[1]?.sdl ?? '').replace('@key(fields: "x")', ''),
    });
    expect(diffGraphs(extracted(graph), other).map(({ code }) => code)).toEqual(['KEY_REMOVED']);
    expect(diffGraphs(extracted(graph), extracted(other)).map(({ code }) => code)).toEqual([
      'KEY_REMOVED',
      'SUBGRAPH_URL_CHANGED',
    ]);
  });
});

describe('what becomes inaccessible', () => {
  it('is told as removed and not twice', () => {
    expect(found('type T { x: Int y: Int }', 'type T { x: Int y: Int @inaccessible }')).toEqual([
      'FIELD_REMOVED T.y',
    ]);
    expect(found('type T { x: Int }', 'type T @inaccessible { x: Int }')).toEqual(['TYPE_REMOVED T']);
    expect(found('enum E { A B }', 'enum E { A B @inaccessible }')).toEqual(['VALUE_REMOVED_FROM_ENUM E.B']);
    expect(found('type T { x(a: Int): Int }', 'type T { x(a: Int @inaccessible): Int }')).toEqual([
      'ARG_REMOVED T.x(a:)',
    ]);
  });

  it('was hidden by what is around it, and that it still is, is told', () => {
    const change = {
      before: 'type T @inaccessible { x: Int @inaccessible }',
      after: 'type T @inaccessible { x: Int }',
      at: 'T.x',
    };
    expect(changesOf(change)).toMatchObject([
      {
        code: 'INACCESSIBLE_REMOVED',
        message: 'T.x is no longer @inaccessible; what is around it still hides it.',
      },
    ]);
  });
});

describe('a subgraph', () => {
  const entity = 'type Query { t: T } type T @key(fields: "id") { id: ID! x: Int y: Int }';

  it('that takes a type over, leaves no trace in another but the move', () => {
    const before = { a: entity, b: 'type Query { u: U } type U { v: Int }' };
    const after = {
      a: 'type Query { t: T u: U } type T @key(fields: "id") { id: ID! x: Int y: Int } type U { v: Int }',
      b: 'type Query { w: Int }',
    };
    expect(found(before, after)).toEqual(['FIELD_MOVED Query.u', 'FIELD_ADDED Query.w', 'TYPE_MOVED U']);
  });

  it('that is renamed is compared with what it was', () => {
    const before = {
      a: entity,
      b: 'type T @key(fields: "id") { id: ID! z: Int w: Int @requiresScopes(scopes: [["s"]]) }',
    };
    const after = {
      a: entity,
      c: 'type T @key(fields: "id") @key(fields: "w") { id: ID! z: Int w: Int @requiresScopes(scopes: [["s"]]) }',
    };
    expect(found(before, after)).toEqual(['KEY_ADDED T', 'SUBGRAPH_RENAMED c']);
  });

  it('that is new and has nothing of one that is gone is no renamed one', () => {
    const before = { a: entity, b: 'type Query { u: U } type U { v: Int }' };
    const after = { a: entity, c: 'type Query { w: W } type W { v: Int }' };
    expect(found(before, after)).toEqual(expect.arrayContaining(['SUBGRAPH_ADDED c', 'SUBGRAPH_REMOVED b']));
  });

  it('that is renamed is told from another that is less like it', () => {
    const u = (fields: string): string =>
      `type U @shareable { v: Int w: Int x: Int ${fields} } type Query { u: U @shareable }`;
    const before = { a: entity, b: u('y: Int z: Int') };
    const after = { a: entity, c: u('y: Int'), d: u('y: Int z: Int') };
    expect(found(before, after)).toContain('SUBGRAPH_RENAMED d');
    expect(found(before, after)).toContain('SUBGRAPH_ADDED c');
  });

  it('that joins others in defining a type is told once for the type', () => {
    const before = {
      a: 'type Query { x: Int } type V @shareable { x: Int y: Int }',
      b: 'type Query { z: Int }',
    };
    const after = { ...before, b: 'type Query { z: Int } type V @shareable { x: Int y: Int }' };
    expect(found(before, after)).toEqual(['DEFINED_IN_MORE_SUBGRAPHS V']);
    expect(found(after, before)).toEqual(['DEFINED_IN_FEWER_SUBGRAPHS V']);
  });

  it('that comes with an override takes over what another answered', () => {
    const after = {
      a: entity,
      b: 'type T @key(fields: "id") { id: ID! x: Int @override(from: "a", label: "percent(5)") }',
    };
    expect(changesOf({ before: { a: entity }, after, at: 'T.x' })).toMatchObject([
      {
        code: 'OVERRIDE_ADDED',
        coordinate: 'T.x',
        message: 'The subgraph "b" answers T.x in place of "a" when "percent(5)".',
      },
      { code: 'SUBGRAPH_ADDED', coordinate: 'b' },
    ]);
  });

  it('may call its root types as it likes', () => {
    const before = { a: 'schema { query: RootQuery } type RootQuery { x: Int y: Int }' };
    const after = { a: 'type Query { x: Int }' };
    expect(found(before, after)).toEqual(['FIELD_REMOVED Query.y']);
  });
});

describe('an interface object', () => {
  const a =
    'type Query { n: N } interface N @key(fields: "id") { id: ID! } type T implements N @key(fields: "id") { id: ID! }';
  const b = 'type N @interfaceObject @key(fields: "id") { id: ID! w: Int }';

  it('gives its new fields to the interface and its types', () => {
    expect(found({ a, b }, { a, b: b.replace('w: Int', 'w: Int v: Int') })).toEqual([
      'FIELD_ADDED N.v',
      'FIELD_ADDED T.v',
    ]);
  });
});
