import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readPieces, readTraffic } from '../../../schema/usage/read-traffic';
import { makeTestFolder } from '../../kit/temporary-folder';

const LINE = { client: 'billing', operation: 'A', document: 'query A { a }', count: 3, lastSeen: '2026-01-02T03:04:05Z' }; // prettier-ignore

function text(...lines: object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

describe('a traffic file', () => {
  it('is one operation a line', () => {
    expect(readTraffic(text(LINE), 'f')).toEqual({ operations: [{ ...LINE, seen: {} }], errors: [] });
  });

  it('may be empty', () => {
    expect(readTraffic('', 'f')).toEqual({ operations: [], errors: [] });
  });

  it('may have a byte order mark, CRLF and empty lines', () => {
    const crlf = `\uFEFF${JSON.stringify(LINE)}\r\n\r\n${JSON.stringify(LINE)}\r\n\r\n`;
    expect(readTraffic(crlf, 'f')).toMatchObject({ operations: [{ count: 6 }], errors: [] });
  });

  it('may end without a line break, and be nothing but a mark', () => {
    expect(readTraffic(`\uFEFF${JSON.stringify(LINE)}`, 'f').operations).toHaveLength(1);
    expect(readTraffic('\uFEFF', 'f')).toEqual({ operations: [], errors: [] });
  });

  it('may have keys that are not known', () => {
    expect(readTraffic(text({ ...LINE, novel: { x: 1 } }), 'f').errors).toEqual([]);
  });

  it('may come in pieces of any size', () => {
    const whole = text(LINE, { ...LINE, client: 'ü' }, LINE);
    const read = readTraffic(whole, 'f');
    for (const size of [1, 7, 1_000]) {
      const pieces = whole.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect(readTraffic(pieces, 'f')).toEqual(read);
    }
  });

  it('is read from the disk in pieces that split no character', () => {
    const file = path.join(makeTestFolder().path, 'traffic.ndjson');
    writeFileSync(file, text({ ...LINE, client: 'ü€😀' }));
    const pieces = [...readPieces(file, 3)];
    expect(readTraffic(pieces, file).operations).toMatchObject([{ client: 'ü€😀' }]);
  });

  it('adds up the intervals of an operation', () => {
    const { operations } = readTraffic(
      text(
        { ...LINE, values: { State: ['ON'] }, inputFields: ['In', 'In.a'] },
        { ...LINE, lastSeen: '2026-01-02T04:00:00+02:00', values: { State: ['OFF'], Tone: ['LOW'] }, inputFields: ['In.b'] },
        { ...LINE, lastSeen: null, values: {}, inputFields: [] },
      ),
      'f',
    ); // prettier-ignore
    expect(operations).toMatchObject([{ count: 9, lastSeen: '2026-01-02T03:04:05Z' }]);
    expect(operations[0]?.seen).toEqual({
      values: new Map([
        ['State', new Set(['ON', 'OFF'])],
        ['Tone', new Set(['LOW'])],
      ]),
      inputFields: new Set(['In', 'In.a', 'In.b']),
    });
  });

  it('knows of no values when one interval did not record them', () => {
    const { operations } = readTraffic(text({ ...LINE, values: { State: ['ON'] } }, LINE), 'f');
    expect(operations[0]?.seen).toEqual({});
  });

  it('takes the name from the document when the line has none', () => {
    const { operations } = readTraffic(
      text({ ...LINE, operation: null }, { ...LINE, operation: '', document: '{ a }' }),
      'f',
    );
    expect(operations.map(({ operation }) => operation)).toEqual(['A', 'anonymous']);
  });

  // prettier-ignore
  it.each([
    ['{"client": ', 'expected one JSON object on the line'],
    ['[1]', 'expected one JSON object on the line, but got another value'],
    ['null', 'expected one JSON object on the line, but got another value'],
    [JSON.stringify({ ...LINE, client: 7 }), '"client" must be a string, but got 7'],
    [JSON.stringify({ ...LINE, operation: 7 }), '"operation" must be a string or null, but got 7'],
    [JSON.stringify({ client: 'a', operation: 'b', count: 1, lastSeen: null }), '"document" must be a string, but got nothing'],
    [JSON.stringify({ ...LINE, document: 'query {' }), '"document" is not GraphQL: Syntax Error'],
    [JSON.stringify({ ...LINE, document: '' }), '"document" is not GraphQL: Syntax Error'],
    [JSON.stringify({ ...LINE, count: '3' }), '"count" must be a whole number from 0, but got "3"'],
    [JSON.stringify({ ...LINE, count: 1.5 }), '"count" must be a whole number from 0, but got 1.5'],
    [JSON.stringify({ ...LINE, count: -1 }), '"count" must be a whole number from 0, but got -1'],
    [JSON.stringify({ ...LINE, lastSeen: 'yesterday' }), '"lastSeen" must be an RFC 3339 time or null, but got "yesterday"'],
    [JSON.stringify({ ...LINE, lastSeen: '2026-99-99' }), '"lastSeen" must be an RFC 3339 time or null'],
    [JSON.stringify({ ...LINE, values: [] }), '"values" must be an object with lists of enum values'],
    [JSON.stringify({ ...LINE, values: { A: 'B' } }), '"values.A" must be a list of strings, but got "B"'],
    [JSON.stringify({ ...LINE, inputFields: [1] }), '"inputFields" must be a list of strings, but got 1'],
    [JSON.stringify({ ...LINE, client: { long: 'x'.repeat(100) } }), '…'],
  ])('is refused with file and line for %s', (line, message) => {
    const { errors } = readTraffic(`${text(LINE)}\n${line}\n${text(LINE)}`, 'traffic.ndjson');
    expect(errors).toEqual([{ file: 'traffic.ndjson', line: 3, message: expect.stringContaining(message) }]);
  });

  it('tells of twenty broken lines at most', () => {
    expect(readTraffic('x\n'.repeat(100), 'f').errors).toHaveLength(20);
  });
});
