import { ANOMALY } from '../../../../gateway/execution/wire/anomaly';
import { ByteView, hasAt, hasSame } from '../../../../gateway/execution/wire/byte-view';
import { ByteWriter } from '../../../../gateway/execution/wire/byte-writer';
import { KnownTexts } from '../../../../gateway/execution/wire/known-texts';
import { type RepresentedObject } from '../../../../gateway/execution/wire/representation-program';
import { borrowTape, returnTape, Tape } from '../../../../gateway/execution/wire/tape';

const LENGTHS = Array.from({ length: 71 }, (_, length) => length);
const MORE = [159, 160, 161, 1_000, 70_000];

/** Bytes that differ from place to place. */
function pattern(length: number): string {
  return Array.from({ length }, (_, index) => String.fromCharCode(33 + ((index * 7) % 90))).join('');
}

function written(writer: ByteWriter): string {
  return Buffer.from(writer.bytes.subarray(0, writer.length)).toString('latin1');
}

describe('a ByteWriter', () => {
  test.each([...LENGTHS, ...MORE])('writes %i bytes in every way', (length) => {
    const text = pattern(length);
    const source = ByteView.of(`<<${text}>>`);
    const writer = new ByteWriter();
    writer.byte(0x21);
    writer.copy(source, 2, 2 + length);
    writer.write(ByteView.of(text));
    writer.pair(ByteView.of('=='), source, 2, 2 + length);
    writer.pair(ByteView.of(text), source, 0, 2);
    writer.repeat(1, 1 + length);
    writer.byte(0x3f);
    expect(written(writer)).toBe(`!${text}${text}==${text}${text}<<${text}?`);
    expect(written(writer)).toHaveLength(writer.length);
  });

  test('keeps what it holds when it grows, again and again', () => {
    const writer = new ByteWriter();
    let expected = '';
    for (let round = 0; round < 40; round += 1) {
      const text = pattern(round * 500);
      writer.write(ByteView.of(text));
      writer.repeat(Math.max(0, writer.length - 777), writer.length);
      expected += text;
      expected += expected.slice(-777);
    }
    expect(written(writer) === expected).toBe(true);
    writer.clear();
    writer.write(ByteView.of('again'));
    expect(written(writer)).toBe('again');
  });

  test('gives up where a text would get longer than one can be', () => {
    const writer = new ByteWriter(100_000);
    const part = ByteView.of('x'.repeat(60_000));
    writer.write(part);
    expect(() => writer.write(part)).toThrow(ANOMALY);
    expect(() => writer.repeat(0, 60_000)).toThrow(ANOMALY);
    writer.clear();
    writer.write(part);
    expect(writer.length).toBe(60_000);
  });

  test('gives back the memory of a large answer', () => {
    const writer = new ByteWriter();
    writer.write(ByteView.of('x'.repeat(5 * 1024 * 1024)));
    writer.clear();
    expect(writer.bytes.length).toBeLessThan(1024 * 1024);
  });
});

describe('ByteViews', () => {
  test.each(LENGTHS)('are compared to the last of %i bytes', (length) => {
    const text = pattern(length);
    const whole = ByteView.of(`..${text}`);
    const part = ByteView.of(text);
    expect(hasAt(whole, 2, part)).toBe(true);
    expect(hasAt(whole, 3, part)).toBe(false);
    for (let index = 0; index < length; index += 1) {
      const other = ByteView.of(`${text.slice(0, index)}~${text.slice(index + 1)}`);
      if (text[index] === '~') continue;
      expect(hasSame(whole.view, 2, other.view, 0, length)).toBe(false);
      expect(hasAt(whole, 2, other)).toBe(false);
    }
  });

  test('see a part of larger memory only', () => {
    const memory = Buffer.from('abcdefgh');
    const view = new ByteView(memory.subarray(2, 5));
    expect([view.length, hasAt(view, 0, ByteView.of('cde')), hasAt(view, 0, ByteView.of('cdef'))]).toEqual([
      3,
      true,
      false,
    ]);
  });
});

describe('a Tape', () => {
  test('gives slots that are absent, whoever used them before', () => {
    const tape = new Tape(8);
    expect(tape.take(0)).toBe(1);
    const first = tape.take(5);
    tape.slots.fill(7, first, first + 5);
    const second = tape.take(1_000);
    expect(second).toBe(first + 5);
    expect([...tape.slots.subarray(first, second)]).toEqual([7, 7, 7, 7, 7]);
    expect(tape.slots.subarray(second, second + 1_000).every((slot) => slot === 0)).toBe(true);
    returnTape(tape);
    const again = borrowTape();
    expect(again).toBe(tape);
    expect([...again.slots.subarray(again.take(5), again.top)]).toEqual([0, 0, 0, 0, 0]);
    expect(borrowTape()).not.toBe(again);
  });

  test('is not kept when it is large', () => {
    const tape = borrowTape();
    tape.take(300 * 1024);
    returnTape(tape);
    expect(borrowTape()).not.toBe(tape);
  });
});

describe('KnownTexts', () => {
  const program = (frame: number): RepresentedObject => ({
    isRepresented: true,
    frame,
    fields: [],
    before: 0,
    after: ByteView.of(''),
    soleKey: undefined,
    isWhole: false,
  });

  /** The number of a text, which is added when it is new. */
  function numberOf(known: KnownTexts, writer: ByteWriter, of: RepresentedObject, text: string): number {
    const source = ByteView.of(text);
    const found = known.find(of, source, 0, source.length);
    if (found >= 0) return found;
    const start = writer.length;
    writer.write(source);
    return known.add(of, start, writer.length);
  }

  test('finds each of many texts again, in the order in which they came', () => {
    const writer = new ByteWriter();
    const known = new KnownTexts(writer);
    for (const round of [1, 2]) {
      for (let index = 0; index < 40_000; index += 1) {
        const number = numberOf(known, writer, program(1), `"${index % 20_000}"`);
        if (number !== index % 20_000) expect([round, index, number]).toEqual([]);
      }
      expect(known.count).toBe(20_000);
    }
    known.clear();
    expect(numberOf(known, writer, program(1), '"19999"')).toBe(0);
  });

  test('tells frames apart, and programs with one frame not', () => {
    const writer = new ByteWriter();
    const known = new KnownTexts(writer);
    const texts = [program(1), program(2), program(1)].map((of) => numberOf(known, writer, of, '"x"'));
    expect(texts).toEqual([0, 1, 0]);
    expect(numberOf(known, writer, program(1), '')).toBe(2);
    expect(numberOf(known, writer, program(1), '"x" ')).toBe(3);
  });

  test('gives up when somebody makes it try too often', () => {
    const writer = new ByteWriter();
    const known = new KnownTexts(writer);
    // One text with many frames: all have one hash.
    const add = (count: number): void => {
      for (let frame = 0; frame < count; frame += 1) numberOf(known, writer, program(frame), '"x"');
    };
    add(250);
    expect(known.count).toBe(250);
    expect(() => add(400)).toThrow(ANOMALY);
    known.clear();
    expect(numberOf(known, writer, program(0), '"x"')).toBe(0);
  });
});
