/** The members of two versions of one thing, told apart by name. */
export interface Pairs<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  /** Base first. */
  readonly kept: readonly (readonly [T, T])[];
}

/** Pairs what has the same name on both sides. */
export function pairByName<T extends { readonly name: string }>(
  base: Iterable<T>,
  candidate: Iterable<T>,
): Pairs<T> {
  return pairByKey(
    new Map([...base].map((member) => [member.name, member])),
    new Map([...candidate].map((member) => [member.name, member])),
  );
}

/** Pairs what has the same key on both sides. */
export function pairByKey<T>(base: ReadonlyMap<string, T>, candidate: ReadonlyMap<string, T>): Pairs<T> {
  const removed: T[] = [];
  const kept: [T, T][] = [];
  for (const [key, before] of base) {
    const after = candidate.get(key);
    if (after === undefined) removed.push(before);
    else kept.push([before, after]);
  }
  const added = [...candidate].filter(([key]) => !base.has(key)).map(([, member]) => member);
  return { added, removed, kept };
}
