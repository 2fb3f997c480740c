import { isRecord } from '../../support/is-record';
import { ownValue, setOwnValue } from '../../support/own-value';
import { type AppliesTo } from './type-conditions';

/**
 * Merges what a subgraph delivered into an object of the data. What the object does not have is taken over by
 * reference; lists are merged item by item. A null replaces nothing: another subgraph delivered the field.
 */
export function mergeData(
  target: Record<string, unknown>,
  source: Readonly<Record<string, unknown>>,
  appliesTo: AppliesTo,
): void {
  // JSON objects have no enumerable properties but their own.
  for (const key in source) {
    const value = source[key];
    const existing = ownValue(target, key);
    if (existing === undefined || existing === null) setOwnValue(target, key, value);
    else if (
      value !== existing &&
      value !== null &&
      !(key === '__typename' && isMoreExact(existing, value, appliesTo))
    )
      setOwnValue(target, key, mergeValues(existing, value, appliesTo));
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

/** A subgraph with an interface object calls every object by the interface; the type that another told stays. */
function isMoreExact(existing: unknown, value: unknown, appliesTo: AppliesTo): boolean {
  return typeof existing === 'string' && typeof value === 'string' && appliesTo(value, existing);
}

function mergeValues(existing: unknown, value: unknown, appliesTo: AppliesTo): unknown {
  if (Array.isArray(existing) && Array.isArray(value)) {
    const longest = Math.max(existing.length, value.length);
    for (let index = 0; index < longest; index += 1) {
      const item: unknown = value[index];
      if (index >= existing.length || existing[index] === null) existing[index] = item;
      else if (index < value.length && item !== null)
        existing[index] = mergeValues(existing[index], item, appliesTo);
    }
    return existing;
  }
  if (isRecord(existing) && isRecord(value)) {
    mergeData(existing, value, appliesTo);
    return existing;
  }
  return value;
}
