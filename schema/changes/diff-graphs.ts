import { type Change } from '../check/check-result';
import { type GraphVersion } from '../check/graph-version';
import { diffApi } from './api/diff-api';
import { CHANGE_CODES } from './change-codes';
import { diffFederation } from './federation/diff-federation';
import { type Finding } from './finding';
import { placeFinder } from './places/place-finder';

/**
 * Every difference between two versions of the graph, each with its severity as if everything were used, ordered by
 * coordinate and code. The same two versions always give the same list.
 */
export function diffGraphs(base: GraphVersion, candidate: GraphVersion): readonly Change[] {
  const placeOf = placeFinder(base, candidate);
  const findings = [...diffApi(base.api, candidate.api), ...diffFederation(base, candidate)];
  return findings.sort(byCoordinate).map((finding) => ({
    code: finding.code,
    severity: CHANGE_CODES[finding.code].severity,
    coordinate: finding.coordinate,
    message: finding.message,
    ...placeOf(finding),
    affected: [],
  }));
}

function byCoordinate(left: Finding, right: Finding): number {
  return (
    compare(left.coordinate, right.coordinate) ||
    compare(left.code, right.code) ||
    compare(left.message, right.message)
  );
}

/** By code units, so that the order does not depend on the machine's language. */
function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
