import { RequestRefused } from '../errors';

/** Refuses variables that hold a list of more than `limit` items, at any depth. The JSON is known to be shallow. */
export function checkListItems(variables: Readonly<Record<string, unknown>>, limit: number): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!hasLongList(value, limit)) continue;
    throw new RequestRefused('LIST_SIZE_LIMIT', {
      status: 400,
      message: `The variable "$${name.slice(0, 100)}" holds a list of more than ${limit} items.`,
    });
  }
}

function hasLongList(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length > limit || value.some((item) => hasLongList(item, limit));
  return Object.values(value).some((item) => hasLongList(item, limit));
}
