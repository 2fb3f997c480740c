import { formatReport, REPORT_FORMATS } from '../../../schema/report/format-report';
import { textReport } from '../../../schema/report/text-report';
import { FORMAT_NAMES } from '../../../cli/commands/schema/report-options';
import { changeOf, emptyResult, failedResult, fullResult, HOSTILE } from '../../kit/check-results';

const PLAIN = { isColored: false };

describe('the report for the terminal', () => {
  it('tells what stops the change first, with who is hurt and where to look', () => {
    expect(textReport(fullResult(), PLAIN)).toBe(`✖ 2 breaking changes
  Device.serial  FIELD_REMOVED
    The field Device.serial was removed.
    → portal Catalogue (1204 times, last seen 2026-11-02T10:00:00Z)
    → billing Lines (once)
    → acme (its contract)
    subgraphs/devices/schema.graphql:12
  Old  TYPE_REMOVED
    The type Old was removed.

▲ 1 dangerous change
  Query.a(b:)  ARG_REMOVED
    The argument was removed.
    git:HEAD~1:schema/a b.graphql:3

✓ 1 safe change
  New  TYPE_ADDED

· 2 plans of 3 changed
  portal Catalogue: fetches 2 → 4, depth 1 → 2, cost 10 → ?, +b, -c
  portal Gone: had a plan, has none any more: see the changes

· 1 composition hint
  INCONSISTENT_DESCRIPTION  Two  a.graphql:1

Breaking: 2 breaking, 1 dangerous, 1 safe
`);
  });

  it('tells errors with their places', () => {
    expect(textReport(failedResult(), PLAIN)).toBe(
      '✖ 1 error\n  INVALID_GRAPHQL\n    Expected a name\n    a.graphql:7\n\nFailed: 1 error\n',
    );
  });

  it('is one line when there is nothing to say', () => {
    expect(textReport(emptyResult(), PLAIN)).toBe('No breaking change: 0 breaking, 0 dangerous, 0 safe\n');
  });

  it('has colours for people', () => {
    expect(textReport(fullResult(), { isColored: true })).toContain('\u001B[31m✖ 2 breaking changes');
  });

  it('names some of many clients', () => {
    const affected = Array.from({ length: 12 }, (_, index) => ({
      client: `client-${index}`,
      operation: 'Q',
      count: 1,
      lastSeen: null,
    }));
    const report = textReport({ ...emptyResult(), changes: [changeOf({ code: 'X', affected })] }, PLAIN);
    expect(report).toContain('→ client-7 Q (once)\n    → and 4 more\n');
    const sarif = formatReport(
      { ...emptyResult(), changes: [changeOf({ code: 'X', affected })] },
      'sarif',
      PLAIN,
    );
    expect(sarif).toContain('client-9 Q (once); and 2 more.');
  });

  it('lets no text of a schema move the cursor or colour the screen', () => {
    const change = changeOf({ code: 'X', message: HOSTILE, coordinate: HOSTILE, file: HOSTILE });
    // eslint-disable-next-line no-control-regex
    expect(textReport({ ...emptyResult(), changes: [change] }, PLAIN)).not.toMatch(/[\u0000\u001B\r]/);
  });

  it('lets no name write a line of its own', () => {
    const affected = [{ client: 'a\nNo breaking change', operation: 'Q\nR', count: 1, lastSeen: null }];
    const plans = [{ client: 'b\nNo', operation: 'Q', before: null, after: fullResult().plans[0]!.before }];
    const result = { ...emptyResult(), changes: [changeOf({ code: 'X', affected })], plans };
    const report = textReport(result, PLAIN);
    expect(report).toContain('→ a\uFFFDNo breaking change Q\uFFFDR (once)\n');
    expect(report).toContain('  b\uFFFDNo Q: had no plan, has one now\n');
  });
});

describe('the formats', () => {
  it('of the command are those that there are', () => {
    expect([...FORMAT_NAMES].sort()).toEqual(Object.keys(REPORT_FORMATS).sort());
  });
});
