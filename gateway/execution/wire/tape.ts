/**
 * A growing list of numbers that holds where the values of the answers are. One request at a time uses it; what it holds is
 * given up at the end, and its memory serves the next one.
 */
export class Tape {
  slots: Int32Array;
  /** The first free position. Nothing stands at 0, which means that there is nothing. */
  top = 1;

  constructor(length = INITIAL_LENGTH) {
    this.slots = new Int32Array(length);
  }

  /** Takes `length` slots, all ABSENT. Gives the position of the first. */
  take(length: number): number {
    const position = this.top;
    if (length <= 0) return position;
    this.top += length;
    if (this.top > this.slots.length) this.grow();
    const { slots } = this;
    for (let index = position; index < this.top; index += 1) slots[index] = 0;
    return position;
  }

  private grow(): void {
    const larger = new Int32Array(Math.max(this.top, this.slots.length * 2));
    larger.set(this.slots);
    this.slots = larger;
  }
}

const INITIAL_LENGTH = 2 * 1024;
/** Longer ones are not kept: one large answer would hold memory for all time. */
const MAX_KEPT_LENGTH = 256 * 1024;
/**
 * All kept ones together; 16 MB. Not a number of tapes: with more requests at once than that, each would make a tape and
 * throw it away, and their memory drives the collector.
 */
const MAX_KEPT_SLOTS = 4 * 1024 * 1024;

const kept: Tape[] = [];
let keptSlots = 0;

/** A tape that nobody uses. */
export function borrowTape(): Tape {
  const tape = kept.pop();
  if (!tape) return new Tape();
  keptSlots -= tape.slots.length;
  return tape;
}

/** Gives a tape back. Whoever borrowed it must not use it any more. */
export function returnTape(tape: Tape): void {
  const { length } = tape.slots;
  tape.top = 1;
  if (length > MAX_KEPT_LENGTH || keptSlots + length > MAX_KEPT_SLOTS) return;
  keptSlots += length;
  kept.push(tape);
}
