import { type LeafShape } from '../response/leaf-shape';
import {
  type CompositeShape,
  type ObjectShape,
  type Selection,
  type ValueShape,
} from '../response/response-shape';
import { ByteView } from './byte-view';
import { type Place, type SourceField } from './place';
import { type TypeMarks } from './type-marks';

/** How the objects of one shape at one place are written. */
export interface ObjectProgram {
  /** Tells programs apart where a record remembers its text. */
  readonly id: number;
  /** Where records remember their text; 0 when they do not. */
  readonly textSlot: number;
  readonly fields: readonly FieldProgram[];
  /** Constant JSON after the last value. */
  readonly after: ByteView;
}

/** How one field is written. */
export interface FieldProgram {
  /** Constant JSON up to the value. */
  readonly before: ByteView;
  readonly from: readonly SourceField[];
  readonly value: ValueProgram;
  /**
   * The leaves from this one on that a subgraph answers in the order of the answer: one text, as long as nothing else is
   * between them. Itself alone when the next field is another matter.
   */
  readonly run: readonly RunLeaf[];
}

/** A leaf of a run. */
export interface RunLeaf {
  readonly slot: number;
  /** The length of the constant JSON between the leaf before it and this one. */
  readonly gap: number;
  /** True when it must be a string: an integer would have to become one. */
  readonly isId: boolean;
}

/** How a value is written. */
export type ValueProgram = LeafProgram | ListProgram | CompositeProgram;

/** A leaf is copied. */
export interface LeafProgram {
  readonly kind: 'leaf';
  readonly isNonNull: boolean;
  /** Integers become strings. */
  readonly isId: boolean;
  /** What clients may see of an enum, as JSON; undefined for scalars. */
  readonly allowed: readonly ByteView[] | undefined;
}

/** A list. */
export interface ListProgram {
  readonly kind: 'list';
  readonly isNonNull: boolean;
  readonly item: ValueProgram;
}

/** An object. */
export interface CompositeProgram {
  readonly kind: 'object';
  readonly isNonNull: boolean;
  /** The program for objects whose type has this number; undefined when they cannot be written. */
  of(type: number): ObjectProgram | undefined;
}

/** Prepares answers of one plan. Parts are made when they are needed first. */
export class AnswerPrograms {
  private readonly known = new Map<Place, Map<ObjectShape, ObjectProgram | undefined>>();
  private fields = 0;

  /** `grown` is told of fields, in the weight of those of a shape, that are kept from then on. */
  constructor(
    private readonly marks: TypeMarks,
    private readonly grown: (fields: number) => void = () => undefined,
  ) {}

  /** How objects of `shape` at `place` are written; undefined when they cannot, or when it gets too large. */
  of(place: Place, shape: ObjectShape): ObjectProgram | undefined {
    // Shapes may be made anew for each request: what is not prepared is not remembered either.
    if (this.fields > MAX_FIELDS) return this.known.get(place)?.get(shape);
    const ofPlace = this.known.get(place) ?? new Map<ObjectShape, ObjectProgram | undefined>();
    this.known.set(place, ofPlace);
    if (!ofPlace.has(shape)) ofPlace.set(shape, this.build(place, shape));
    return ofPlace.get(shape);
  }

  private build(place: Place, shape: ObjectShape): ObjectProgram | undefined {
    this.fields += shape.fields.length;
    if (this.fields > MAX_FIELDS) return undefined;
    this.grown(shape.fields.length * WEIGHT_OF_FIELD);
    const fields: Omit<FieldProgram, 'run'>[] = [];
    let text = '{';
    let separator = '';
    for (const field of shape.fields) {
      text += `${separator}${JSON.stringify(field.key)}:`;
      separator = ',';
      if (field.kind === 'introspection') return undefined;
      if (field.kind === 'typename') {
        text += JSON.stringify(shape.typeName);
        continue;
      }
      const from = place.fieldsOf(field.key);
      const value = this.value(place, field.key, field.value);
      if (from.length === 0 || !value) return undefined;
      fields.push({ before: ByteView.of(text), from, value });
      text = '';
    }
    ids += 1;
    return {
      id: ids,
      textSlot: place.layout.textSlot,
      fields: withRuns(fields),
      after: ByteView.of(`${text}}`),
    };
  }

  private value(place: Place, key: string, shape: ValueShape): ValueProgram | undefined {
    if (shape.kind === 'leaf') return leafProgram(shape);
    if (shape.kind === 'list') {
      const item = this.value(place, key, shape.item);
      return item && { kind: 'list', isNonNull: shape.isNonNull, item };
    }
    const child = place.child(key);
    return child && this.composite(child, shape);
  }

  private composite(place: Place, { isNonNull, selection }: CompositeShape): CompositeProgram {
    const programs: (ObjectProgram | undefined)[] = [];
    return {
      kind: 'object',
      isNonNull,
      of: (type) => {
        const known = programs[type];
        if (known) return known;
        const shape = shapeFor(selection, this.marks.nameOf(type));
        const program = shape && this.of(place, shape);
        programs[type] = program;
        return program;
      },
    };
  }
}

const MAX_FIELDS = 4_000;
/** A field here takes as much memory as so many of a shape: it has its own bytes, and its place in the runs of others. */
const WEIGHT_OF_FIELD = 3;
let ids = 0;

/** A longer run is written in pieces: without a bound the runs of a wide object would take the square of its width. */
const MAX_RUN = 32;

/** The fields with their runs. */
function withRuns(fields: readonly Omit<FieldProgram, 'run'>[]): FieldProgram[] {
  const leaves = fields.map(runLeafOf);
  return fields.map((field, index) => {
    const run: RunLeaf[] = [];
    for (let next = index; next < fields.length && run.length < MAX_RUN; next += 1) {
      const leaf = leaves[next];
      if (!leaf || (next > index && !followsOn(fields[next], fields[next - 1], leaf))) break;
      run.push(leaf);
    }
    return { ...field, run };
  });
}

/** `field` as a part of a run; undefined when it cannot be one. */
function runLeafOf({ from, value }: Omit<FieldProgram, 'run'>): RunLeaf | undefined {
  const [only, ...others] = from;
  if (!only || others.length > 0 || value.kind !== 'leaf' || value.allowed) return undefined;
  return { slot: only.field.slot, gap: only.field.bytes.length + 1, isId: value.isId };
}

/** True when nothing but the key of `field` stands between it and the one before. */
function followsOn(
  field: Omit<FieldProgram, 'run'> | undefined,
  previous: Omit<FieldProgram, 'run'> | undefined,
  { gap }: RunLeaf,
): boolean {
  const isSame = previous?.from[0]?.source === field?.from[0]?.source;
  // With a constant between them the text is longer than the key.
  return isSame && field?.before.length === gap;
}

function leafProgram({ isNonNull, leaf, enumValues }: LeafShape): LeafProgram {
  return {
    kind: 'leaf',
    isNonNull,
    isId: leaf === 'ID',
    allowed: leaf === 'enum' ? [...enumValues].map((value) => ByteView.of(`"${value}"`)) : undefined,
  };
}

function shapeFor(selection: Selection, typename: string): ObjectShape | undefined {
  return selection.objectOf(typename === '' ? undefined : typename);
}
