import { giveUp } from './anomaly';
import { type ByteView } from './byte-view';
import { ByteWriter } from './byte-writer';
import { walkTo, type Hop, type WalkCounter } from './hop';
import { KnownTexts } from './known-texts';
import { TYPE_SLOT } from './layout';
import { type RepresentationProgram, type RepresentedObject } from './representation-program';
import { type Tape } from './tape';
import { writeRepresentation, type WireData } from './write-representation';

/** A step that completes objects, as the tape knows it. */
export interface EntityStep {
  readonly index: number;
  readonly hops: readonly Hop[];
  readonly representations: RepresentationProgram;
  /** The slot of the objects' records for what the step brings. */
  readonly slot: number;
}

/** The representations of one list of a request, and the records that they stand for. */
export interface Gathered {
  /** How many representations there are. */
  readonly count: number;
  /** `[...]`, as bytes of `scratch`. */
  readonly start: number;
  readonly end: number;
  /**
   * Where on the tape three numbers stand for each of `wantedCount` records: its position, its slot for the entity, and the
   * number of its representation.
   */
  readonly wanted: number;
  readonly wantedCount: number;
}

/** What is gathered from. */
export interface GatherSource {
  readonly root: number;
  readonly tape: Tape;
  /** The answer to each step. */
  readonly answers: readonly ByteView[];
  readonly counter: WalkCounter;
}

const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;

/** Where representations are written until their request is sent: within one turn. */
export const scratch = new ByteWriter();
const known = new KnownTexts(scratch);

/**
 * Gathers one list of the steps that share it: equal representations are sent once, in the order of first occurrence. Where
 * an object is nothing but its representation, equal ones become one record.
 */
export function gather(
  steps: readonly EntityStep[],
  { root, tape, answers, counter }: GatherSource,
): Gathered {
  const start = scratch.length;
  const wanted = tape.top;
  const gathering = new Gathering(tape, answers);
  for (const { hops, representations, slot } of steps) {
    gathering.beginStep(slot);
    const { references, count } = walkTo(hops, root, tape, counter);
    gathering.expect(count);
    const { slots } = tape;
    for (let index = 0; index < count; index += 1) {
      const reference = references[index]!;
      const program = representations.of(slots[slots[reference]! + TYPE_SLOT]!);
      if (!program) return giveUp();
      if (program.isRepresented) gathering.add(program, reference);
    }
  }
  const count = gathering.end();
  return { count, start, end: scratch.length, wanted, wantedCount: (gathering.at - wanted) / 3 };
}

class Gathering {
  /** Where the next record is written down. */
  at: number;
  private target = 0;
  private data: WireData;

  constructor(
    private readonly tape: Tape,
    private readonly answers: readonly ByteView[],
  ) {
    this.at = tape.top;
    this.data = { slots: tape.slots, answers };
    known.clear();
    scratch.byte(OPEN_LIST);
  }

  /** What is added from now on belongs to another step: its entities go to the slot `target`. */
  beginStep(target: number): void {
    this.target = target;
    known.forgetFirsts();
  }

  /** Makes room for `count` further records. */
  expect(count: number): void {
    const { tape } = this;
    tape.take(this.at + count * 3 - tape.top);
    this.data = { slots: tape.slots, answers: this.answers };
  }

  /** Adds the object whose record is at the position that stands at `reference`. */
  add(program: RepresentedObject, reference: number): void {
    const { slots } = this.data;
    const record = slots[reference]!;
    const number = this.numberOf(program, record);
    const first = known.firstOf(number, record);
    if (first !== record && program.isWhole) {
      slots[reference] = first;
      return;
    }
    const { at } = this;
    slots[at] = record;
    slots[at + 1] = this.target;
    slots[at + 2] = number;
    this.at = at + 3;
  }

  /** Ends the list; gives the number of its representations. */
  end(): number {
    const { count } = known;
    if (count > 0) scratch.length -= 1;
    scratch.byte(CLOSE_LIST);
    return count;
  }

  private numberOf(program: RepresentedObject, record: number): number {
    const { soleKey } = program;
    if (!soleKey) return this.numberOfText(program, record);
    const { slots, answers } = this.data;
    const { source, field } = soleKey;
    const part = source.slot === 0 ? record : slots[record + source.slot]!;
    const start = part > 0 ? slots[part + field.slot]! : 0;
    const end = start > 0 ? slots[part + field.slot + 1]! : 0;
    // Missing, null, or not written as it would be written here.
    if (end <= 0) return this.numberOfText(program, record);
    const answer = answers[source.step]!;
    const number = known.find(program, answer, start, end);
    if (number >= 0) return number;
    const telling = scratch.length + program.before;
    scratch.pair(program.fields[0]!.before, answer, start, end);
    scratch.write(program.after);
    scratch.byte(COMMA);
    return known.add(program, telling, telling + end - start);
  }

  private numberOfText(program: RepresentedObject, record: number): number {
    const start = scratch.length;
    writeRepresentation(scratch, program, record, this.data);
    const telling = start + program.before;
    const end = scratch.length - program.after.length;
    const number = known.find(program, scratch, telling, end);
    if (number >= 0) {
      scratch.length = start;
      return number;
    }
    scratch.byte(COMMA);
    return known.add(program, telling, end);
  }
}
