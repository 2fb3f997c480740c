import type { CheckResult } from '../check/check-result';
import { meaningOf } from '../check/codes';
import { findingsOf, type ReportedFinding } from './finding';
import { fingerprints } from './fingerprint';
import { uriOf } from './place-text';

const LEVELS = {
  error: 'error',
  breaking: 'error',
  dangerous: 'warning',
  hint: 'note',
  safe: 'note',
} as const;

/** SARIF 2.1.0, as code scanning reads it. What was accepted is a suppressed result. */
export function sarifReport(result: CheckResult): string {
  const findings = findingsOf(result);
  const codes = [...new Set(findings.map(({ code }) => code))];
  const names = fingerprints(findings);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'lastmile schema check', rules: codes.map(ruleOf) } },
        // Lines are counted and no columns are given, but tools want to know how they would be.
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: result.conclusion !== 'failed' }],
        results: findings.map((finding, index) => ({
          ruleId: finding.code,
          ruleIndex: codes.indexOf(finding.code),
          level: LEVELS[finding.kind],
          message: { text: finding.message },
          ...locationsOf(finding),
          partialFingerprints: { 'lastmileSchemaFinding/v1': names[index] },
          ...suppressionsOf(finding),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(code: string) {
  return { id: code, shortDescription: { text: meaningOf(code) } };
}

function locationsOf({ file, line, coordinate }: ReportedFinding) {
  const uri = uriOf(file);
  const logical = coordinate === null ? {} : { logicalLocations: [{ fullyQualifiedName: coordinate }] };
  if (uri === null) return coordinate === null ? {} : { locations: [logical] };
  const physicalLocation = {
    artifactLocation: { uri },
    ...(line !== null && { region: { startLine: line } }),
  };
  return { locations: [{ physicalLocation, ...logical }] };
}

function suppressionsOf({ acceptedBecause }: ReportedFinding) {
  if (acceptedBecause === null) return {};
  return { suppressions: [{ kind: 'external', status: 'accepted', justification: acceptedBecause }] };
}
