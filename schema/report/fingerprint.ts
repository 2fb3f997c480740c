import { createHash } from 'node:crypto';
import type { ReportedFinding } from './finding';
import { pathOf } from './place-text';

/**
 * A name for each finding that stays when lines move, so that tools know it again: made from the code, the coordinate
 * and the file, and the message where there is no coordinate. Equal findings are counted, so that all names differ.
 */
export function fingerprints(findings: readonly ReportedFinding[]): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map(({ code, coordinate, message, file }) => {
    const key = JSON.stringify([code, coordinate ?? message, pathOf(file)]);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return createHash('sha256').update(`${key}#${count}`).digest('hex').slice(0, 40);
  });
}
