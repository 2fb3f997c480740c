import { isRecord } from '../../support/is-record';
import { ownValue, setOwnValue } from '../../support/own-value';

/**
 * Merges what a subgraph delivered into an object of the data. What the object does not have is taken over by
 * reference; lists are merged item by item. A null replaces nothing: another subgraph delivered the field.
 */
export function mergeData(target: Record<string, unknown>, source: Readonly<Record<string, unknown>>): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    const existing = ownValue(target, key);
    if (existing === undefined || existing === null) setOwnValue(target, key, value);
    else if (value !== existing && value !== null) setOwnValue(target, key, mergeValues(existing, value));
  }
}

/** A copy that shares nothing with the original, for data that stands at places which develop apart. */
export function cloneData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloneData);
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) setOwnValue(copy, key, cloneData(value[key]));
  return copy;
}

function mergeValues(existing: unknown, value: unknown): unknown {
  if (Array.isArray(existing) && Array.isArray(value)) {
    const longest = Math.max(existing.length, value.length);
    for (let index = 0; index < longest; index += 1) {
      const item: unknown = value[index];
      if (index >= existing.length || existing[index] === null) existing[index] = item;
      else if (index < value.length && item !== null) existing[index] = mergeValues(existing[index], item);
    }
    return existing;
  }
  if (isRecord(existing) && isRecord(value)) {
    mergeData(existing, value);
    return existing;
  }
  return value;
}
