import { STAMP_SLOT, type ValueLayout } from './layout';
import { type Place } from './place';
import { type Tape } from './tape';

/** One key of the path to the objects that a step completes. */
export interface Hop {
  /** The slot that holds the part which has the key; 0 for the record itself. */
  readonly partSlot: number;
  readonly fieldSlot: number;
  /** How many lists are around its objects. */
  readonly depth: number;
}

/** The hops of `path` from `root`, and the place where it ends; undefined when that cannot be told beforehand. */
export function hopsOf(
  root: Place,
  path: readonly string[],
): { readonly hops: readonly Hop[]; readonly place: Place } | undefined {
  const hops: Hop[] = [];
  let place = root;
  for (const key of path) {
    if (key === '@') continue;
    const [only] = place.fieldsOf(key);
    const child = place.child(key);
    if (!only || !child) return undefined;
    hops.push({
      partSlot: only.source.slot,
      fieldSlot: only.field.slot,
      depth: depthOf(only.field.value),
    });
    place = child;
  }
  return { hops, place };
}

function depthOf(value: ValueLayout): number {
  return value.kind === 'list' ? 1 + depthOf(value.item) : 0;
}

/** Counts walks; a record that carries the number of this one was seen. */
export interface WalkCounter {
  walks: number;
}

/** The end of a walk: `references[0]` up to `references[count - 1]`, until the next walk. */
export interface Walked {
  readonly references: Int32Array;
  readonly count: number;
}

/**
 * Where the positions of the records at the end of `hops` stand on the tape: each record once, in the order of first
 * occurrence. Level by level: a tree of shared records has far more places than records.
 */
export function walkTo(hops: readonly Hop[], root: number, { slots }: Tape, counter: WalkCounter): Walked {
  let level = first;
  let next = second;
  level.count = 0;
  for (let index = 0; index < hops.length; index += 1) {
    const { partSlot, fieldSlot, depth } = hops[index]!;
    counter.walks += 1;
    next.count = 0;
    const records = index === 0 ? 1 : level.count;
    for (let at = 0; at < records; at += 1) {
      const record = index === 0 ? root : slots[level.references[at]!]!;
      const part = partSlot === 0 ? record : slots[record + partSlot]!;
      if (part > 0) next.add(slots, part + fieldSlot, depth, counter.walks);
    }
    [level, next] = [next, level];
  }
  return level;
}

class Level implements Walked {
  references = new Int32Array(1024);
  count = 0;

  /** Adds the records at `reference`, below `depth` lists, that do not carry the stamp of this walk yet. */
  add(slots: Int32Array, reference: number, depth: number, stamp: number): void {
    const position = slots[reference]!;
    if (position <= 0) return;
    if (depth > 0) {
      const items = slots[position]!;
      for (let item = 1; item <= items; item += 1) this.add(slots, position + item, depth - 1, stamp);
      return;
    }
    if (slots[position + STAMP_SLOT] === stamp) return;
    slots[position + STAMP_SLOT] = stamp;
    if (this.count === this.references.length) this.grow();
    this.references[this.count] = reference;
    this.count += 1;
  }

  private grow(): void {
    const longer = new Int32Array(this.references.length * 2);
    longer.set(this.references);
    this.references = longer;
  }
}

const first = new Level();
const second = new Level();
