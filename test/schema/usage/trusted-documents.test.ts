import { readTrustedDocuments, type TrustedFile } from '../../../schema/usage/read-trusted-documents';
import { mergeOperations } from '../../../schema/usage/merge-operations';
import { recorded } from '../../kit/recorded';

function file(path: string, text: string): TrustedFile {
  return { file: `operations/${path}`, path, text };
}

describe('trusted documents', () => {
  it('are the operations of the client that the file is named after', () => {
    const { operations } = readTrustedDocuments([file('billing.graphql', 'query A { a } query B { b }')]);
    const common = { client: 'billing', count: 1, lastSeen: null, isTrusted: true, seen: {} };
    expect(operations).toEqual([
      { ...common, operation: 'A', document: 'query A {\n  a\n}' },
      { ...common, operation: 'B', document: 'query B {\n  b\n}' },
    ]);
  });

  it('may be in a folder for each client, and have no name', () => {
    const { operations } = readTrustedDocuments([file('portal/one.graphql', '\uFEFF{ a }')]);
    expect(operations).toMatchObject([{ client: 'portal', operation: 'anonymous' }]);
  });

  it('share fragments within a client, the one in the same file first', () => {
    const { operations } = readTrustedDocuments([
      file('portal/one.graphql', 'query A { ...F } fragment F on Query { a }'),
      file('portal/two.graphql', 'fragment F on Query { b }'),
      file('portal/three.graphql', 'query B { ...F }'),
    ]);
    expect(operations.map(({ document }) => document.replace(/\s+/g, ' '))).toEqual([
      'query A { ...F } fragment F on Query { a }',
      'query B { ...F } fragment F on Query { b }',
    ]);
  });

  it('may be none', () => {
    const empty = readTrustedDocuments([file('a.graphql', ''), file('b.graphql', '# later\r\n')]);
    expect(empty).toEqual({ operations: [], errors: [] });
  });

  it('are refused with file and line when they are not GraphQL', () => {
    const read = readTrustedDocuments([file('a.graphql', '{ a }'), file('b.graphql', '{ a }\nquery {')]);
    expect(read.operations).toEqual([]);
    expect(read.errors).toEqual([
      { file: 'operations/b.graphql', line: 2, message: expect.stringContaining('Syntax Error') },
    ]);
  });

  it('count as often as they were recorded', () => {
    const trusted = recorded('{ a }', { count: 1, isTrusted: true });
    const sent = recorded('{ a }', { count: 9, lastSeen: '2026-01-01T00:00:00Z' });
    const merged = { count: 9, isTrusted: true, lastSeen: '2026-01-01T00:00:00Z' };
    expect(mergeOperations([trusted], [sent])).toMatchObject([merged]);
    expect(mergeOperations([sent], [trusted])).toMatchObject([merged]);
    expect(mergeOperations([trusted], [trusted])).toMatchObject([{ count: 1 }]);
  });
});
