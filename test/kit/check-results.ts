import type { Change, CheckResult } from '../../schema/check/check-result';

/** A change of a test; what is not told is of no interest. */
export function changeOf(change: Partial<Change> & Pick<Change, 'code'>): Change {
  return {
    severity: 'breaking',
    coordinate: 'Query.a',
    message: 'Something changed.',
    affected: [],
    file: null,
    line: null,
    ...change,
  };
}

/** A result of a test with one of everything that reports can show. */
export function fullResult(): CheckResult {
  return {
    conclusion: 'breaking',
    changes: [
      changeOf({
        code: 'FIELD_REMOVED',
        coordinate: 'Device.serial',
        message: 'The field Device.serial was removed.',
        file: 'subgraphs/devices/schema.graphql',
        line: 12,
        affected: [
          { client: 'portal', operation: 'Catalogue', count: 1204, lastSeen: '2026-11-02T10:00:00Z' },
          { client: 'billing', operation: 'Lines', count: 1, lastSeen: null },
          { client: 'acme', operation: null, count: 0, lastSeen: null },
        ],
      }),
      changeOf({ code: 'TYPE_REMOVED', coordinate: 'Old', message: 'The type Old was removed.' }),
      changeOf({
        code: 'ARG_REMOVED',
        severity: 'dangerous',
        coordinate: 'Query.a(b:)',
        message: 'The argument was removed.',
        file: 'git:HEAD~1:schema/a b.graphql',
        line: 3,
        approval: { until: '2027-01-01', reason: 'nobody gives it' },
      }),
      changeOf({
        code: 'TYPE_ADDED',
        severity: 'safe',
        coordinate: 'New',
        message: 'The type New was added.',
      }),
    ],
    composition: {
      errors: [],
      hints: [{ code: 'INCONSISTENT_DESCRIPTION', message: 'Two\ndescriptions', file: 'a.graphql', line: 1 }],
    },
    plans: [
      {
        client: 'portal',
        operation: 'Catalogue',
        before: { fetches: 2, depth: 1, subgraphs: ['a', 'c'], cost: 10 },
        after: { fetches: 4, depth: 2, subgraphs: ['a', 'b'], cost: null },
      },
      {
        client: 'portal',
        operation: 'Same',
        before: { fetches: 1, depth: 1, subgraphs: ['a', 'b'], cost: 1 },
        after: { fetches: 1, depth: 1, subgraphs: ['b', 'a'], cost: 1 },
      },
      {
        client: 'portal',
        operation: 'Gone',
        before: { fetches: 1, depth: 1, subgraphs: [], cost: 1 },
        after: null,
      },
    ],
  };
}

/** A result of a check that could not be made. */
export function failedResult(message = 'Expected a name'): CheckResult {
  return {
    conclusion: 'failed',
    changes: [],
    composition: { errors: [{ code: 'INVALID_GRAPHQL', message, file: 'a.graphql', line: 7 }], hints: [] },
    plans: [],
  };
}

/** A result of a check that found nothing. */
export function emptyResult(): CheckResult {
  return { conclusion: 'safe', changes: [], composition: { errors: [], hints: [] }, plans: [] };
}

/** What somebody could write into a schema to disturb those who read reports. */
export const HOSTILE = `]]>--></failure>\u0000\u001B[31m\uD800 "quoted" & <b>bold</b> | \`code\` @everyone
::error::injected%0A\r\n## heading\uFFFE`;
