import { type GraphQLFormattedError } from 'graphql';
import { isRecord } from '../support/is-record';
import { type FetchFailure } from './fetch-failure';

type Path = readonly (string | number)[];

/** An answer never lists more errors than this. */
export const MAX_ERRORS = 100;

/**
 * Gives each null that a failed fetch left in `data`, and that no `known` error explains, an error with its exact path. A failure that left no null (its
 * objects were null for another reason) is told once all the same, at the place where it would have shown.
 */
export function explainNulls(
  data: unknown,
  failures: readonly FetchFailure[],
  known: readonly GraphQLFormattedError[],
): GraphQLFormattedError[] {
  const errors = [...known];
  for (const failure of failures) {
    const found: Path[] = [];
    findNulls(data, failure.path, failure.keys, [], found);
    const places = found.length > 0 ? found : [[...failure.path, ...failure.keys.slice(0, 1)]];
    for (const path of places) {
      if (errors.length < MAX_ERRORS && !isExplained(path, errors)) errors.push({ ...failure.error, path });
    }
  }
  return errors.slice(known.length);
}

/** True when one of `errors` is at `path`, above it or below it: a null under a non-null type moves up. */
export function isExplained(path: Path, errors: readonly GraphQLFormattedError[]): boolean {
  return errors.some((error) => {
    const other = error.path ?? [];
    const common = Math.min(other.length, path.length);
    return other.slice(0, common).every((part, index) => part === path[index]);
  });
}

function findNulls(
  value: unknown,
  way: readonly string[],
  keys: readonly string[],
  at: Path,
  found: Path[],
): void {
  if (found.length >= MAX_ERRORS) return;
  if (Array.isArray(value)) {
    value.forEach((item, index) => findNulls(item, way, keys, [...at, index], found));
    return;
  }
  if (value === null || value === undefined) {
    found.push(at);
    return;
  }
  if (!isRecord(value)) return;
  const [next, ...rest] = way;
  if (next === undefined) {
    for (const key of keys) if (hasNull(value, key)) found.push([...at, key]);
  } else if (Object.prototype.hasOwnProperty.call(value, next)) {
    findNulls(value[next], rest, keys, [...at, next], found);
  }
}

function hasNull(value: Record<string, unknown>, key: string): boolean {
  return Object.prototype.hasOwnProperty.call(value, key) && value[key] === null;
}
