import type { CompositionFinding } from '../../../schema/check/check-result';
import { placeText } from '../../../schema/report/place-text';
import { printable } from '../../../schema/report/printable';

/** More are the same mistake again. */
const MAX_SHOWN = 20;

/** Tells on stderr what is wrong with the input, each with its file and line. */
export function printProblems(findings: readonly CompositionFinding[]): void {
  for (const finding of findings.slice(0, MAX_SHOWN)) {
    process.stderr.write(`lastmile: ${printable(withPlace(finding))} [${finding.code}]\n`);
  }
  const others = findings.length - MAX_SHOWN;
  if (others > 0) process.stderr.write(`lastmile: and ${others} more\n`);
}

/** A message about a file as a whole names it already. */
function withPlace(finding: CompositionFinding): string {
  const { file, line, message } = finding;
  const place = placeText(finding);
  return place === null || (line === null && file !== null && message.includes(file))
    ? message
    : `${place}: ${message}`;
}
