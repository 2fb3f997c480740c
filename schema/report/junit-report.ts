import type { CheckResult } from '../check/check-result';
import { findingsOf, type ReportedFinding } from './finding';
import { pathOf, placeText } from './place-text';
import { xmlText } from './xml-text';

/** JUnit's XML: every finding is a test case, and a failed one when it stops the change. */
export function junitReport(result: CheckResult): string {
  const findings = findingsOf(result);
  const composition = findings.filter(({ kind }) => kind === 'error' || kind === 'hint');
  const changes = findings.filter(({ kind }) => kind !== 'error' && kind !== 'hint');
  const failed = findings.filter(isFailure).length;
  const counted = `tests="${Math.max(1, composition.length) + Math.max(1, changes.length)}" failures="${failed}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="lastmile schema check" ${counted} errors="0">`,
    ...suite('composition', composition),
    ...suite('changes', changes),
    '</testsuites>',
    '',
  ].join('\n');
}

function isFailure({ kind }: ReportedFinding): boolean {
  return kind === 'error' || kind === 'breaking';
}

function suite(name: string, findings: readonly ReportedFinding[]): string[] {
  const failures = findings.filter(isFailure).length;
  // Readers take an empty suite for a run that went wrong.
  const cases =
    findings.length > 0 ? findings.map(testCase) : [`    <testcase classname="${name}" name="no finding"/>`];
  const counted = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0"`;
  return [`  <testsuite name="${name}" ${counted}>`, ...cases, '  </testsuite>'];
}

function testCase(finding: ReportedFinding): string {
  const { code, coordinate, message, file, line } = finding;
  const file_ = pathOf(file);
  const attributes = [
    `classname="${xmlText(code)}"`,
    `name="${xmlText(coordinate ?? message)}"`,
    ...(file_ === null ? [] : [`file="${xmlText(file_)}"`]),
    ...(line === null ? [] : [`line="${line}"`]),
  ].join(' ');
  const place = placeText(finding);
  const text = xmlText(place === null ? message : `${message}\n${place}`);
  if (isFailure(finding)) {
    const type = xmlText(code);
    return `    <testcase ${attributes}>\n      <failure type="${type}" message="${xmlText(message)}">${text}</failure>\n    </testcase>`;
  }
  return `    <testcase ${attributes}>\n      <system-out>${text}</system-out>\n    </testcase>`;
}
