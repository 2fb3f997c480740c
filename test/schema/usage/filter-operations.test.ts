import { filterOperations } from '../../../schema/usage/filter-operations';
import { parseSince } from '../../../schema/usage/parse-since';
import { recorded } from '../../kit/recorded';

const OPERATIONS = [
  recorded('{ a }', { client: 'old', lastSeen: '2025-12-31T23:59:59Z', count: 5 }),
  recorded('{ a }', { client: 'new', lastSeen: '2026-01-01T01:00:00+01:00', count: 5 }),
  recorded('{ a }', { client: 'undated', count: 4 }),
  recorded('{ a }', { client: 'never', count: 0 }),
  recorded('{ a }', { client: 'trusted', count: 1, isTrusted: true }),
];

function clients(filter: Parameters<typeof filterOperations>[1]): string[] {
  return filterOperations(OPERATIONS, filter).map(({ client }) => client);
}

describe('of the recorded operations', () => {
  it('all count that were sent', () => {
    expect(clients({})).toEqual(['old', 'new', 'undated', 'trusted']);
  });

  it('those count that were seen since a time, or of which it is not known', () => {
    expect(clients({ since: new Date('2026-01-01T00:00:00Z') })).toEqual(['new', 'undated', 'trusted']);
  });

  it('those count that were sent often enough, or are trusted', () => {
    expect(clients({ minCount: 5 })).toEqual(['old', 'new', 'trusted']);
  });

  it('those of excluded clients do not count, trusted or not', () => {
    expect(clients({ excludeClients: ['trusted', 'old'] })).toEqual(['new', 'undated']);
  });
});

describe('since', () => {
  const now = new Date('2026-03-31T12:00:00Z');

  it.each([
    ['30d', '2026-03-01T12:00:00.000Z'],
    ['2w', '2026-03-17T12:00:00.000Z'],
    ['36h', '2026-03-30T00:00:00.000Z'],
    ['5m', '2026-03-31T11:55:00.000Z'],
    ['1s', '2026-03-31T11:59:59.000Z'],
    ['2026-01-02', '2026-01-02T00:00:00.000Z'],
    ['2026-01-02T03:04:05+01:00', '2026-01-02T02:04:05.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseSince(text, now)?.toISOString()).toBe(expected);
  });

  it.each(['', '30', '30x', 'd', '-3d', 'yesterday', '2026-13-45', '999999999w', '12'])(
    '%s is no time',
    (text) => {
      expect(parseSince(text, now)).toBeUndefined();
    },
  );
});
