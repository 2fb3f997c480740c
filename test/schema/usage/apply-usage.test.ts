import { applyUsage } from '../../../schema/usage/apply-usage';
import { changed, recorded } from '../../kit/recorded';
import { versionOf } from '../../kit/graph-version';

const BASE =
  'enum State { ON OFF } type Query { a: Int b(x: Int): Int c: State d(s: State, n: Int): Int } type Mutation { m: Int }';
const base = versionOf(BASE);
const withoutA = versionOf(BASE.replace('a: Int', ''));
const removedA = changed('FIELD_REMOVED', 'Query.a');

describe('applying usage', () => {
  it('names client, operation, count and the last time', () => {
    const operation = recorded('query A { a }', { operation: 'A', lastSeen: '2026-01-02T03:04:05Z' });
    const affected = [{ client: 'team', operation: 'A', count: 3, lastSeen: '2026-01-02T03:04:05Z' }];
    expect(applyUsage([removedA], base, withoutA, [operation])).toEqual([{ ...removedA, affected }]);
  });

  it('says that nothing breaks when nothing was recorded', () => {
    expect(applyUsage([removedA], base, withoutA, [])).toMatchObject([
      { severity: 'dangerous', affected: [] },
    ]);
  });

  it('adds up what one client sends under one name', () => {
    const operations = [
      recorded('{ a }', { lastSeen: '2026-01-02T00:00:00Z' }),
      recorded('{ a b }', { count: 2, lastSeen: '2026-02-02T00:00:00Z' }),
      recorded('{ x: a }', { count: 1, isTrusted: true }),
      recorded('{ a }', { client: 'other' }),
    ];
    const [change] = applyUsage([removedA], base, withoutA, operations);
    expect(change?.affected).toEqual([
      { client: 'team', operation: 'anonymous', count: 5, lastSeen: '2026-02-02T00:00:00Z' },
      { client: 'other', operation: 'anonymous', count: 3, lastSeen: null },
    ]);
  });

  it('counts a trusted document that was also recorded as often as it was recorded', () => {
    const operations = [recorded('{ a }', { count: 1, isTrusted: true }), recorded('{ x: a }', { count: 7 })];
    const [change] = applyUsage([removedA], base, withoutA, operations);
    expect(change?.affected).toMatchObject([{ count: 7 }]);
  });

  it('ignores operations that were invalid before', () => {
    const operations = [
      recorded('{ a gone }'),
      recorded('subscription { s }'),
      recorded('fragment F on Query { a }'),
    ];
    expect(applyUsage([removedA], base, withoutA, operations)).toMatchObject([{ severity: 'dangerous' }]);
  });

  it('looks only at the operation that is named of a document of several', () => {
    const document = 'query A { a } query B { b }';
    const changes = applyUsage([removedA], base, withoutA, [recorded(document, { operation: 'B' })]);
    expect(changes).toMatchObject([{ severity: 'dangerous' }]);
    const other = applyUsage([removedA], base, withoutA, [recorded(document, { operation: 'A' })]);
    expect(other).toMatchObject([{ severity: 'breaking' }]);
    const unknown = applyUsage([removedA], base, withoutA, [recorded(document, { operation: 'C' })]);
    expect(unknown).toMatchObject([{ severity: 'dangerous' }]);
  });

  it('takes the only operation of a document whatever the record calls it', () => {
    const operation = recorded('query A { a }', { operation: 'hash:1' });
    expect(applyUsage([removedA], base, withoutA, [operation])).toMatchObject([{ severity: 'breaking' }]);
  });

  it('leaves what is safe as it is', () => {
    const added = changed('FIELD_ADDED', 'Query.a', { severity: 'safe' });
    expect(applyUsage([added], base, base, [recorded('{ a }')])).toEqual([added]);
  });

  // prettier-ignore
  it.each([
    ['SUBGRAPH_REMOVED', 'my-subgraph'], ['SUBGRAPH_REMOVED', 'Query'], ['KEY_REMOVED', 'Hidden'], ['X', 'no coordinate'],
    ['AUTHENTICATED_REMOVED', 'Query.b'], ['SCOPES_REMOVED', 'Query.b'], ['SCOPES_LOOSENED', 'Query.a'],
    ['POLICY_REMOVED', 'Query.b'], ['POLICY_LOOSENED', 'Query.b'], ['INACCESSIBLE_REMOVED', 'Query.b'], ['TAG_ADDED', 'Query.a'],
    ['PROTECTION_LEFT_TO_OTHERS', 'Query.b'],
  ])('leaves as it is what operations cannot tell: %s at %s', (code, coordinate) => {
    const change = changed(code, coordinate, { severity: 'dangerous' });
    expect(applyUsage([change], base, base, [recorded('{ a }')])).toEqual([change]);
  });

  it('lowers a requirement that is new where nobody asks', () => {
    const closed = changed('AUTHENTICATED_ADDED', 'Query.b');
    expect(applyUsage([closed], base, base, [recorded('{ a }')])).toMatchObject([{ severity: 'dangerous' }]);
    expect(applyUsage([closed], base, base, [recorded('{ b }')])).toMatchObject([{ severity: 'breaking' }]);
  });

  it('calls a removed enum value dangerous that is only read', () => {
    const candidate = versionOf(BASE.replace('OFF', ''));
    const [change] = applyUsage([changed('VALUE_REMOVED_FROM_ENUM', 'State.OFF')], base, candidate, [
      recorded('{ c }'),
    ]);
    expect(change).toMatchObject({ severity: 'dangerous', affected: [{ client: 'team' }] });
  });

  it('does not name who only reads a removed enum value beside those who send it', () => {
    const candidate = versionOf(BASE.replace('OFF', ''));
    const operations = [
      recorded('{ c }', { client: 'reader' }),
      recorded('{ d(s: OFF) }', { client: 'writer' }),
    ];
    const [change] = applyUsage(
      [changed('VALUE_REMOVED_FROM_ENUM', 'State.OFF')],
      base,
      candidate,
      operations,
    );
    expect(change).toMatchObject({ severity: 'breaking', affected: [{ client: 'writer' }] });
  });

  it('keeps those that a change names already', () => {
    const partner = { client: 'partner', operation: null, count: 1, lastSeen: null };
    const [change] = applyUsage([{ ...removedA, affected: [partner] }], base, withoutA, [recorded('{ a }')]);
    expect(change?.affected).toMatchObject([partner, { client: 'team' }]);
  });

  it('tells how far it is', () => {
    const seen: number[][] = [];
    const operations = [recorded('{ a }'), recorded('{ a }', { client: 'other' }), recorded('{ b }')];
    applyUsage([], base, base, operations, { onProgress: (...progress) => seen.push(progress) });
    expect(seen).toEqual([
      [2, 3],
      [3, 3],
    ]);
  });

  it('reads @defer, which the schema of clients does not define', () => {
    const operation = recorded('{ ... @defer { a } }');
    expect(applyUsage([removedA], base, withoutA, [operation])).toMatchObject([{ severity: 'breaking' }]);
  });
});

describe('an operation that is not valid any more', () => {
  // prettier-ignore
  const cases: readonly [document: string, from: string, to: string, coordinate: string][] = [
    ['{ a }', 'a: Int', '', 'Query.a'],
    ['{ b(x: 1) }', 'x: Int', 'y: Int', 'Query.b(x:)'],
    ['{ b(x: 1) }', 'x: Int', 'x: String', 'Query.b(x:)'],
    ['{ d(s: OFF) }', 'OFF', '', 'State.OFF'],
    ['query ($s: State) { d(s: $s) }', 's: State,', 's: State!,', 'Query.d(s:)'],
    ['{ b }', 'x: Int', 'x: Int!', 'Query.b'],
    ['mutation { m }', 'type Mutation { m: Int }', '', 'Mutation'],
    ['mutation { m }', 'type Mutation { m: Int }', 'type Mutation { n: Int }', 'Mutation.m'],
  ];

  it.each(cases)('is a break of its own: %s without %s', (document, from, to, coordinate) => {
    const candidate = versionOf(BASE.replace(from, to));
    const [change] = applyUsage([], base, candidate, [recorded(document)]);
    expect(change).toMatchObject({ code: 'OPERATION_INVALID', severity: 'breaking', coordinate });
    expect(change?.affected).toMatchObject([{ client: 'team', operation: 'anonymous', count: 3 }]);
  });

  it('is one break for all that fail for the same reason', () => {
    const changes = applyUsage([], base, withoutA, [
      recorded('{ a }'),
      recorded('{ a b }', { client: 'other' }),
    ]);
    expect(changes).toHaveLength(1);
    expect(changes[0]?.affected.map(({ client }) => client)).toEqual(['team', 'other']);
  });

  it('is no second break when a breaking change names it', () => {
    expect(applyUsage([removedA], base, withoutA, [recorded('{ a }')])).toHaveLength(1);
  });

  it('is a break although a dangerous change names it', () => {
    const mild = changed('FIELD_REMOVED', 'Query.a', { severity: 'dangerous' });
    const codes = applyUsage([mild], base, withoutA, [recorded('{ a }')]).map(({ code }) => code);
    expect(codes).toEqual(['FIELD_REMOVED', 'OPERATION_INVALID']);
  });
});
