import { RequestRefused } from '../errors';

/** Refuses a JSON value that is nested more than `limit` levels deep. It calls itself nowhere: the value may be deeper than the stack. */
export function checkValueDepth(value: unknown, limit: number): void {
  let level: readonly object[] = [value].filter(isObject);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= limit) {
      const message = `The message is nested more than ${limit} levels deep.`;
      throw new RequestRefused('BAD_REQUEST', { message });
    }
    level = level.flatMap((item) => Object.values(item).filter(isObject));
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
