import { type Change } from '../check/check-result';
import { type GraphVersion } from '../check/graph-version';
import { affectedBy, AffectedOperations } from './affected-operations';
import { collectUse } from './collect-use';
import { groupRecorded, type RecordedGroup } from './group-recorded';
import { coordinateOf } from './locate-error';
import { type RecordedOperation } from './recorded-operation';
import { sentInput } from './sent-input';
import { touchTest } from './touch';
import { type SchemaPair, type Touch, type TouchTest } from './touch-test';
import { invalidity, isValid, selectRecorded, type SelectedOperation } from './validity';

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
 * dangerous is safe. What opens data stays as it is. An operation that was valid and is not any more is a
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
  const invalid = new Map<string, InvalidOperations>();
  let done = 0;
  for (const group of groupRecorded(operations)) {
    const found = applyGroup(group, weighed, schemas);
    if (found) addInvalid(invalid, found);
    done += group.length;
    options.onProgress?.(done, operations.length);
  }
  return [...weighed.map(weigh), ...[...invalid.values()].map(invalidChange)];
}

/** A change with what has been found out about it. */
interface WeighedChange {
  readonly change: Change;
  /** Absent for what is safe whoever uses it, and for what no operation can be compared with. */
  readonly test: TouchTest | undefined;
  touch: Touch;
  readonly affected: AffectedOperations;
}

function weighedChange(change: Change, schemas: SchemaPair): WeighedChange {
  const test = change.severity === 'safe' ? undefined : touchTest(change, schemas);
  return { change, test, touch: 'none', affected: new AffectedOperations(change.affected) };
}

function weigh({ change, test, touch, affected: { list: affected } }: WeighedChange): Change {
  if (!test || touch === 'surely') return { ...change, affected };
  if (touch === 'perhaps') return { ...change, affected, severity: 'dangerous' };
  return { ...change, affected, severity: change.severity === 'breaking' ? 'dangerous' : 'safe' };
}

/** Adds the operations of a group to the changes that hurt them. Returns the break that no change explains. */
function applyGroup(
  group: RecordedGroup,
  weighed: readonly WeighedChange[],
  schemas: SchemaPair,
): InvalidOperations | undefined {
  const selected = selectRecorded(group[0]);
  if (!selected || !isValid(schemas.base, group[0], selected)) return undefined;
  const use = collectUse(schemas.base, selected.document, selected.operation);
  const unexplained = group.filter((recorded) => {
    const sent = sentInput(use, recorded.seen);
    let isExplained = false;
    for (const each of weighed) {
      const touch = each.test?.(use, sent) ?? 'none';
      if (touch === 'none') continue;
      each.touch = each.touch === 'surely' ? 'surely' : touch;
      each.affected.add(recorded);
      isExplained ||= touch === 'surely' && each.change.severity === 'breaking';
    }
    return !isExplained;
  });
  if (unexplained.length === 0 || isValid(schemas.candidate, group[0], selected)) return undefined;
  return invalidOperations(unexplained, selected, schemas);
}

/** Recorded operations that fail for the same reason at the same place. */
interface InvalidOperations {
  readonly coordinate: string;
  readonly reason: string;
  readonly operations: readonly RecordedOperation[];
}

function invalidOperations(
  operations: readonly RecordedOperation[],
  selected: SelectedOperation,
  { base, candidate }: SchemaPair,
): InvalidOperations | undefined {
  const error = invalidity(candidate, selected);
  if (!error) return undefined;
  return { coordinate: coordinateOf(base, error, selected), reason: error.message, operations };
}

function addInvalid(invalid: Map<string, InvalidOperations>, found: InvalidOperations): void {
  const key = `${found.coordinate}\n${found.reason}`;
  const operations = [...(invalid.get(key)?.operations ?? []), ...found.operations];
  invalid.set(key, { ...found, operations });
}

function invalidChange({ coordinate, reason, operations }: InvalidOperations): Change {
  return {
    code: OPERATION_INVALID,
    severity: 'breaking',
    coordinate,
    message: `Recorded operations are not valid any more: ${reason}`,
    affected: affectedBy(operations),
    file: null,
    line: null,
  };
}
