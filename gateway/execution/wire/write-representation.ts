import { giveUp } from './anomaly';
import { ByteView } from './byte-view';
import { type ByteWriter } from './byte-writer';
import { findValue, slotOf } from './find-value';
import { NULL, TYPE_SLOT, type ValueLayout } from './layout';
import {
  type RepresentationProgram,
  type RepresentedField,
  type RepresentedObject,
} from './representation-program';
import { writeLeaf } from './write-leaf';

/** What is known while a plan runs. */
export interface WireData {
  readonly slots: Int32Array;
  /** The answer to each step. */
  readonly answers: readonly ByteView[];
}

const NOTHING = ByteView.of('null');
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** Writes what a fetch requires of the object at `record`. Throws ANOMALY when something of it is not known. */
export function writeRepresentation(
  writer: ByteWriter,
  { fields, after }: RepresentedObject,
  record: number,
  data: WireData,
): void {
  for (const field of fields) {
    writer.write(field.before);
    writeField(writer, field, record, data);
  }
  writer.write(after);
}

function writeField(
  writer: ByteWriter,
  { from, isNonNull, inner }: RepresentedField,
  record: number,
  data: WireData,
): void {
  const found = findValue(data.slots, record, from);
  if (found === NULL) {
    if (isNonNull) giveUp();
    writer.write(NOTHING);
    return;
  }
  const { source, field } = from[found]!;
  writeValue(writer, field.value, slotOf(data.slots, record, from[found]!), source.step, inner, data);
}

function writeValue(
  writer: ByteWriter,
  value: ValueLayout,
  slot: number,
  step: number,
  inner: RepresentationProgram | undefined,
  data: WireData,
): void {
  const { slots, answers } = data;
  const position = slots[slot]!;
  if (position === NULL) {
    writer.write(NOTHING);
    return;
  }
  if (value.kind === 'leaf') {
    writeLeaf(writer, answers[step]!, position, slots[slot + 1]!);
    return;
  }
  if (value.kind === 'list') {
    const width = value.item.kind === 'leaf' ? 2 : 1;
    writer.byte(OPEN_LIST);
    for (let index = 0; index < slots[position]!; index += 1) {
      if (index > 0) writer.byte(COMMA);
      writeValue(writer, value.item, position + 1 + index * width, step, inner, data);
    }
    writer.byte(CLOSE_LIST);
    return;
  }
  const program = inner?.of(slots[position + TYPE_SLOT]!);
  if (!program) giveUp();
  writeRepresentation(writer, program, position, data);
}
