/** One choice after the other, all following from a seed: the same seed makes the same world on every machine. */
export class Choices {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** A number from 0 up to, not including, `bound`. */
  below(bound: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    return mix(this.state) % bound;
  }

  /** One of `items`. Throws when there are none. */
  of<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error('nothing to choose from');
    return items[this.below(items.length)] as Item; // the index is within the list
  }

  /** True in one of `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** Some of `items`, in their order; at least `least` of them if there are as many. */
  some<Item>(items: readonly Item[], least = 0): Item[] {
    const taken = new Set(items.filter(() => this.oneIn(2)));
    while (taken.size < Math.min(least, items.length)) taken.add(this.of(items));
    return items.filter((item) => taken.has(item));
  }

  /** A seed for choices of their own, so that what follows does not depend on how many were made. */
  fork(): Choices {
    return new Choices(this.below(0x7fffffff));
  }
}

/** A number of 32 bits that follows from `text` and looks like any other (FNV-1a, mixed). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(hash);
}

function mix(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return (mixed ^ (mixed >>> 14)) >>> 0;
}
