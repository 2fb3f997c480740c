/**
 * Tells which of many numbered things are due, with neither a timer nor an object per thing: a ring of slots, each
 * holding the numbers whose moment falls into it, now or a turn of the ring later.
 *
 * A thing has one moment at a time; setting it anew replaces the old one. Nothing is removed from the ring for that:
 * whoever is found in a slot is asked for its moment, and a stale entry is dropped.
 */
export class TimingWheel {
  private readonly slots: number[][];
  private readonly tickOf: number[] = [];
  private nextTick: number;

  /**
   * @param startMs the first moment; nothing is ever due before it
   * @param tickMs how exact it is
   * @param slotCount how many ticks the ring holds; longer waits go round several times
   */
  constructor(
    startMs: number,
    private readonly tickMs: number,
    slotCount: number,
  ) {
    this.slots = Array.from({ length: slotCount }, () => []);
    this.nextTick = Math.floor(startMs / tickMs);
  }

  /** Makes the thing due at this moment, or never for Infinity. One that has passed counts as now. */
  set(id: number, dueMs: number): void {
    if (dueMs === Infinity) return this.clear(id);
    const tick = Math.max(this.nextTick, Math.ceil(dueMs / this.tickMs));
    if (this.tickOf[id] === tick) return;
    this.tickOf[id] = tick;
    this.slotOf(tick).push(id);
  }

  /** The thing is due no more. */
  clear(id: number): void {
    this.tickOf[id] = NEVER;
  }

  /** The things that became due up to this moment, each once; they are not due again until they are set. */
  due(nowMs: number): number[] {
    const due: number[] = [];
    const lastTick = Math.floor(nowMs / this.tickMs);
    for (; this.nextTick <= lastTick; this.nextTick += 1) this.collect(this.nextTick, due);
    return due;
  }

  private collect(tick: number, due: number[]): void {
    const slot = this.slotOf(tick);
    let kept = 0;
    for (const id of slot) {
      const own = this.tickOf[id] ?? NEVER;
      if (own === tick) {
        due.push(id);
        this.tickOf[id] = NEVER;
      } else if (own > tick && this.slotOf(own) === slot) {
        slot[kept] = id;
        kept += 1;
      }
    }
    slot.length = kept;
  }

  private slotOf(tick: number): number[] {
    // A tick modulo the number of slots is always one of them.
    return this.slots[tick % this.slots.length] as number[];
  }
}

const NEVER = -1;
