import fc from 'fast-check';
import { type LeafKind } from '../../../../gateway/execution/response/leaf-shape';
import {
  type CompositeShape,
  type ObjectShape,
  type ValueShape,
} from '../../../../gateway/execution/response/response-shape';
import { AnswerPrograms } from '../../../../gateway/execution/wire/answer-program';
import { ANOMALY } from '../../../../gateway/execution/wire/anomaly';
import { ByteView } from '../../../../gateway/execution/wire/byte-view';
import { ByteWriter } from '../../../../gateway/execution/wire/byte-writer';
import { type ValueLayout } from '../../../../gateway/execution/wire/layout';
import { Place } from '../../../../gateway/execution/wire/place';
import { scanAnswer } from '../../../../gateway/execution/wire/scan-answer';
import { Tape } from '../../../../gateway/execution/wire/tape';
import { TypeMarks } from '../../../../gateway/execution/wire/type-marks';
import { writeAnswer } from '../../../../gateway/execution/wire/write-answer';
import { layoutWith } from './layouts';

/** What is selected at one key: a leaf, a list of something, or an object with keys. */
type Model =
  | { readonly kind: 'leaf'; readonly leaf: LeafKind }
  | { readonly kind: 'list'; readonly item: Model }
  | { readonly kind: 'object'; readonly members: Readonly<Record<string, Model>> };

const KEY = fc.oneof(
  fc.constantFrom('a', 'b', 'aa', 'id', 'name', 'data', 'constructor'),
  fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]{0,12}$/),
);
const LEAF = fc.constantFrom<LeafKind>('Int', 'Float', 'String', 'Boolean', 'ID', 'custom');

const { members: MEMBERS } = fc.letrec<{ model: Model; members: Readonly<Record<string, Model>> }>((tie) => ({
  model: fc.oneof(
    { maxDepth: 3 },
    LEAF.map((leaf): Model => ({ kind: 'leaf', leaf })),
    tie('model').map((item): Model => ({ kind: 'list', item })),
    tie('members').map((members): Model => ({ kind: 'object', members })),
  ),
  members: fc.dictionary(
    KEY.filter((key) => key !== '__proto__' && key !== '__typename'),
    tie('model'),
    { minKeys: 1, maxKeys: 6, noNullPrototype: true },
  ),
}));

function leafValue(leaf: LeafKind): fc.Arbitrary<unknown> {
  const int = fc.integer({ min: -2_147_483_647, max: 2_147_483_647 });
  if (leaf === 'Int') return int;
  if (leaf === 'Float') return fc.oneof(int, fc.double({ noDefaultInfinity: true, noNaN: true }));
  if (leaf === 'Boolean') return fc.boolean();
  if (leaf === 'custom') return fc.jsonValue().filter((value) => value !== null);
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string());
  return leaf === 'ID' ? fc.oneof(text, fc.nat()) : text;
}

function valueOf(model: Model): fc.Arbitrary<unknown> {
  if (model.kind === 'leaf') return fc.option(leafValue(model.leaf), { freq: 8 });
  if (model.kind === 'list') return fc.option(fc.array(valueOf(model.item), { maxLength: 4 }), { freq: 8 });
  return fc.option(objectOf(model.members), { freq: 8 });
}

function objectOf(members: Readonly<Record<string, Model>>): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(Object.entries(members).map(([key, model]) => [key, valueOf(model)])));
}

const layoutOf = (model: Model): ValueLayout => {
  if (model.kind === 'leaf') return model;
  if (model.kind === 'list') return { kind: 'list', item: layoutOf(model.item) };
  return { kind: 'object', layout: layoutOfMembers(model.members) };
};
const layoutOfMembers = (members: Readonly<Record<string, Model>>): ReturnType<typeof layoutWith> =>
  layoutWith(Object.fromEntries(Object.entries(members).map(([key, model]) => [key, layoutOf(model)])));

function shapeOf(members: Readonly<Record<string, Model>>): ObjectShape {
  const fields = Object.entries(members).map(
    ([key, model]) => ({ kind: 'data', key, coordinate: key, value: valueShapeOf(model) }) as const,
  );
  return { typeName: 'T', fields, keys: new Set(Object.keys(members)) };
}

function valueShapeOf(model: Model): ValueShape {
  const isNonNull = false;
  if (model.kind === 'leaf')
    return { ...model, isNonNull, typeName: model.leaf, enumValues: new Set<string>() };
  if (model.kind === 'list') return { kind: 'list', isNonNull, item: valueShapeOf(model.item) };
  const shape = shapeOf(model.members);
  const selection: CompositeShape['selection'] = {
    typeName: 'T',
    isAbstract: false,
    possibleTypeNames: ['T'],
    objectOf: () => shape,
  };
  return { kind: 'composite', isNonNull, selection };
}

/** The answer that is made of the bytes of another; undefined when that is given up. */
function remade(members: Readonly<Record<string, Model>>, text: string | Uint8Array): string | undefined {
  const place = new Place(layoutOfMembers(members), 0);
  const program = new AnswerPrograms(new TypeMarks()).of(place, shapeOf(members));
  if (!program) throw new Error('no program');
  const answer = new ByteView(typeof text === 'string' ? Buffer.from(text) : text);
  const tape = new Tape(16);
  const writer = new ByteWriter();
  try {
    const root = scanAnswer(answer, place.layout, tape);
    writeAnswer(writer, program, root, { slots: tape.slots, answers: [answer] });
  } catch (error) {
    if (error !== ANOMALY) throw error;
    return undefined;
  }
  return Buffer.from(writer.bytes.subarray(0, writer.length)).toString();
}

/** The data as clients get it: the selected keys in their order, and IDs as strings. Throws when a value is missing. */
function exact(members: Readonly<Record<string, Model>>, text: string): string {
  // What is no such object fails on the way.
  const { data } = JSON.parse(text) as { readonly data: Record<string, unknown> };
  return `{"data":${exactObject(members, data)}}`;
}

function exactObject(members: Readonly<Record<string, Model>>, value: Record<string, unknown>): string {
  const parts = Object.entries(members).map(([key, model]) => {
    if (!Object.hasOwn(value, key)) throw new Error('missing');
    return `${JSON.stringify(key)}:${exactValue(model, value[key])}`;
  });
  return `{${parts.join()}}`;
}

function exactValue(model: Model, value: unknown): string {
  if (value === null) return 'null';
  if (model.kind === 'object') {
    if (typeof value !== 'object' || Array.isArray(value)) throw new Error('no object');
    return exactObject(model.members, value as Record<string, unknown>); // neither null nor a list
  }
  if (model.kind === 'list') {
    if (!Array.isArray(value)) throw new Error('no list');
    return `[${value.map((item) => exactValue(model.item, item)).join()}]`;
  }
  if (model.leaf === 'ID' && typeof value === 'number') return `"${value}"`;
  return JSON.stringify(value);
}

const CASE = MEMBERS.chain((members) =>
  fc.record({ members: fc.constant(members), data: objectOf(members) }),
);
const runs = { numRuns: 400 };

test('an answer of any form is made again of its bytes', () => {
  fc.assert(
    fc.property(CASE, ({ members, data }) => {
      const text = JSON.stringify({ data });
      expect(remade(members, text)).toBe(exact(members, text));
    }),
    runs,
  );
});

test('neither white space nor the order of keys changes anything', () => {
  const blank = fc.stringMatching(/^[ \n\r\t]{0,3}$/);
  fc.assert(
    fc.property(CASE, fc.infiniteStream(blank), fc.boolean(), ({ members, data }, blanks, isReversed) => {
      const shown = isReversed ? Object.fromEntries(Object.entries(data).reverse()) : data;
      const text = spaced({ data: shown }, () => String(blanks.next().value));
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ data })));
      expect(remade(members, text)).toBe(exact(members, text));
    }),
    runs,
  );
});

test('an answer with some bytes changed, left out or put in is made again rightly, or given up', () => {
  const change = fc.record({
    at: fc.nat(),
    byte: fc.oneof(
      fc.constantFrom(...Buffer.from('{}[],:" \\0159-.eEnulltrue\n')),
      fc.integer({ min: 0, max: 255 }),
    ),
    kind: fc.constantFrom('change', 'remove', 'insert', 'cut', 'repeat'),
  });
  let made = 0;
  fc.assert(
    fc.property(CASE, fc.array(change, { minLength: 1, maxLength: 3 }), ({ members, data }, changes) => {
      const bytes = changes.reduce(changed, Buffer.from(JSON.stringify({ data })));
      const text = remade(members, bytes);
      if (text === undefined) return;
      made += 1;
      expect(text).toBe(exact(members, bytes.toString()));
      expect(bytes.equals(Buffer.from(bytes.toString()))).toBe(true);
    }),
    { numRuns: 4_000 },
  );
  expect(made).toBeGreaterThan(40);
});

interface Change {
  readonly at: number;
  readonly byte: number;
  readonly kind: string;
}

function changed(bytes: Buffer, { at, byte, kind }: Change): Buffer {
  const place = at % Math.max(1, bytes.length);
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  if (kind === 'cut') return Buffer.from(before);
  if (kind === 'repeat') return Buffer.concat([before, before.subarray(-byte), after]);
  const put = kind === 'remove' ? [] : [byte];
  return Buffer.concat([before, Buffer.from(put), kind === 'insert' ? after : after.subarray(1)]);
}

/** JSON with white space wherever it may stand. */
function spaced(value: unknown, blank: () => string): string {
  const around = (text: string): string => `${blank()}${text}${blank()}`;
  if (Array.isArray(value))
    return around(`[${value.map((item: unknown) => spaced(item, blank)).join() || blank()}]`);
  if (typeof value !== 'object' || value === null) return around(JSON.stringify(value));
  const members = Object.entries(value).map(
    ([key, member]) => around(JSON.stringify(key)) + ':' + spaced(member, blank),
  );
  return around(`{${members.join() || blank()}}`);
}
