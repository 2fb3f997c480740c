import { type Affected } from '../check/check-result';
import { type RecordedOperation } from './recorded-operation';

/** Adds an operation to those that are affected; what one client sends under one name is one entry. */
export function addAffected(
  affected: readonly Affected[],
  { client, operation, count, lastSeen, isTrusted }: RecordedOperation,
): readonly Affected[] {
  const index = affected.findIndex((each) => each.client === client && each.operation === operation);
  const known = affected[index];
  if (!known) return [...affected, { client, operation, count, lastSeen }];
  return affected.with(index, {
    ...known,
    // A trusted document stands for one that was recorded as well, and says nothing about how often.
    count: isTrusted && lastSeen === null ? known.count : known.count + count,
    lastSeen: laterOf(known.lastSeen, lastSeen),
  });
}

function laterOf(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  return Date.parse(left) >= Date.parse(right) ? left : right;
}
