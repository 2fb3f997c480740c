/** The later of two times; null when neither is known. */
export function laterOf(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  // Compared as times, since equal times may be written with different offsets.
  return Date.parse(left) >= Date.parse(right) ? left : right;
}
