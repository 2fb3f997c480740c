import { z } from 'zod';
import { sarifReport } from '../../../schema/report/sarif-report';
import { changeOf, emptyResult, failedResult, fullResult, HOSTILE } from '../../kit/check-results';

/** What SARIF 2.1.0 demands of the parts that are used, and nothing that it does not know. */
const LOG = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          rules: z.array(
            z.strictObject({ id: z.string(), shortDescription: z.strictObject({ text: z.string().min(1) }) }),
          ),
        }),
      }),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      invocations: z.array(z.strictObject({ executionSuccessful: z.boolean() })),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0),
          level: z.enum(['none', 'note', 'warning', 'error']),
          message: z.strictObject({ text: z.string().min(1) }),
          locations: z
            .array(
              z.strictObject({
                physicalLocation: z
                  .strictObject({
                    artifactLocation: z.strictObject({ uri: z.string().regex(/^[\w\-.~%!$&'()*+,;=:@/]+$/) }),
                    region: z.strictObject({ startLine: z.int().min(1) }).optional(),
                  })
                  .optional(),
                logicalLocations: z.array(z.strictObject({ fullyQualifiedName: z.string() })).optional(),
              }),
            )
            .optional(),
          partialFingerprints: z.record(z.string(), z.string().min(1)),
          suppressions: z
            .array(z.strictObject({ kind: z.enum(['inSource', 'external']), status: z.enum(['accepted']), justification: z.string() }))
            .optional(),
        }),
      ),
    }),
  ),
}); // prettier-ignore

/** The only run of a report that is what SARIF demands. */
function runOf(report: string) {
  const [run] = LOG.parse(JSON.parse(report)).runs;
  if (!run) throw new Error('expected a run');
  return run;
}

describe('the SARIF report', () => {
  it('has a rule for each code, and each result names its own', () => {
    const { tool, results } = runOf(sarifReport(fullResult()));
    expect(tool.driver.rules.map(({ id }) => id)).toEqual([
      'FIELD_REMOVED', 'TYPE_REMOVED', 'ARG_REMOVED', 'INCONSISTENT_DESCRIPTION', 'TYPE_ADDED',
    ]); // prettier-ignore
    expect(results.map(({ ruleId, ruleIndex }) => tool.driver.rules[ruleIndex]?.id === ruleId)).not.toContain(
      false,
    );
  });

  it('points at lines of files, without the revision they were read from', () => {
    const { results } = runOf(sarifReport(fullResult()));
    const places = results.map(({ locations }) => locations?.[0]?.physicalLocation);
    expect(places[0]).toEqual({
      artifactLocation: { uri: 'subgraphs/devices/schema.graphql' },
      region: { startLine: 12 },
    });
    expect(places[1]).toBeUndefined();
    expect(places[2]?.artifactLocation.uri).toBe('schema/a%20b.graphql');
  });

  it('makes errors of breaks, warnings of dangers and notes of the rest', () => {
    const { results } = runOf(sarifReport(fullResult()));
    expect(results.map(({ level }) => level)).toEqual(['error', 'error', 'warning', 'note', 'note']);
  });

  it('names who is affected', () => {
    const { results } = runOf(sarifReport(fullResult()));
    expect(results[0]?.message.text).toBe(
      'The field Device.serial was removed. Affected: portal Catalogue (1204 times, last seen 2026-11-02T10:00:00Z); ' +
        'billing Lines (once); acme (its contract).',
    );
  });

  it('suppresses what was accepted, with the reason', () => {
    const { results } = runOf(sarifReport(fullResult()));
    expect(results[2]?.suppressions?.[0]?.justification).toBe('nobody gives it');
  });

  it('knows a finding again when its line moved, and tells equal ones apart', () => {
    const name = (line: number) =>
      runOf(sarifReport({ ...emptyResult(), changes: [changeOf({ code: 'X', file: 'a.graphql', line })] }))
        .results[0];
    expect(name(1)?.partialFingerprints).toEqual(name(9)?.partialFingerprints);
    const twice = runOf(
      sarifReport({ ...emptyResult(), changes: [changeOf({ code: 'X' }), changeOf({ code: 'X' })] }),
    );
    expect(new Set(twice.results.map((result) => JSON.stringify(result.partialFingerprints))).size).toBe(2);
  });

  it('says that a check failed', () => {
    const { invocations, results } = runOf(sarifReport(failedResult()));
    expect(invocations).toEqual([{ executionSuccessful: false }]);
    expect(results[0]?.locations?.[0]?.physicalLocation?.region).toEqual({ startLine: 7 });
  });

  it('holds absolute paths as file URIs', () => {
    const change = changeOf({ code: 'X', file: '/tmp/a b.graphql', line: null });
    const { results } = runOf(sarifReport({ ...emptyResult(), changes: [change] }));
    expect(results[0]?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'file:///tmp/a%20b.graphql' },
    });
  });

  it('survives hostile text', () => {
    const change = changeOf({ code: 'X', message: HOSTILE, coordinate: HOSTILE });
    expect(runOf(sarifReport({ ...emptyResult(), changes: [change] })).results[0]?.message.text).toBe(
      HOSTILE,
    );
  });
});
