import { type RecordedOperation } from './recorded-operation';

/** What was recorded of one operation, by one client or several, whatever was seen in its variables. */
export type RecordedGroup = readonly [RecordedOperation, ...RecordedOperation[]];

/** Puts equal operations together, since what costs time is the same for all of them. */
export function groupRecorded(operations: readonly RecordedOperation[]): Iterable<RecordedGroup> {
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
