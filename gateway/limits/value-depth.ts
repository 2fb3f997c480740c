import { RequestRefused } from '../errors';

/** Refuses a JSON value that is nested more than `limit` levels deep. It calls itself nowhere: the value may be deeper than the stack. */
export function checkValueDepth(value: unknown, limit: number): void {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const inner = level.filter((item) => typeof item === 'object' && item !== null);
    if (inner.length > 0 && depth >= limit) {
      const message = `The message is nested more than ${limit} levels deep.`;
      throw new RequestRefused('BAD_REQUEST', { message });
    }
    level = inner.flatMap((item) => Object.values(item as object)); // Only objects are left.
  }
}
