import DataLoader from 'dataloader';

/** Loads by key, one read for all keys of a level. A key without a row gives null. */
export type EntityLoader<Row, Key = string> = DataLoader<Key, Row | null, string>;

/**
 * A loader over one batched read that may return rows in any order and leave out what does not exist.
 * Make one per request: it remembers what it loaded.
 */
export function entityLoader<Row, Key = string>(
  readMany: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOfRow: (row: Row) => string,
  keyText: (key: Key) => string = String,
): EntityLoader<Row, Key> {
  return new DataLoader<Key, Row | null, string>(
    async (keys) => {
      const rows = new Map((await readMany(keys)).map((row) => [keyOfRow(row), row]));
      return keys.map((key) => rows.get(keyText(key)) ?? null);
    },
    { cacheKeyFn: keyText, maxBatchSize: 1_000 },
  );
}

/** The same for lists: all rows of each key, in the order read. A key without rows gives an empty list. */
export function listLoader<Row, Key = string>(
  readMany: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOfRow: (row: Row) => string,
  keyText: (key: Key) => string = String,
): DataLoader<Key, readonly Row[], string> {
  return new DataLoader<Key, readonly Row[], string>(
    async (keys) => {
      const groups = new Map<string, Row[]>(keys.map((key) => [keyText(key), []]));
      for (const row of await readMany(keys)) groups.get(keyOfRow(row))?.push(row);
      return keys.map((key) => groups.get(keyText(key)) ?? []);
    },
    { cacheKeyFn: keyText, maxBatchSize: 1_000 },
  );
}

/**
 * Loaders of one request that differ by arguments: the same arguments give the same loader, so that a nested
 * connection of a whole page is one read.
 */
export function loaderByArguments<Arguments, Loader>(
  create: (args: Arguments) => Loader,
): (args: Arguments) => Loader {
  const loaders = new Map<string, Loader>();
  return (args) => {
    const text = JSON.stringify(args);
    const known = loaders.get(text);
    if (known !== undefined) return known;
    const loader = create(args);
    loaders.set(text, loader);
    return loader;
  };
}
