import { isErrorCode } from '../../../gateway/errors';
import { type Answer, type AnswerError } from './answer';

type Path = readonly (string | number)[];

/**
 * What is different between the answer of a gateway and that of one schema over the same data; undefined when nothing is.
 * Data is compared as text, errors as the places they explain. `requiredFailures` is how often something that a field
 * requires could not be read.
 */
export function differenceOf(ours: Answer, whole: Answer, requiredFailures: number): string | undefined {
  if (ours.data !== whole.data) return `data: expected ${whole.data}\n      but got ${ours.data}`;
  const data: unknown = JSON.parse(whole.data);
  const expected = explainedPlaces(whole.errors, data, false).sort();
  const actual = explainedPlaces(ours.errors, data, requiredFailures > 0).sort();
  if (expected.join('\n') !== actual.join('\n')) {
    return `errors: expected at ${list(expected)}\n        but got at ${list(actual)}`;
  }
  const strange = ours.errors.find(({ code }) => code === undefined || !isErrorCode(code));
  return strange && `errors: ${JSON.stringify(strange)} has no code of the list`;
}

/**
 * The places of errors, as text. Two differences are as they should be and therefore not seen here:
 *
 * Under a null that moved up, a server may tell any of the errors below it, and graphql-js tells those it met before
 * (GraphQL spec, section 6.4.4): what counts is that the null has an error. An error at the null itself counts as often
 * as it is told.
 *
 * A field that somebody requires may fail without the client asking for it. Its error is told at the object, where
 * nothing is null; a single schema has no such error, because there only the field that requires it is asked for.
 */
function explainedPlaces(errors: readonly AnswerError[], data: unknown, mayTellRequired: boolean): string[] {
  const places: string[] = [];
  const moved = new Set<string>();
  for (const { path } of errors) {
    const depth = depthOfNull(data, path);
    const place = JSON.stringify(path.slice(0, depth));
    if (depth === undefined && mayTellRequired) continue;
    if (depth === undefined || depth === path.length) places.push(place);
    else moved.add(place);
  }
  // One error at the null is enough; that there may be others below it does not show.
  return [...places, ...[...moved].filter((place) => !places.includes(place))];
}

/** How many parts of the path lead to the null it ends in; undefined when it ends in a value. */
function depthOfNull(data: unknown, path: Path): number | undefined {
  let value = data;
  for (let depth = 0; depth <= path.length; depth += 1) {
    if (value === null || value === undefined) return depth;
    const part = path[depth];
    if (part === undefined || typeof value !== 'object') return undefined;
    // Lists and objects are both read by the parts of a path; own properties only, because keys may be `__proto__`.
    value = Object.getOwnPropertyDescriptor(value, part)?.value;
  }
  return undefined;
}

function list(places: readonly string[]): string {
  return places.length === 0 ? 'no place' : places.join(' ');
}
