/** One value. The times are numbers of uses of the cache. */
interface Entry<Value> {
  readonly value: Value;
  readonly bytes: number;
  placedAt: number;
  usedAt: number;
}

/**
 * A map whose values weigh at most `capacityBytes` together; it forgets first what was not used for the longest time. To be
 * cheap where it is used most, a use is only noted, and moves an entry away from the end when that is next to be forgotten.
 */
export class WeightedCache<Key, Value> {
  /** In the order in which they were placed, the oldest first. */
  private readonly entries = new Map<Key, Entry<Value>>();
  private weight = 0;
  private uses = 0;

  constructor(private readonly capacityBytes: number) {}

  /** How many entries it holds. */
  get size(): number {
    return this.entries.size;
  }

  /** What the entries weigh together. */
  get bytes(): number {
    return this.weight;
  }

  /** The value under `key`, now the most recently used; undefined when there is none. */
  get(key: Key): Value | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    entry.usedAt = this.uses += 1;
    return entry.value;
  }

  /** Stores `value`, which weighs `bytes`, forgetting the oldest entries until there is room. Too heavy ones are not kept. */
  set(key: Key, value: Value, bytes: number): void {
    this.delete(key);
    if (bytes > this.capacityBytes) return;
    const now = (this.uses += 1);
    this.entries.set(key, { value, bytes, placedAt: now, usedAt: now });
    this.weight += bytes;
    while (this.weight > this.capacityBytes) this.forgetOne();
  }

  /** Forgets `key`. */
  delete(key: Key): void {
    this.weight -= this.entries.get(key)?.bytes ?? 0;
    this.entries.delete(key);
  }

  /** All values, the least recently used first. */
  *values(): IterableIterator<Value> {
    for (const [, { value }] of this.byUse()) yield value;
  }

  /** The most recently used entries, at most `count`, the latest first. */
  latest(count: number): readonly (readonly [Key, Value])[] {
    return this.byUse()
      .slice(-count)
      .reverse()
      .map(([key, { value }]) => [key, value] as const);
  }

  /** Ends: each entry that is moved counts as used no more. */
  private forgetOne(): void {
    for (const [key, entry] of this.entries) {
      this.entries.delete(key);
      if (entry.usedAt === entry.placedAt) {
        this.weight -= entry.bytes;
        return;
      }
      entry.placedAt = entry.usedAt;
      this.entries.set(key, entry);
    }
  }

  private byUse(): [Key, Entry<Value>][] {
    return [...this.entries].sort(([, left], [, right]) => left.usedAt - right.usedAt);
  }
}
