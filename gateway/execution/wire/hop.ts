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

/**
 * Where the positions of the records at the end of `hops` stand on the tape: each record once, in the order of first
 * occurrence. Level by level: a tree of shared records has far more places than records.
 */
export function walkTo(
  hops: readonly Hop[],
  root: number,
  { slots }: Tape,
  counter: WalkCounter,
): readonly number[] {
  let level: number[] = [];
  let isRoot = true;
  for (const { partSlot, fieldSlot, depth } of hops) {
    counter.walks += 1;
    const next: number[] = [];
    const enter = (record: number): void => {
      const part = partSlot === 0 ? record : slots[record + partSlot]!;
      if (part > 0) addReferences(slots, part + fieldSlot, depth, counter.walks, next);
    };
    if (isRoot) enter(root);
    for (let index = 0; index < level.length; index += 1) enter(slots[level[index]!]!);
    level = next;
    isRoot = false;
  }
  return level;
}

function addReferences(
  slots: Int32Array,
  reference: number,
  depth: number,
  stamp: number,
  found: number[],
): void {
  const position = slots[reference]!;
  if (position <= 0) return;
  if (depth === 0) {
    if (slots[position + STAMP_SLOT] === stamp) return;
    slots[position + STAMP_SLOT] = stamp;
    found.push(reference);
    return;
  }
  const count = slots[position]!;
  for (let index = 1; index <= count; index += 1) {
    addReferences(slots, position + index, depth - 1, stamp, found);
  }
}
