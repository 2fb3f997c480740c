import { laterOf } from './later-of';
import { type RecordedOperation, type SeenInput } from './recorded-operation';

/** Adds up what was recorded of the same operation of the same client, so that it takes the room of one. */
export class OperationMerger {
  private readonly merged = new Map<string, RecordedOperation>();

  add(operation: RecordedOperation): void {
    const key = JSON.stringify([operation.client, operation.operation, operation.document]);
    const known = this.merged.get(key);
    this.merged.set(key, known ? merge(known, operation) : operation);
  }

  /** What was added, in the order in which it first came. */
  get operations(): readonly RecordedOperation[] {
    return [...this.merged.values()];
  }
}

/** The same for lists, such as what several sources recorded. */
export function mergeOperations(
  ...lists: readonly (readonly RecordedOperation[])[]
): readonly RecordedOperation[] {
  const merger = new OperationMerger();
  for (const operation of lists.flat()) merger.add(operation);
  return merger.operations;
}

function merge(left: RecordedOperation, right: RecordedOperation): RecordedOperation {
  // That a document is trusted says nothing about how often it was sent.
  const [recorded = left] = [left, right].filter(({ isTrusted }) => isTrusted !== true);
  const isAnyTrusted = left.isTrusted === true || right.isTrusted === true;
  return {
    ...left,
    ...(isAnyTrusted && { isTrusted: true }),
    count: isAnyTrusted ? recorded.count : left.count + right.count,
    lastSeen: laterOf(left.lastSeen, right.lastSeen),
    seen: mergeSeen(left.seen, right.seen),
  };
}

/** What one of them did not record may have been anything. */
function mergeSeen(left: SeenInput, right: SeenInput): SeenInput {
  return {
    ...(left.values && right.values && { values: mergeValues(left.values, right.values) }),
    ...(left.inputFields &&
      right.inputFields && { inputFields: new Set([...left.inputFields, ...right.inputFields]) }),
  };
}

function mergeValues(
  left: ReadonlyMap<string, ReadonlySet<string>>,
  right: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const merged = new Map(left);
  for (const [name, values] of right) merged.set(name, new Set([...(merged.get(name) ?? []), ...values]));
  return merged;
}
