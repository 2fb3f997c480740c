import { type Affected, type Change, type Severity } from '../check/check-result';
import { type GraphVersion } from '../check/graph-version';
import { addAffected } from './add-affected';
import { collectUse } from './collect-use';
import { isLoosenedSecurity } from './loosened-security';
import { coordinateOf } from './locate-error';
import { type RecordedOperation } from './recorded-operation';
import { sentInput } from './sent-input';
import { touchTest } from './touch';
import { type SchemaPair, type Touch, type TouchTest } from './touch-test';
import { invalidity, selectRecorded, type SelectedOperation } from './validity';

/** How usage is applied. */
export interface UsageOptions {
  /** Told from time to time how many operations have been looked at. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The code of a recorded operation that is not valid any more, although no known change explains it. */
export const OPERATION_INVALID = 'OPERATION_INVALID';

/**
 * Weighs changes by what was recorded. A change that hurts recorded operations keeps its severity and names them; one that
 * hurts none weighs one step less: what was breaking is dangerous, since the record may miss somebody, and what was
 * dangerous is safe. Loosened security is never less than dangerous. An operation that was valid and is not any more is a
 * break of its own when no breaking change names it. Operations that were invalid before are ignored.
 */
export function applyUsage(
  changes: readonly Change[],
  base: GraphVersion,
  candidate: GraphVersion,
  operations: readonly RecordedOperation[],
  options: UsageOptions = {},
): readonly Change[] {
  const schemas: SchemaPair = { base: base.api, candidate: candidate.api };
  const weighed = changes.map((change) => weighedChange(change, schemas));
  const invalid = new Map<string, Change>();
  let done = 0;
  for (const group of groupByDocument(operations)) {
    const found = applyGroup(group, weighed, schemas);
    if (found) addInvalid(invalid, found);
    done += group.length;
    options.onProgress?.(done, operations.length);
  }
  return [...weighed.map(weigh), ...invalid.values()];
}

/** A change with what has been found out about it. */
interface WeighedChange {
  readonly change: Change;
  /** Absent for what is safe whoever uses it, and for what no operation can be compared with. */
  readonly test: TouchTest | undefined;
  touch: Touch;
  affected: readonly Affected[];
}

function weighedChange(change: Change, schemas: SchemaPair): WeighedChange {
  const test = change.severity === 'safe' ? undefined : touchTest(change, schemas);
  return { change, test, touch: 'none', affected: change.affected };
}

function weigh({ change, test, touch, affected }: WeighedChange): Change {
  if (!test || touch === 'surely') return { ...change, affected };
  if (touch === 'perhaps') return { ...change, affected, severity: 'dangerous' };
  const severity = change.severity === 'breaking' || isLoosenedSecurity(change) ? 'dangerous' : 'safe';
  return { ...change, affected, severity: lighter(severity, change.severity) };
}

function lighter(left: Severity, right: Severity): Severity {
  const order: readonly Severity[] = ['safe', 'dangerous', 'breaking'];
  return order.indexOf(left) < order.indexOf(right) ? left : right;
}

/** What was recorded of one operation, by one client or several, whatever was seen in its variables. */
type OperationGroup = readonly [RecordedOperation, ...RecordedOperation[]];

function groupByDocument(operations: readonly RecordedOperation[]): Iterable<OperationGroup> {
  const groups = new Map<string, [RecordedOperation, ...RecordedOperation[]]>();
  // Trusted documents come last: to one that was recorded, too, they add nothing.
  const isLast = ({ isTrusted }: RecordedOperation): number => (isTrusted === true ? 1 : 0);
  for (const operation of [...operations].sort((left, right) => isLast(left) - isLast(right))) {
    const key = `${operation.operation}\n${operation.document}`;
    const group = groups.get(key);
    if (group) group.push(operation);
    else groups.set(key, [operation]);
  }
  return groups.values();
}

/** Adds the operations of a group to the changes that hurt them. Returns the break that no change explains. */
function applyGroup(
  group: OperationGroup,
  weighed: readonly WeighedChange[],
  schemas: SchemaPair,
): Change | undefined {
  const selected = selectRecorded(group[0]);
  if (!selected || invalidity(schemas.base, selected)) return undefined;
  const use = collectUse(schemas.base, selected.document, selected.operation);
  const unexplained = group.filter((recorded) => {
    const sent = sentInput(use, recorded.seen);
    let isExplained = false;
    for (const each of weighed) {
      const touch = each.test?.(use, sent) ?? 'none';
      if (touch === 'none') continue;
      each.touch = each.touch === 'surely' ? 'surely' : touch;
      each.affected = addAffected(each.affected, recorded);
      isExplained ||= touch === 'surely' && each.change.severity === 'breaking';
    }
    return !isExplained;
  });
  return unexplained.length > 0 ? invalidChange(unexplained, selected, schemas) : undefined;
}

function invalidChange(
  operations: readonly RecordedOperation[],
  selected: SelectedOperation,
  { base, candidate }: SchemaPair,
): Change | undefined {
  const error = invalidity(candidate, selected);
  if (!error) return undefined;
  return {
    code: OPERATION_INVALID,
    severity: 'breaking',
    coordinate: coordinateOf(base, error, selected),
    message: `Recorded operations are not valid any more: ${error.message}`,
    affected: operations.reduce<readonly Affected[]>(addAffected, []),
    file: null,
    line: null,
  };
}

/** One break for all operations that fail for the same reason at the same place. */
function addInvalid(invalid: Map<string, Change>, change: Change): void {
  const key = `${change.coordinate}\n${change.message}`;
  const known = invalid.get(key);
  invalid.set(key, known ? { ...known, affected: [...known.affected, ...change.affected] } : change);
}
