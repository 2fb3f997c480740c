import { astFromValue, print, type GraphQLInputType } from 'graphql';
import { stableText } from '../stable-text';

/** What may have a default value: an argument or an input field. */
export interface Defaulted {
  readonly type: GraphQLInputType;
  readonly defaultValue?: unknown;
}

/** Whether something has a default value; null is one. */
export function hasDefault({ defaultValue }: Defaulted): boolean {
  return defaultValue !== undefined;
}

/** Whether two default values mean the same; the order of an input's fields means nothing. */
export function isSameDefault(before: Defaulted, after: Defaulted): boolean {
  return stableText(before.defaultValue) === stableText(after.defaultValue);
}

/** A default value as SDL writes it. */
export function printDefault({ type, defaultValue }: Defaulted): string {
  // Schemas that were built from SDL have defaults that can be written as SDL.
  const node = astFromValue(defaultValue, type);
  return node ? print(node) : String(defaultValue);
}
