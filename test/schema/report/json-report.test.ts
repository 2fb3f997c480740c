import type { CheckResult } from '../../../schema/check/check-result';
import { jsonReport } from '../../../schema/report/json-report';
import { failedResult, fullResult } from '../../kit/check-results';

const parsed = (result: CheckResult) => JSON.parse(jsonReport(result)) as CheckResult;

describe('the JSON report', () => {
  it('has the keys of the contract, in its order', () => {
    const report = parsed(fullResult());
    expect(Object.keys(report)).toEqual(['conclusion', 'changes', 'composition', 'plans']);
    expect(Object.keys(report.changes[0] ?? {})).toEqual([
      'code', 'severity', 'coordinate', 'message', 'affected', 'file', 'line',
    ]); // prettier-ignore
    expect(report.changes[0]?.affected[0]).toEqual({
      client: 'portal',
      operation: 'Catalogue',
      count: 1204,
      lastSeen: '2026-11-02T10:00:00Z',
    });
  });

  it('says why something was accepted', () => {
    const { changes } = parsed(fullResult());
    expect(changes[2]?.approval).toEqual({ until: '2027-01-01', reason: 'nobody gives it' });
  });

  it('gives each error its code, message, file and line', () => {
    expect(parsed(failedResult()).composition.errors).toEqual([
      { code: 'INVALID_GRAPHQL', message: 'Expected a name', file: 'a.graphql', line: 7 },
    ]);
  });
});
