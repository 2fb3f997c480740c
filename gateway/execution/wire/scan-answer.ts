import { isUtf8 } from 'node:buffer';
import { giveUp } from './anomaly';
import { ByteView, hasAt } from './byte-view';
import { endOfText, endOfValue, skipBlank } from './json-bytes';
import {
  NULL,
  TYPE_SLOT,
  slotsOf,
  type FieldLayout,
  type ListLayout,
  type ObjectLayout,
  type ValueLayout,
} from './layout';
import { endOfLeaf, startsNull } from './scan-leaf';
import { type Tape } from './tape';

/**
 * Writes down on `tape` where the values of an answer `{"data":{...}}` are, without making any of them. Gives the position of
 * the record of `data`. Throws ANOMALY when the answer has errors, is no JSON, or does not fit `layout`.
 */
export function scanAnswer(answer: ByteView, layout: ObjectLayout, tape: Tape): number {
  // A wrong sequence would reach the client as it is.
  if (!isUtf8(answer.bytes)) giveUp();
  return new Scanner(answer, tape).answer(layout);
}

const BLANK = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const DATA = ByteView.of('"data":');
const EXTENSIONS = ByteView.of('"extensions":');

// Positions are those of bytes that were looked at, or one past them: reading there gives undefined, which equals no byte.
class Scanner {
  /** Items of lists that are not complete yet. */
  private readonly items: number[] = [];

  private readonly bytes: Uint8Array;

  constructor(
    private readonly whole: ByteView,
    private readonly tape: Tape,
  ) {
    this.bytes = whole.bytes;
  }

  answer(layout: ObjectLayout): number {
    const { bytes } = this;
    let at = skipBlank(bytes, 0);
    if (bytes[at] !== OPEN_OBJECT) giveUp();
    at = skipBlank(bytes, at + 1);
    at = this.afterKey(DATA, at);
    if (at === 0 || bytes[at] !== OPEN_OBJECT) giveUp();
    const data = this.tape.take(layout.size);
    at = skipBlank(bytes, this.object(layout, data, at));
    if (bytes[at] === COMMA) {
      at = this.afterKey(EXTENSIONS, skipBlank(bytes, at + 1));
      if (at === 0) giveUp();
      at = skipBlank(bytes, endOfValue(bytes, at));
    }
    if (bytes[at] !== CLOSE_OBJECT || skipBlank(bytes, at + 1) !== bytes.length) giveUp();
    return data;
  }

  /** Fills the record at `record` from the object at `from`; gives the position after it. */
  private object(layout: ObjectLayout, record: number, from: number): number {
    const { bytes } = this;
    const { fields } = layout;
    const count = fields.length;
    let at = skipBlank(bytes, from + 1);
    if (bytes[at] === CLOSE_OBJECT) return at + 1;
    // Keys come in the order of the selection (GraphQL spec, section 7.2.2), those of other types left out.
    let expected = 0;
    for (;;) {
      let field = fields[expected]!;
      let after = this.afterKey(field.bytes, at);
      for (let tried = 1; after === 0; tried += 1) {
        if (tried > count) giveUp();
        expected = expected + 1 === count ? 0 : expected + 1;
        field = fields[expected]!;
        after = this.afterKey(field.bytes, at);
      }
      expected = expected + 1 === count ? 0 : expected + 1;
      at = this.field(layout, field, record, after);
      let next = bytes[at]!;
      if (next <= BLANK) next = bytes[(at = skipBlank(bytes, at))]!;
      if (next === CLOSE_OBJECT) return at + 1;
      if (next !== COMMA) giveUp();
      at += 1;
      if (bytes[at] !== QUOTE) at = skipBlank(bytes, at);
    }
  }

  /** The position of the value after `key`, which ends in a colon; 0 when there is another key at `at`. */
  private afterKey(key: ByteView, at: number): number {
    const { bytes } = this;
    const after = at + key.length;
    if (hasAt(this.whole, at, key)) return bytes[after]! > BLANK ? after : skipBlank(bytes, after);
    // With white space before the colon.
    if (!(bytes[after - 1]! <= BLANK)) return 0;
    for (let index = 0; index < key.length - 1; index += 1)
      if (bytes[at + index] !== key.bytes[index]) return 0;
    // Last: each key that might stand here is tried, and there may be a lot of white space.
    const colon = skipBlank(bytes, after - 1);
    return bytes[colon] === COLON ? skipBlank(bytes, colon + 1) : 0;
  }

  private field(layout: ObjectLayout, { slot, value }: FieldLayout, record: number, at: number): number {
    const { bytes } = this;
    const { slots } = this.tape;
    const target = record + slot;
    if (value.kind === 'typename') return this.typename(layout, record, at);
    // The last of two equal keys would count.
    if (slots[target] !== 0) giveUp();
    if (value.kind === 'leaf') {
      if (startsNull(bytes, at)) {
        slots[target] = NULL;
        return at + 4;
      }
      const end = value.leaf === 'String' ? endOfText(bytes, at) : endOfLeaf(bytes, at, value.leaf);
      slots[target] = at;
      slots[target + 1] = end;
      return end < 0 ? -end : end;
    }
    const position = value.kind === 'list' ? this.list(value, at) : this.composite(value.layout, at);
    // The tape may have grown meanwhile.
    this.tape.slots[target] = position;
    return this.end;
  }

  /** Where the value ended that was read last. */
  private end = 0;

  /** The record of the object at `at`, or NULL. Leaves its end in `end`. */
  private composite(layout: ObjectLayout, at: number): number {
    if (this.bytes[at] !== OPEN_OBJECT) return this.nothing(at);
    const record = this.tape.take(layout.size);
    this.end = this.object(layout, record, at);
    return record;
  }

  private nothing(at: number): number {
    if (!startsNull(this.bytes, at)) giveUp();
    this.end = at + 4;
    return NULL;
  }

  /** The position of the items of the list at `from`, or NULL. Leaves its end in `end`. */
  private list({ item }: ListLayout, from: number): number {
    const { bytes, items, tape } = this;
    if (bytes[from] !== OPEN_LIST) return this.nothing(from);
    const base = items.length;
    let at = skipBlank(bytes, from + 1);
    if (bytes[at] === CLOSE_LIST) at += 1;
    else
      for (;;) {
        at = skipBlank(bytes, this.item(item, at));
        const next = bytes[at];
        at += 1;
        if (next === CLOSE_LIST) break;
        if (next !== COMMA) giveUp();
        at = skipBlank(bytes, at);
      }
    const length = items.length - base;
    const position = tape.take(length + 1);
    const { slots } = tape;
    slots[position] = length / slotsOf(item);
    for (let index = 0; index < length; index += 1) slots[position + 1 + index] = items[base + index]!;
    items.length = base;
    this.end = at;
    return position;
  }

  private item(item: ValueLayout, at: number): number {
    const { items } = this;
    if (item.kind === 'object') {
      const record = this.composite(item.layout, at);
      items.push(record);
      return this.end;
    }
    if (item.kind === 'list') {
      const list = this.list(item, at);
      items.push(list);
      return this.end;
    }
    if (item.kind === 'typename') return giveUp();
    if (startsNull(this.bytes, at)) {
      items.push(NULL, 0);
      return at + 4;
    }
    const end = endOfLeaf(this.bytes, at, item.leaf);
    items.push(at, end);
    return end < 0 ? -end : end;
  }

  private typename({ types }: ObjectLayout, record: number, at: number): number {
    const { slots } = this.tape;
    for (let index = 0; index < types.length; index += 1) {
      const { id, bytes } = types[index]!;
      if (!hasAt(this.whole, at, bytes)) continue;
      if (slots[record + TYPE_SLOT] !== 0) giveUp();
      slots[record + TYPE_SLOT] = id;
      return at + bytes.length;
    }
    // An interface object tells the interface, and others tell types that no client may see.
    return giveUp();
  }
}
