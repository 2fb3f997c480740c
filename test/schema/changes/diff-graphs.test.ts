import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type GraphVersion } from '../../../schema/check/graph-version';
import { CHANGE_CODES } from '../../../schema/changes/change-codes';
import { diffGraphs } from '../../../schema/changes/diff-graphs';
import { graphVersion } from '../../kit/graph-versions';
import { ROOT } from '../../structure/source-files';

const ROOMS = ['devices', 'images', 'placements', 'subscribers'];

/** The graph of this project, with some of its text replaced. */
function telco(replace: (sdl: string) => string = (sdl) => sdl): GraphVersion {
  const read = (room: string): string =>
    readFileSync(path.join(ROOT, 'subgraphs', room, 'schema.graphql'), 'utf8');
  return graphVersion(Object.fromEntries(ROOMS.map((room) => [room, replace(read(room))])));
}

function lines(
  base: Readonly<Record<string, string>>,
  candidate: Readonly<Record<string, string>>,
): readonly string[] {
  return diffGraphs(graphVersion(base), graphVersion(candidate)).map(
    ({ code, coordinate, file, line }) => `${code} ${coordinate} ${file}:${line}`,
  );
}

describe('the differences of two versions', () => {
  it('are none when only white space, comments, order and extensions differ', () => {
    const base = {
      a: '"what" type Query { a(x: Int, y: Int): Int b: E } enum E { A B } union U = S | T type S { x: Int } type T { x: Int }',
    };
    const candidate = {
      a: '# comment\r\nunion U = T | S\r\n\r\nenum E { B A }\r\ntype T { x: Int } type S { x: Int }\n"""\nwhat\n"""\ntype Query { b: E } extend type Query { a(y: Int, x: Int): Int }',
    };
    expect(lines(base, candidate)).toEqual([]);
  });

  it('are in the order of their coordinates, whatever the order of the text', () => {
    const base = { a: 'type Query { b: Int a: Int }' };
    const candidate = {
      a: 'type Query { c: Int b: String! @deprecated(reason: "old") a: Int! } type A { x: Int }',
    };
    expect(lines(base, candidate).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'TYPE_ADDED A',
      'FIELD_TYPE_TIGHTENED Query.a',
      'DEPRECATION_ADDED Query.b',
      'FIELD_CHANGED_KIND Query.b',
      'FIELD_ADDED Query.c',
    ]);
  });

  it('tell a removed or added type once, and what refers to it', () => {
    const base = { a: 'type Query { a: Int t: T } type T { x: Int u: U } type U { x: Int }' };
    expect(
      lines(base, { a: 'type Query { a: Int }' }).map((line) => line.split(' ').slice(0, 2).join(' ')),
    ).toEqual(['FIELD_REMOVED Query.t', 'TYPE_REMOVED T', 'TYPE_REMOVED U']);
  });

  it('tell an operation type that comes or goes as its type', () => {
    const [base, candidate] = [
      { a: 'type Query { a: Int }' },
      { a: 'type Query { a: Int } type Mutation { a: Int }' },
    ];
    expect(lines(base, candidate)).toEqual(['TYPE_ADDED Mutation a.graphql:1']);
    expect(lines(candidate, base)).toEqual(['TYPE_REMOVED Mutation a.graphql:null']);
  });
});

describe('the place of a difference', () => {
  const a = '\ntype Query {\n  a: Int\n}';

  it('is where the candidate writes it, below its description', () => {
    const candidate = { a: '\ntype Query {\n  """\n  what\n  """\n  a(\n    x: Int\n  ): Int\n}' };
    expect(lines({ a }, candidate)).toEqual([
      'DESCRIPTION_ADDED Query.a a.graphql:6',
      'OPTIONAL_ARG_ADDED Query.a(x:) a.graphql:7',
    ]);
  });

  it('is what is left around something that is gone, in the subgraph that had it', () => {
    const base = { a, b: '\n\ntype Query {\n  b(x: Int): Int\n  c: Int\n}\nenum E { A }' };
    expect(lines(base, { a, b: '\n\ntype Query {\n  b: Int\n}' })).toEqual([
      'TYPE_REMOVED E b.graphql:null',
      'ARG_REMOVED Query.b(x:) b.graphql:4',
      'FIELD_REMOVED Query.c b.graphql:3',
    ]);
  });

  it('is none when the subgraph is gone with it', () => {
    const base = { a, b: 'type Query { a2: Int } type T { x: Int }' };
    expect(lines(base, { a })).toContain('TYPE_REMOVED T null:null');
    expect(lines(base, { a })).toContain('SUBGRAPH_REMOVED b null:null');
  });

  it('is in the subgraph that changed, when several write it', () => {
    const t = 'type T @shareable {\n  x: Int!\n}';
    const base = { a: `${a}\n${t}`, b: `type Query { b: Int }\n${t}` };
    const candidate = { ...base, b: base.b.replace('Int!', 'Int') };
    expect(lines(base, candidate)).toEqual(['FIELD_CHANGED_KIND T.x b.graphql:3']);
  });

  it('is in the subgraph that gave something up, when others still write it', () => {
    const base = {
      a: `${a}\ndirective @d on FIELD`,
      b: '\n\ntype Query {\n  a(x: Int): Int @shareable\n}\ndirective @d on FIELD',
    };
    const shared = { a: base.a.replace('a: Int', 'a(x: Int): Int @shareable'), b: base.b };
    expect(lines(shared, { ...shared, a: shared.a.replace('directive @d on FIELD', '') })).toEqual([
      'DIRECTIVE_REMOVED @d a.graphql:null',
    ]);
    expect(lines(shared, { ...shared, b: shared.b.replace('(x: Int)', '') })).toEqual([
      'ARG_REMOVED Query.a(x:) b.graphql:4',
    ]);
  });

  it('is in the subgraph that no longer has something, and not where nothing happened', () => {
    const t = 'type T @shareable {\n  x: Int\n  y: Int\n}';
    const base = { a: `${a}\n${t}`, b: `type Query { b: Int }\n\n${t}` };
    const candidate = { ...base, b: base.b.replace('  y: Int\n', '') };
    expect(lines(base, candidate)).toEqual(['DEFINED_IN_FEWER_SUBGRAPHS T.y b.graphql:3']);
  });

  it('is the file of a subgraph for what is said of the subgraph', () => {
    expect(lines({ a }, { a, b: 'type Query { b: Int }' })).toContain('SUBGRAPH_ADDED b b.graphql:null');
  });

  it('is that of a type also where a subgraph has its name', () => {
    const sdl = 'type Query { x: Int }\ntype T { x: Int }';
    expect(lines({ T: sdl }, { T: sdl.replace('type T', '"what" type T') })).toEqual([
      'DESCRIPTION_ADDED T T.graphql:2',
    ]);
  });

  it('is unknown for what was extracted from a supergraph', () => {
    const extracted = (version: GraphVersion): GraphVersion => ({
      ...version,
      subgraphs: version.subgraphs.map((subgraph) => ({ ...subgraph, file: null })),
    });
    const changes = diffGraphs(
      extracted(graphVersion({ a })),
      extracted(graphVersion({ a: a.replace('a: Int', 'b: Int') })),
    );
    expect(changes.map(({ file, line }) => `${file}:${line}`)).toEqual(['null:null', 'null:null']);
  });
});

describe('the graph of this project', () => {
  const own = telco();

  it('differs in nothing from itself', () => {
    expect(diffGraphs(own, own)).toEqual([]);
  });

  it('is compared in less than 300 ms of processor time', () => {
    const [base, candidate] = [
      own,
      telco((sdl) => sdl.replaceAll('approximateTotal: Int', 'approximateTotal: Int!')),
    ];
    const times = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage();
      expect(diffGraphs(base, candidate).length).toBe(1);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    });
    // The least is the work; what is above it is other work of this process, as garbage of former tests.
    expect(Math.min(...times)).toBeLessThan(300);
  });

  it('has only changes with codes of the table', () => {
    const changes = diffGraphs(
      own,
      telco((sdl) => sdl.replaceAll(': Int!', ': Int').replaceAll(' @authenticated', '')),
    );
    expect(changes.length).toBeGreaterThan(100);
    expect(changes.filter(({ code }) => !(code in CHANGE_CODES))).toEqual([]);
  });
});
