/** A map of at most `capacity` entries that forgets the least recently used one first. */
export class LruCache<Key, Value> {
  private readonly entries = new Map<Key, Value>();

  constructor(private readonly capacity: number) {}

  /** How many entries it holds. */
  get size(): number {
    return this.entries.size;
  }

  /** The value under `key`, now the most recently used; undefined when there is none. */
  get(key: Key): Value | undefined {
    const value = this.entries.get(key);
    if (value === undefined) return undefined;
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  /** Stores `value`, forgetting the oldest entry when there is no room. */
  set(key: Key, value: Value): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size <= this.capacity) return;
    const oldest = this.entries.keys().next();
    if (!oldest.done) this.entries.delete(oldest.value);
  }

  /** Forgets `key`. */
  delete(key: Key): void {
    this.entries.delete(key);
  }
}
