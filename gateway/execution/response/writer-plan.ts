import { type LeafShape } from './leaf-shape';
import {
  type CompositeShape,
  type ObjectShape,
  type ResponseShape,
  type Selection,
  type ValueShape,
} from './response-shape';

/** A response shape made ready for writing: few objects, each written by one function, and no name but response keys. */
export interface WriterPlan {
  /** Objects by their number; the last is the root. */
  readonly objects: readonly PlannedObject[];
}

/** One kind of object in the answer. */
export interface PlannedObject {
  readonly fields: readonly PlannedField[];
  /** True when it pays to remember the text of an object, should it stand at several places. */
  readonly isRemembered: boolean;
}

/** A response key and what stands there. */
export interface PlannedField {
  readonly key: string;
  readonly value: PlannedConstant | PlannedValue;
}

/** Text that is the same in every answer. */
export interface PlannedConstant {
  readonly kind: 'constant';
  readonly text: string;
}

/** What is read from the data. */
export type PlannedValue = LeafShape | PlannedList | PlannedComposite;

/** A list. */
export interface PlannedList {
  readonly kind: 'list';
  readonly isNonNull: boolean;
  readonly item: PlannedValue;
}

/** An object; of an abstract type when its `__typename` decides which. */
export interface PlannedComposite {
  readonly kind: 'composite';
  readonly isNonNull: boolean;
  readonly isAbstract: boolean;
  /** The number of the object by `__typename`; undefined stands for one without. The only one when nothing is to decide. */
  readonly objects: ReadonlyMap<string | undefined, number>;
  /** What else is possible, and planned for once it has been seen. */
  readonly unplanned: ReadonlySet<string>;
}

/** More than this is not compiled: it would cost memory and compiler time that no answer pays back. */
const MAX_OBJECTS = 400;
const MAX_FIELDS = 4_000;
/** An abstract type with more members than this is planned for the members that have been seen. */
const MAX_EAGER_MEMBERS = 12;

/**
 * Plans the writing of answers of `shape`. Equal parts of it become one object, so that one text can serve all of them.
 * `seen` holds the names of members of large abstract types. Undefined when the shape is too large, or asks for introspection.
 */
export function planWriter(shape: ResponseShape, seen: ReadonlySet<string>): WriterPlan | undefined {
  const planning = new Planning(seen);
  return planning.object(shape.root, false) === undefined ? undefined : { objects: planning.objects };
}

interface GrowingObject extends PlannedObject {
  isRemembered: boolean;
}

class Planning {
  readonly objects: GrowingObject[] = [];
  private readonly numbers = new Map<ObjectShape, number>();
  private readonly numbersBySignature = new Map<string, number>();
  private fields = 0;

  constructor(private readonly seen: ReadonlySet<string>) {}

  /** The number of the object; undefined when all this gets too large. `isRepeated`: it stands below a list. */
  object(shape: ObjectShape, isRepeated: boolean): number | undefined {
    const known = this.numbers.get(shape);
    if (known !== undefined) return this.use(known, isRepeated);
    this.fields += shape.fields.length;
    if (this.fields > MAX_FIELDS || this.numbers.size >= MAX_OBJECTS) return undefined;
    const fields: PlannedField[] = [];
    for (const field of shape.fields) {
      if (field.kind === 'introspection') return undefined;
      const value: PlannedField['value'] | undefined =
        field.kind === 'typename'
          ? { kind: 'constant', text: JSON.stringify(shape.typeName) }
          : this.value(field.value, isRepeated);
      if (!value) return undefined;
      fields.push({ key: field.key, value });
    }
    const number = this.number(fields);
    this.numbers.set(shape, number);
    return this.use(number, isRepeated);
  }

  private number(fields: readonly PlannedField[]): number {
    const signature = JSON.stringify(fields.map(({ key, value }) => [key, signatureOf(value)]));
    const known = this.numbersBySignature.get(signature);
    if (known !== undefined) return known;
    const number = this.objects.push({ fields, isRemembered: false }) - 1;
    this.numbersBySignature.set(signature, number);
    return number;
  }

  private use(number: number, isRepeated: boolean): number {
    const object = this.objects[number];
    if (object && isRepeated && isWorthRemembering(object)) object.isRemembered = true;
    return number;
  }

  private value(shape: ValueShape, isRepeated: boolean): PlannedValue | undefined {
    if (shape.kind === 'leaf') return shape;
    if (shape.kind === 'composite') return this.composite(shape, isRepeated);
    const item = this.value(shape.item, true);
    return item && { kind: 'list', isNonNull: shape.isNonNull, item };
  }

  private composite(
    { isNonNull, selection }: CompositeShape,
    isRepeated: boolean,
  ): PlannedComposite | undefined {
    const { isAbstract } = selection;
    const objects = new Map<string | undefined, number>();
    const names = isAbstract ? this.plannedNames(selection) : [undefined];
    for (const name of names) {
      const shape = selection.objectOf(name);
      // Without a shape the type has to be known: such an answer takes the exact way.
      if (!shape) continue;
      const number = this.object(shape, isRepeated);
      if (number === undefined) return undefined;
      objects.set(name, number);
    }
    const unplanned = isAbstract ? selection.possibleTypeNames.filter((name) => !objects.has(name)) : [];
    return { kind: 'composite', isNonNull, isAbstract, objects, unplanned: new Set(unplanned) };
  }

  private plannedNames({ possibleTypeNames, typeName }: Selection): (string | undefined)[] {
    const isLarge = possibleTypeNames.length > MAX_EAGER_MEMBERS;
    const names = isLarge ? possibleTypeNames.filter((name) => this.seen.has(name)) : possibleTypeNames;
    return [...names, undefined, typeName];
  }
}

/** Finding a text again costs about as much as writing a few leaves. */
function isWorthRemembering({ fields }: PlannedObject): boolean {
  return (
    fields.length >= 4 || fields.some(({ value }) => value.kind === 'list' || value.kind === 'composite')
  );
}

function signatureOf(value: PlannedField['value']): unknown {
  switch (value.kind) {
    case 'constant':
      return value.text;
    case 'leaf':
      return [value.kind, value.isNonNull, value.leaf, value.leaf === 'enum' && value.typeName];
    case 'list':
      return [value.kind, value.isNonNull, signatureOf(value.item)];
    case 'composite':
      return [value.kind, value.isNonNull, value.isAbstract, [...value.objects], [...value.unplanned]];
  }
}
