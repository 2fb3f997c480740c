/** A map whose values weigh at most `capacityBytes` together; it forgets the least recently used one first. */
export class WeightedCache<Key, Value> {
  private readonly entries = new Map<Key, { readonly value: Value; readonly bytes: number }>();
  private weight = 0;

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
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  /** Stores `value`, which weighs `bytes`, forgetting the oldest entries until there is room. Too heavy ones are not kept. */
  set(key: Key, value: Value, bytes: number): void {
    this.delete(key);
    if (bytes > this.capacityBytes) return;
    this.entries.set(key, { value, bytes });
    this.weight += bytes;
    for (const oldest of this.entries.keys()) {
      if (this.weight <= this.capacityBytes) return;
      this.delete(oldest);
    }
  }

  /** Forgets `key`. */
  delete(key: Key): void {
    this.weight -= this.entries.get(key)?.bytes ?? 0;
    this.entries.delete(key);
  }

  /** All values, the least recently used first. */
  *values(): IterableIterator<Value> {
    for (const { value } of this.entries.values()) yield value;
  }

  /** The most recently used entries, at most `count`, the latest first. */
  latest(count: number): readonly (readonly [Key, Value])[] {
    return [...this.entries]
      .slice(-count)
      .reverse()
      .map(([key, { value }]) => [key, value] as const);
  }
}
