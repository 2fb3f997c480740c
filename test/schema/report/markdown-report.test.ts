import type { Affected } from '../../../schema/check/check-result';
import { markdownReport } from '../../../schema/report/markdown-report';
import { changeOf, emptyResult, failedResult, fullResult, HOSTILE } from '../../kit/check-results';

describe('the Markdown report', () => {
  it('has a table for each client that something breaks for', () => {
    const report = markdownReport(fullResult());
    expect(report).toContain('## ❌ Schema check: Breaking: 2 breaking, 1 dangerous, 1 safe\n');
    expect(report.match(/^### .*/gm)).toEqual([
      '### Breaking for acme',
      '### Breaking for billing',
      '### Breaking for portal',
      '### Breaking for everyone',
      '### Dangerous',
    ]);
    expect(report).toContain(
      '| The field Device.serial was removed. | `FIELD_REMOVED` | `Device.serial` | `Catalogue` | 1204 | 2026-11-02T10:00:00Z |',
    );
    expect(report).toContain('| `Device.serial` | its contract | 0 |  |');
  });

  it('folds plans, safe changes and hints', () => {
    const report = markdownReport(fullResult());
    expect(report.match(/<summary>[^<]*/g)).toEqual([
      '<summary>Plans',
      '<summary>Safe',
      '<summary>Composition hints',
    ]);
    expect(report).toContain('| portal | `Catalogue` | fetches 2 → 4, depth 1 → 2, cost 10 → ?, +b, -c |');
    expect(report).toContain('| portal | `Gone` | had a plan, has none any more: see the changes |');
  });

  it('tells errors with their places', () => {
    expect(markdownReport(failedResult())).toContain(
      '| `INVALID_GRAPHQL` | Expected a name | `a.graphql:7` |',
    );
  });

  it('is one line when there is nothing to say', () => {
    expect(markdownReport(emptyResult())).toBe(
      '## ✅ Schema check: No breaking change: 0 breaking, 0 dangerous, 0 safe\n',
    );
  });

  it('shows hostile text as text: in its row, without markup, and without mentioning anybody', () => {
    const change = changeOf({ code: 'X', message: HOSTILE, coordinate: HOSTILE });
    const report = markdownReport({ ...emptyResult(), conclusion: 'breaking', changes: [change] });
    const [row = ''] = report.split('\n').filter((line) => line.includes('quoted'));
    expect(report.split('\n').filter((line) => line.includes('heading'))).toEqual([row]);
    expect(row.split(/(?<!\\)\|/)).toHaveLength(6);
    const [, message = ''] = row.split(/(?<!\\)\|/);
    expect(message).toContain(
      '&lt;b&gt;bold&lt;/b&gt; \\| \\`code\\` &#64;everyone<br>::error::injected%0A<br>\\#\\# heading',
    );
  });

  it('stops where nobody reads on', () => {
    const affected: Affected[] = Array.from({ length: 7 }, (_, index) => ({
      client: 'one',
      operation: `Q${index}`,
      count: 2,
      lastSeen: null,
    }));
    const changes = Array.from({ length: 53 }, () => changeOf({ code: 'X', affected }));
    const report = markdownReport({ ...emptyResult(), conclusion: 'breaking', changes });
    expect(report).toContain('`Q4`, and 2 more | 14 |');
    expect(report).toContain('… and 3 more rows');
  });
});
