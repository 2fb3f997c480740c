import { giveUp } from './anomaly';
import {
  type CompositeProgram,
  type FieldProgram,
  type LeafProgram,
  type ListProgram,
  type ObjectProgram,
  type ValueProgram,
} from './answer-program';
import { ByteView, hasAt } from './byte-view';
import { type ByteWriter } from './byte-writer';
import { findValue } from './find-value';
import { NULL, TYPE_SLOT } from './layout';
import { writeLeaf } from './write-leaf';
import { type WireData } from './write-representation';

const BEFORE = ByteView.of('{"data":');
const AFTER = ByteView.of('}');
const NOTHING = ByteView.of('null');
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** Writes `{"data":{...}}`. Throws ANOMALY when the data is not what the schema promises. */
export function writeAnswer(writer: ByteWriter, program: ObjectProgram, root: number, data: WireData): void {
  writer.clear();
  writer.write(BEFORE);
  new AnswerWriter(writer, data).object(program, root);
  writer.write(AFTER);
}

class AnswerWriter {
  private readonly slots: Int32Array;
  private readonly answers: readonly ByteView[];

  constructor(
    private readonly writer: ByteWriter,
    { slots, answers }: WireData,
  ) {
    this.slots = slots;
    this.answers = answers;
  }

  object({ fields, after }: ObjectProgram, record: number): void {
    const { length } = fields;
    let index = 0;
    while (index < length) {
      const field = fields[index]!;
      const written = this.run(field, record);
      if (written === 0) this.field(field, record);
      index += written === 0 ? 1 : written;
    }
    this.writer.write(after);
  }

  /** Writes leaves that stand together in the answer as one text. Gives their number; 0 when they do not. */
  private run({ before, from, run }: FieldProgram, record: number): number {
    const { slots } = this;
    const { length } = run;
    if (length === 0) return 0;
    const { source } = from[0]!;
    const part = source.slot === 0 ? record : slots[record + source.slot]!;
    if (part <= 0) return 0;
    const answer = this.answers[source.step]!;
    const start = slots[part + run[0]!.slot]!;
    if (start <= 0) return 0;
    let end = start;
    let count = 0;
    while (count < length) {
      const { slot, gap, isId } = run[count]!;
      const leaf = slots[part + slot]!;
      const expected = count === 0 ? start : end + gap;
      // A null, one that is missing, white space, another order; or a value that has to be written otherwise.
      if (leaf !== expected || slots[part + slot + 1]! <= 0 || (isId && answer.bytes[leaf] !== QUOTE)) break;
      end = slots[part + slot + 1]!;
      count += 1;
    }
    if (count > 0) this.writer.pair(before, answer, start, end);
    return count;
  }

  private field({ before, from, value }: FieldProgram, record: number): void {
    this.writer.write(before);
    const { slots } = this;
    const found = findValue(slots, record, from);
    if (found === NULL) return this.nothing(value);
    const { source, field } = from[found]!;
    const part = source.slot === 0 ? record : slots[record + source.slot]!;
    this.value(value, part + field.slot, this.answers[source.step]!);
  }

  private value(value: ValueProgram, slot: number, answer: ByteView): void {
    const position = this.slots[slot]!;
    if (position === NULL) return this.nothing(value);
    if (value.kind === 'leaf') return this.leaf(value, answer, position, this.slots[slot + 1]!);
    if (value.kind === 'object') return this.composite(value, position);
    return this.list(value, position, answer);
  }

  private nothing({ isNonNull }: ValueProgram): void {
    if (isNonNull) giveUp();
    this.writer.write(NOTHING);
  }

  private leaf({ isId, allowed }: LeafProgram, answer: ByteView, start: number, end: number): void {
    const { writer } = this;
    if (isId && answer.bytes[start] !== QUOTE) {
      writer.byte(QUOTE);
      writer.copy(answer, start, end);
      writer.byte(QUOTE);
      return;
    }
    if (allowed && !isAmong(allowed, answer, start, end)) giveUp();
    writeLeaf(writer, answer, start, end);
  }

  private composite(value: CompositeProgram, record: number): void {
    const { slots, writer } = this;
    const program = value.of(slots[record + TYPE_SLOT]!);
    if (!program) return giveUp();
    const { id, textSlot } = program;
    if (textSlot === 0) return this.object(program, record);
    const memory = record + textSlot;
    if (slots[memory] === id) return writer.repeat(slots[memory + 1]!, slots[memory + 2]!);
    slots[memory + 1] = writer.length;
    this.object(program, record);
    slots[memory + 2] = writer.length;
    // Last: an object cannot be a part of itself, but its record may be read while it is written.
    slots[memory] = id;
  }

  private list({ item }: ListProgram, position: number, answer: ByteView): void {
    const { writer, slots } = this;
    const width = item.kind === 'leaf' ? 2 : 1;
    const count = slots[position]!;
    writer.byte(OPEN_LIST);
    for (let index = 0; index < count; index += 1) {
      if (index > 0) writer.byte(COMMA);
      this.value(item, position + 1 + index * width, answer);
    }
    writer.byte(CLOSE_LIST);
  }
}

function isAmong(allowed: readonly ByteView[], answer: ByteView, start: number, end: number): boolean {
  for (const value of allowed) if (value.length === end - start && hasAt(answer, start, value)) return true;
  return false;
}
