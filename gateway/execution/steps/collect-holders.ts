import { isRecord } from '../../support/is-record';
import { ownValue } from '../../support/own-value';

/** An object of the data with the objects above it, the nearest last; only contexts need those. */
export interface Holder {
  readonly object: Record<string, unknown>;
  readonly above: readonly Record<string, unknown>[];
}

/**
 * The objects at a path of the data, each once even when it stands at many places, in the order of first occurrence.
 * Nothing stands at two places unless `isShared`, and then nobody needs to look.
 */
export function collectHolders(
  data: Record<string, unknown>,
  path: readonly string[],
  isShared: boolean,
): readonly Record<string, unknown>[] {
  let level: readonly unknown[] = [data];
  for (const element of path) {
    if (element === '@') level = itemsOf(level);
    else level = valuesOf(level, element, isShared);
  }
  return recordsOf(level, isShared);
}

/** The same with what is above each object, and with an object for each place at which it stands. */
export function collectHoldersWithContext(
  data: Record<string, unknown>,
  path: readonly string[],
): readonly Holder[] {
  let level: { readonly value: unknown; readonly above: readonly Record<string, unknown>[] }[] = [
    { value: data, above: [] },
  ];
  for (const element of path) {
    level = level.flatMap(({ value, above }) => {
      if (element === '@')
        return Array.isArray(value) ? value.map((item: unknown) => ({ value: item, above })) : [];
      return isRecord(value) ? [{ value: ownValue(value, element), above: [...above, value] }] : [];
    });
  }
  return level.flatMap(({ value, above }) =>
    flatten(value).flatMap((object) => (isRecord(object) ? [{ object, above }] : [])),
  );
}

function itemsOf(level: readonly unknown[]): unknown[] {
  const items: unknown[] = [];
  for (const value of level) {
    if (!Array.isArray(value)) continue;
    for (const item of value) items.push(item);
  }
  return items;
}

function valuesOf(level: readonly unknown[], key: string, isShared: boolean): unknown[] {
  const values: unknown[] = [];
  // Shared objects are entered once: a tree of shared parts can have far more places than parts.
  for (const holder of recordsOf(level, isShared)) {
    const value = ownValue(holder, key);
    if (typeof value === 'object' && value !== null) values.push(value);
  }
  return values;
}

function recordsOf(level: readonly unknown[], isShared: boolean): Record<string, unknown>[] {
  if (!isShared || level.length === 1) return level.filter(isRecord);
  const distinct = new Set<Record<string, unknown>>();
  for (const value of level) if (isRecord(value)) distinct.add(value);
  return [...distinct];
}

function flatten(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(flatten) : [value];
}
