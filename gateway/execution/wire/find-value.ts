import { giveUp } from './anomaly';
import { ABSENT, NULL } from './layout';
import { type SourceField } from './place';

/**
 * The index of the field in `from` that has a value for the object at `record`, or NULL when all that was asked say null. A
 * null replaces nothing, so the first value counts. Throws ANOMALY when a value is missing.
 */
export function findValue(slots: Int32Array, record: number, from: readonly SourceField[]): number {
  let isAbsent = false;
  for (let index = 0; index < from.length; index += 1) {
    const { source, field } = from[index]!;
    const part = source.slot === 0 ? record : slots[record + source.slot]!;
    const value = part > 0 ? slots[part + field.slot]! : part;
    if (value > 0) return index;
    if (value === ABSENT) isAbsent = true;
  }
  return isAbsent ? giveUp() : NULL;
}

/** Where the value of a field is that `findValue` found. */
export function slotOf(slots: Int32Array, record: number, { source, field }: SourceField): number {
  return (source.slot === 0 ? record : slots[record + source.slot]!) + field.slot;
}
