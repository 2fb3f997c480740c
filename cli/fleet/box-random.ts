/** A source of numbers in [0, 1). */
export type RandomSource = () => number;

/** 32 bits from a text (FNV-1a with a final mix): enough to make boxes differ, not to keep secrets. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mixed(hash);
}

/**
 * The random numbers of one step of one box (mulberry32). They depend on the box and the number of the step only:
 * a fleet of 100,000 keeps four bytes per box, and behaves alike whatever order the network answers in.
 */
export function randomOfStep(boxSeed: number, step: number): RandomSource {
  let state = mixed(boxSeed ^ Math.imul(step + 1, 0x9e3779b1));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), bits | 61)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number in [least, most). */
export function between(random: RandomSource, least: number, most: number): number {
  return least + random() * (most - least);
}

function mixed(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x45d9f3b);
  bits = Math.imul(bits ^ (bits >>> 16), 0x45d9f3b);
  return (bits ^ (bits >>> 16)) >>> 0;
}
