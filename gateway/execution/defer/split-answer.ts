import { isRecord } from '../../support/is-record';
import { setOwnValue } from '../../support/own-value';
import { cloneData } from '../steps/merge-data';

type Path = readonly (string | number)[];

/** Fields that a client does not have yet, and the object that they belong to. */
export interface Addition {
  /** From the place of the deferred fragment down to the object. */
  readonly subPath: Path;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * What of `data` is new to a client that has `answered` at the same place, which is completed with it; undefined, and
 * nothing is changed, when it contradicts: an object that the client has would have to be null now.
 */
export function takeAdditions(
  answered: Record<string, unknown>,
  data: Readonly<Record<string, unknown>>,
): readonly Addition[] | undefined {
  const found: FoundAddition[] = [];
  if (!collect(answered, data, [], found)) return undefined;
  for (const { target, data: fields } of found) {
    // A copy: what is added later must not show in what is sent now.
    for (const [key, value] of Object.entries(fields)) setOwnValue(target, key, cloneData(value));
  }
  return found.map(({ subPath, data: fields }) => ({ subPath, data: fields }));
}

interface FoundAddition extends Addition {
  readonly target: Record<string, unknown>;
}

/** False when the two contradict each other. */
function collect(answered: unknown, value: unknown, subPath: Path, found: FoundAddition[]): boolean {
  if (answered === value) return true;
  if (Array.isArray(answered)) {
    return (
      Array.isArray(value) &&
      answered.every((item, index) => collect(item, value[index], [...subPath, index], found))
    );
  }
  // Null was answered with its reason; what is below it has nowhere to go.
  if (!isRecord(answered)) return true;
  if (!isRecord(value)) return false;
  const data = Object.create(null) as Record<string, unknown>; // Keys may be `__proto__`.
  let isNew = false;
  const nested: FoundAddition[] = [];
  for (const key of Object.keys(value)) {
    if (Object.prototype.hasOwnProperty.call(answered, key)) {
      if (!collect(answered[key], value[key], [...subPath, key], nested)) return false;
    } else {
      data[key] = value[key];
      isNew = true;
    }
  }
  if (isNew) found.push({ subPath, data, target: answered });
  found.push(...nested);
  return true;
}

/** True when a client that has `answered` has something at `path`, null included, or null above it. */
export function isAnswered(answered: unknown, path: Path): boolean {
  let value = answered;
  for (const element of path) {
    if (value === null) return true;
    if (typeof value !== 'object' || value === undefined) return true;
    if (!Object.prototype.hasOwnProperty.call(value, element)) return false;
    value = (value as Record<string | number, unknown>)[element]; // Just found to have it.
  }
  return true;
}
