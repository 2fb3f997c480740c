import { type Box, type BoxBeat, type BoxSettings, stepBox, wakesAtMs } from './box';
import {
  firstRoundShare,
  isOnTheAir,
  newBox,
  withAcknowledgement,
  withDesired,
  withRosterEntry,
} from './box-life';
import { randomOfStep } from './box-random';
import { type Desired, type HeartbeatAnswer, type RosterBox } from './messages';
import { TimingWheel } from './timing-wheel';

/** How a fleet behaves. */
export interface FleetSettings extends BoxSettings {
  readonly seed: string;
  /** Over how long the first beats of boxes that are there at the start are spread. */
  readonly spreadMs: number;
}

/** A beat of one box, for the aggregator of its PoP. */
export interface FleetBeat {
  readonly boxNumber: number;
  readonly popId: string;
  readonly beat: BoxBeat;
}

/** How often the fleet looks which boxes are due. */
export const TICK_MS = 100;

/**
 * All boxes of a fleet in memory. It neither sends nor waits: it is told the time and the news, and answers with beats.
 * Box numbers are reused, so nothing grows but with the fleet.
 */
export class Fleet {
  private readonly boxes: (Box | null)[] = [];
  private readonly numberOf = new Map<string, number>();
  private readonly freeNumbers: number[] = [];
  private readonly interned = new Map<string, string>();
  private readonly wheel: TimingWheel;

  constructor(
    private readonly settings: FleetSettings,
    startMs: number,
  ) {
    this.wheel = new TimingWheel(startMs, TICK_MS, WHEEL_SLOTS);
  }

  /** How many boxes are on the air. */
  get size(): number {
    return this.numberOf.size;
  }

  /**
   * Takes entries of the roster in. Boxes of the first load are spread, later ones beat at once; boxes that are
   * neither active nor suspended leave. Answers the numbers and PoPs of those that left.
   */
  update(
    entries: readonly RosterBox[],
    nowMs: number,
    isFirstLoad: boolean,
  ): { boxNumber: number; popId: string }[] {
    return entries.flatMap((given) => {
      const entry = this.withSharedStrings(given);
      const boxNumber = this.numberOf.get(entry.deviceId);
      const box = boxNumber === undefined ? undefined : this.boxes[boxNumber];
      if (boxNumber === undefined || box == null) {
        if (isOnTheAir(entry.lifecycle)) this.add(entry, nowMs, isFirstLoad);
        return [];
      }
      if (!isOnTheAir(entry.lifecycle)) return [this.remove(boxNumber, box)];
      this.put(boxNumber, withRosterEntry(box, entry, nowMs));
      return box.popId === entry.popId ? [] : [{ boxNumber, popId: box.popId }];
    });
  }

  /** The beats that are due. */
  step(nowMs: number): FleetBeat[] {
    return this.wheel.due(nowMs).flatMap((boxNumber) => {
      const box = this.boxes[boxNumber];
      if (box == null) return [];
      const random = randomOfStep(box.seed, box.steps);
      const step = stepBox(box, nowMs, random, this.settings);
      this.put(boxNumber, step.box);
      return step.beat === null ? [] : [{ boxNumber, popId: step.box.popId, beat: step.beat }];
    });
  }

  /** The beat of this box arrived. */
  acknowledge(boxNumber: number, beat: BoxBeat): void {
    const box = this.boxes[boxNumber];
    // The number may belong to another box by now.
    if (box?.deviceId === beat.message.deviceId)
      this.boxes[boxNumber] = withAcknowledgement(box, beat.changes);
  }

  /** Desired states that came as the answer to beats. */
  desire(desired: HeartbeatAnswer['desired'], nowMs: number): void {
    for (const { deviceId, ...state } of desired) {
      const boxNumber = this.numberOf.get(deviceId);
      const box = boxNumber === undefined ? undefined : this.boxes[boxNumber];
      if (boxNumber !== undefined && box != null)
        this.put(boxNumber, withDesired(box, this.shared(state), nowMs));
    }
  }

  private add(entry: RosterBox, nowMs: number, isFirstLoad: boolean): void {
    const { seed, spreadMs } = this.settings;
    const delayMs = isFirstLoad ? firstRoundShare(seed, entry.deviceId) * spreadMs : 0;
    const boxNumber = this.freeNumbers.pop() ?? this.boxes.length;
    this.numberOf.set(entry.deviceId, boxNumber);
    this.put(boxNumber, newBox(entry, seed, nowMs + delayMs));
  }

  private remove(boxNumber: number, { deviceId, popId }: Box): { boxNumber: number; popId: string } {
    this.boxes[boxNumber] = null;
    this.numberOf.delete(deviceId);
    this.freeNumbers.push(boxNumber);
    this.wheel.clear(boxNumber);
    return { boxNumber, popId };
  }

  private put(boxNumber: number, box: Box): void {
    this.boxes[boxNumber] = box;
    this.wheel.set(boxNumber, wakesAtMs(box));
  }

  private withSharedStrings(entry: RosterBox): RosterBox {
    return {
      ...entry,
      popId: this.intern(entry.popId),
      softwareVersion: this.internOrNull(entry.softwareVersion),
      desired: this.shared(entry.desired),
    };
  }

  /** Thousands of boxes name the same PoP, release and images: one string each is enough. */
  private shared({ version, softwareVersion, placements }: Desired): Desired {
    const shared = placements.map((placement) => ({ ...placement, imageId: this.intern(placement.imageId) }));
    return {
      version,
      softwareVersion: this.internOrNull(softwareVersion),
      placements: shared.length === 0 ? NO_PLACEMENTS : shared,
    };
  }

  private internOrNull(text: string | null): string | null {
    return text === null ? null : this.intern(text);
  }

  private intern(text: string): string {
    const known = this.interned.get(text);
    if (known !== undefined) return known;
    this.interned.set(text, text);
    return text;
  }
}

/** The same empty list for all boxes that have nothing to run. Nobody changes it. */
const NO_PLACEMENTS: Desired['placements'] = [];

/** The longest regular wait is 36 s; the ring holds 51. */
const WHEEL_SLOTS = 512;
