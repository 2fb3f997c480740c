/**
 * A `__resolveReference` over `records`: the one that has every key of the representation, or null. Keys that are objects
 * are compared by what the representation says of them. Throws when the representation lacks one of `keys`.
 */
export function findBy<R extends object>(
  records: readonly R[],
  ...keys: readonly (keyof R & string)[]
): (representation: Partial<R>) => R | null {
  return (representation) => {
    for (const key of keys) {
      if (!(key in representation)) throw new Error(`a representation without ${key}`);
    }
    return records.find((record) => keys.every((key) => matches(record[key], representation[key]))) ?? null;
  };
}

function matches(value: unknown, asked: unknown): boolean {
  if (typeof asked !== 'object' || asked === null) return value === asked;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value) && Array.isArray(asked) && value.length !== asked.length) return false;
  const own = new Map(Object.entries(value));
  return Object.entries(asked).every(([key, part]) => key === '__typename' || matches(own.get(key), part));
}
