import { checkGraphs, failedCheck, type CheckInput } from '../../../schema/check/check-graphs';
import type { GraphVersion } from '../../../schema/check/graph-version';
import { buildVersion } from '../../../schema/composition/build-version';
import { DEFAULT_LINT_CONFIG } from '../../../schema/lint/lint-config';
import type { RecordedOperation } from '../../../schema/usage/recorded-operation';
import { LINK } from '../../kit/sdl';

/** A version of subgraphs by their names, each in the file `<name>.graphql`. */
function versionOf(subgraphs: Readonly<Record<string, string>>): GraphVersion {
  const sources = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: `http://${name}`,
    sdl: `${LINK}\n${sdl}`,
    file: `${name}.graphql`,
  }));
  const { version, errors } = buildVersion({ kind: 'subgraphs', subgraphs: sources });
  if (!version) throw new Error(errors.map(({ message }) => message).join('\n'));
  return version;
}

const A = `type Query { a: A @tag(name: "p") b: Int }
type A @key(fields: "id") { id: ID! @tag(name: "p") x: Int @tag(name: "p") y: Int }`;

function inputOf(candidate: string | Record<string, string>, rest: Partial<CheckInput> = {}): CheckInput {
  return {
    base: versionOf({ a: A }),
    candidate: versionOf(typeof candidate === 'string' ? { a: candidate } : candidate),
    hints: [],
    usage: { operations: [], isRecorded: false },
    partners: [],
    approvals: [],
    today: '2026-06-01',
    planLimits: {},
    ...rest,
  };
}

const partner = (name: string, rest: object = {}) => ({
  name,
  include: ['p'],
  exclude: [],
  file: `${name}.yaml`,
  ...rest,
});

function recorded(client: string, document: string): RecordedOperation {
  return { client, operation: 'Q', document, count: 3, lastSeen: null, seen: {} };
}

/** The changes of a check as `severity code coordinate [clients]`. */
async function changesOf(input: CheckInput): Promise<string[]> {
  const { changes } = await checkGraphs(input);
  return changes.map(({ severity, code, coordinate, affected }) =>
    [severity, code, coordinate, affected.map(({ client }) => client).join()].join(' ').trimEnd(),
  );
}

describe('a check', () => {
  it('of two equal versions finds nothing', async () => {
    expect(await checkGraphs(inputOf(A))).toEqual({
      conclusion: 'safe',
      changes: [],
      composition: { errors: [], hints: [] },
      plans: [],
    });
  });

  it('orders by weight, then by coordinate', async () => {
    const candidate = A.replace(' x: Int @tag(name: "p")', '').replace(' b: Int', ' c: Int');
    expect(await changesOf(inputOf(candidate))).toEqual([
      'breaking FIELD_REMOVED A.x',
      'breaking FIELD_REMOVED Query.b',
      'safe FIELD_ADDED Query.c',
    ]);
  });

  it('tells a subgraph that came, and one that is called otherwise', async () => {
    expect(await changesOf(inputOf({ a: A, b: 'type B { x: Int }' }))).toContain('safe SUBGRAPH_ADDED b');
    expect(await changesOf(inputOf({ other: A }))).toEqual(['dangerous SUBGRAPH_RENAMED other']);
  });

  it('tells hints, and lints when asked', async () => {
    const hints = [{ code: 'X', message: 'x', file: null, line: null }];
    const candidate = A.replace(' b: Int', ' b: Int bad_name: Int');
    const { composition, changes } = await checkGraphs(
      inputOf(candidate, { hints, lint: DEFAULT_LINT_CONFIG }),
    );
    expect(composition.hints).toEqual(hints);
    expect(changes.filter(({ coordinate }) => coordinate === 'Query.bad_name').length).toBeGreaterThan(1);
    expect(await changesOf(inputOf(candidate))).toEqual(['safe FIELD_ADDED Query.bad_name']);
  });

  it('weighs by traffic, and without it breaks whoever is known', async () => {
    const candidate = A.replace(' y: Int', '').replace(' b: Int', '');
    const operations = [recorded('portal', 'query Q { b }')];
    expect(await changesOf(inputOf(candidate, { usage: { operations, isRecorded: true } }))).toEqual([
      'breaking FIELD_REMOVED Query.b portal',
      'dangerous FIELD_REMOVED A.y',
    ]);
    expect(await changesOf(inputOf(candidate, { usage: { operations, isRecorded: false } }))).toEqual([
      'breaking FIELD_REMOVED A.y',
      'breaking FIELD_REMOVED Query.b portal',
    ]);
  });

  it('stops a plan that grew by more than is allowed, and tells its progress', async () => {
    const split = {
      a: 'type Query { a: A @tag(name: "p") b: Int } type A @key(fields: "id") { id: ID! @tag(name: "p") y: Int }',
      c: 'type A @key(fields: "id") { id: ID! x: Int @tag(name: "p") }',
    };
    const usage = { operations: [recorded('portal', 'query Q { a { x } }')], isRecorded: true };
    const done: number[] = [];
    const input = inputOf(split, {
      usage,
      planLimits: { maxExtraFetches: 0, growthSeverity: 'breaking' },
      onProgress: (count) => done.push(count),
    });
    const { conclusion, plans, changes } = await checkGraphs(input);
    expect(conclusion).toBe('breaking');
    expect(plans).toMatchObject([{ before: { fetches: 1 }, after: { fetches: 2, subgraphs: ['a', 'c'] } }]);
    expect(changes[0]).toMatchObject({ code: 'PLAN_GREW', affected: [{ client: 'portal', count: 3 }] });
    expect(done).toContain(1);
  });

  it('lets approved breaks through', async () => {
    const approval = {
      code: 'FIELD_REMOVED',
      coordinate: 'Query.b',
      until: '2026-06-01',
      reason: 'r',
      file: 'f',
      line: 1,
    };
    const { conclusion } = await checkGraphs(inputOf(A.replace(' b: Int', ''), { approvals: [approval] }));
    expect(conclusion).toBe('safe');
  });

  it('finds the lines of a supergraph file', async () => {
    const { version } = buildVersion({
      kind: 'supergraph',
      sdl: versionOf({ a: A.replace(' x: Int @tag(name: "p")', '') }).supergraph,
      file: 'super.graphql',
    });
    const { changes } = await checkGraphs({ ...inputOf(A), candidate: version ?? versionOf({ a: A }) });
    expect(changes).toMatchObject([{ coordinate: 'A.x', file: 'super.graphql', line: expect.any(Number) }]);
  });

  it('that could not be made has errors and nothing else', () => {
    const error = { code: 'X', message: 'x', file: null, line: null };
    expect(failedCheck([error])).toEqual({
      conclusion: 'failed',
      changes: [],
      composition: { errors: [error], hints: [] },
      plans: [],
    });
  });
});

describe('partners', () => {
  it('are named in a break that others have, too', async () => {
    const candidate = A.replace(' x: Int @tag(name: "p")', '');
    expect(await changesOf(inputOf(candidate, { partners: [partner('acme'), partner('globex')] }))).toEqual([
      'breaking FIELD_REMOVED A.x acme,globex',
    ]);
  });

  it('are hurt by what leaves their contract alone', async () => {
    const candidate = A.replace(' x: Int @tag(name: "p")', ' x: Int');
    const { changes } = await checkGraphs(
      inputOf(candidate, { partners: [partner('acme'), partner('globex')] }),
    );
    expect(changes[0]).toMatchObject({
      code: 'FIELD_REMOVED',
      severity: 'breaking',
      coordinate: 'A.x',
      message: expect.stringMatching(/^In the contract of acme, globex: /),
      affected: [{ client: 'acme', operation: null }, { client: 'globex', operation: null }],
      file: 'a.graphql',
    }); // prettier-ignore
  });

  it('are told what enters their contract, and nothing of what does not', async () => {
    const candidate = A.replace(' y: Int', ' y: Int @tag(name: "p") z: Int');
    const changes = await changesOf(inputOf(candidate, { partners: [partner('acme')] }));
    expect(changes).toEqual([
      'dangerous TAG_ADDED A.y acme',
      'safe FIELD_ADDED A.y acme',
      'safe FIELD_ADDED A.z',
    ]);
  });

  it('stay hurt when nobody was recorded, for a contract is a promise', async () => {
    const candidate = A.replace(' x: Int @tag(name: "p")', '');
    const usage = { operations: [], isRecorded: true };
    expect(await changesOf(inputOf(candidate, { usage, partners: [partner('acme')] }))).toEqual([
      'breaking FIELD_REMOVED A.x acme',
    ]);
  });

  it('whose own operations were recorded are hurt by what those touch', async () => {
    const candidate = A.replace(' x: Int @tag(name: "p")', '');
    const recordedAs = (document: string) => ({ operations: [recorded('acme', document)], isRecorded: true });
    const check = (document: string) =>
      changesOf(inputOf(candidate, { usage: recordedAs(document), partners: [partner('acme')] }));
    expect(await check('query Q { a { id } }')).toEqual(['dangerous FIELD_REMOVED A.x']);
    expect(await check('query Q { a { x } }')).toEqual(['breaking FIELD_REMOVED A.x acme']);
  });

  it('have a contract that is no schema any more, or was none', async () => {
    const candidate = A.replaceAll(' @tag(name: "p")', '');
    expect(await changesOf(inputOf(candidate, { partners: [partner('acme')] }))).toContain(
      'breaking CONTRACT_INVALID acme acme',
    );
    expect(await changesOf(inputOf(A, { partners: [partner('none', { include: ['nope'] })] }))).toEqual([
      'dangerous CONTRACT_INVALID none',
    ]);
  });

  it('are not named when a tag does nothing to their contract', async () => {
    const before =
      'type Query { a: Int @tag(name: "p") b: Int @tag(name: "p") @tag(name: "q") @tag(name: "r") }';
    const input = {
      ...inputOf(before.replace('b: Int @tag(name: "p")', 'b: Int').replace(' @tag(name: "r")', '')),
      base: versionOf({ a: before }),
    };
    const partners = [
      partner('acme'),
      partner('both', { include: ['p', 'q'] }),
      partner('other', { include: ['q'] }),
      partner('all', { include: [], exclude: ['z'] }),
    ];
    expect(await changesOf({ ...input, partners })).toEqual([
      'breaking FIELD_REMOVED Query.b acme',
      'dangerous TAG_REMOVED Query.b acme',
      'dangerous TAG_REMOVED Query.b',
    ]);
  });

  it('are not named when other subgraphs answer what they see', async () => {
    const [a, b] = ['type A @key(fields: "id") { id: ID! x: Int }', 'type A @key(fields: "id") { id: ID! }'];
    const input = inputOf({ a: `type Query { a: A } ${b}`, c: a });
    const base = versionOf({ a: `type Query { a: A } ${a}`, b });
    const all = partner('all', { include: [], exclude: ['z'] });
    const { changes } = await checkGraphs({ ...input, base, partners: [all] });
    expect(changes.map(({ code }) => code)).toContain('FIELD_MOVED');
    expect(changes.flatMap(({ affected }) => affected)).toEqual([]);
  });

  it('are told of an argument that enters their contract, and of none that they do not see', async () => {
    const before = 'type Query { e(k: Int): Int @tag(name: "p") f(k: Int): Int }';
    const candidate = before.replaceAll('(k: Int)', '(k: Int l: Int)');
    const input = { ...inputOf(candidate), base: versionOf({ a: before }), partners: [partner('acme')] };
    expect(await changesOf(input)).toEqual([
      'dangerous OPTIONAL_ARG_ADDED Query.e(l:) acme',
      'dangerous OPTIONAL_ARG_ADDED Query.f(l:)',
    ]);
  });

  it('do not hide one of two members that leave a union at once', async () => {
    const before = `type Query { u: U @tag(name: "p") b: B c: C }
      type A { x: Int @tag(name: "p") } type B { x: Int @tag(name: "p") } type C { x: Int }
      union U @tag(name: "p") = A | B | C`;
    const input = { ...inputOf(before.replace('= A | B | C', '= A')), base: versionOf({ a: before }) };
    const { changes } = await checkGraphs({ ...input, partners: [partner('acme')] });
    expect(
      changes
        .filter(({ code }) => code === 'TYPE_REMOVED_FROM_UNION')
        .map(({ message, affected }) => [message, affected.map(({ client }) => client).join()]),
    ).toEqual([
      ['B was removed from the union U.', 'acme'],
      ['C was removed from the union U.', ''],
    ]);
  });

  it('keep two tags, two keys and two subgraphs at one coordinate apart', async () => {
    const tags = '@tag(name: "p") @tag(name: "q")';
    const before = `type Query { a: A ${tags} } type A @key(fields: "id") @key(fields: "x") { id: ID! x: Int }`;
    const candidate = before.replace(tags, '').replace('@key(fields: "id") @key(fields: "x")', '');
    const input = { ...inputOf(candidate), base: versionOf({ a: before }) };
    const { changes } = await checkGraphs({ ...input, partners: [] });
    const told = changes.filter(({ code }) => code === 'TAG_REMOVED' || code.startsWith('KEY_'));
    expect(new Set(told.map(({ message }) => message)).size).toBe(4);
  });

  it('see values of enums, arguments and directives like clients do', async () => {
    const before = 'enum E @tag(name: "p") { ONE TWO } type Query { e(k: E): E @tag(name: "p") f: Int }';
    const input = {
      ...inputOf(before.replace(' TWO', '').replace('(k: E)', '')),
      base: versionOf({ a: before }),
    };
    expect(await changesOf({ ...input, partners: [partner('acme')] })).toEqual([
      'breaking VALUE_REMOVED_FROM_ENUM E.TWO acme',
      'breaking ARG_REMOVED Query.e(k:) acme',
    ]);
  });
});
