import { buildSchema, Kind, parse } from 'graphql';
import { UsageLog, type SentOperation } from '../../gateway/usage/usage-log';

const schema = buildSchema('enum E { A B } type Query { a(e: E, x: Int): Int b: Int }');

function sent(text: string, more: Partial<SentOperation> = {}): SentOperation {
  const document = parse(text);
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  return { schema, document, operation, client: null, given: {}, ...more };
}

function take(log: UsageLog): Record<string, unknown>[] {
  return log.take().map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('usage', () => {
  it('is counted anew in each interval', () => {
    const log = new UsageLog();
    const operation = sent('query ($e: E) { a(e: $e) }', { given: { e: 'A' } });
    log.note(operation, 1_000);
    log.note({ ...operation, client: 'c' }, 2_000);
    log.note(operation, 3_000);
    expect(take(log)).toMatchObject([
      { client: 'anonymous', count: 2, lastSeen: '1970-01-01T00:00:03.000Z', values: { E: ['A'] } },
      { client: 'c', count: 1, lastSeen: '1970-01-01T00:00:02.000Z' },
    ]);
    expect(take(log)).toEqual([]);
    log.note({ ...operation, given: { e: 'B' } });
    expect(take(log)).toMatchObject([{ count: 1, values: { E: ['B'] } }]);
  });

  it('is one entry for documents that differ in literals', () => {
    const log = new UsageLog();
    for (let number = 0; number < 100; number += 1) log.note(sent(`{ a(x: ${number}) }`));
    expect(take(log)).toMatchObject([{ count: 100, document: '{a(x:1)}' }]);
  });

  it('is left out when the interval is full, and counted as such', () => {
    const log = new UsageLog(5_000);
    for (let number = 0; number < 100; number += 1) log.note(sent(`{ f${number}: b }`));
    expect(log.dropped).toBeGreaterThan(85);
    expect(take(log).length + log.dropped).toBe(100);
    log.note(sent('{ b }'));
    expect(take(log)).toHaveLength(1);
  });

  it('is counted for what is known when the interval is full', () => {
    const log = new UsageLog(1_100);
    const first = sent('{ b }');
    for (const operation of [first, sent('{ c: b }'), sent('{ d: b }'), first]) log.note(operation);
    expect(take(log)).toMatchObject([{ document: '{b}', count: 2 }, { document: '{c:b}' }]);
    expect(log.dropped).toBe(1);
  });

  it('notes no name that the schema does not have', () => {
    const log = new UsageLog();
    const given = { e: ['A', 'CANARY', 7, null, { CANARY: 1 }] };
    log.note(sent('query ($e: [E]) { b @skip(if: false) }', { given }));
    expect(take(log)).toMatchObject([{ values: { E: ['A'] }, inputFields: [] }]);
  });
});
