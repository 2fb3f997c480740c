import { type QueryPlanSelectionNode } from '@apollo/query-planner';
import { type GraphQLSchema } from 'graphql';
import { isNonNullField, requiredOf } from '../steps/required-fields';
import { type AppliesTo } from '../steps/type-conditions';
import { ByteView } from './byte-view';
import { type Place, type SourceField } from './place';
import { type TypeMarks } from './type-marks';

/** What representations of one plan are prepared with. */
export interface RepresentationSource {
  readonly schema: GraphQLSchema;
  readonly appliesTo: AppliesTo;
  readonly marks: TypeMarks;
  /** Numbers of constant texts around what tells representations apart. */
  readonly frames: Map<string, number>;
}

/** How objects at one place are represented, by their types. */
export class RepresentationProgram {
  private readonly byType: (RepresentedObject | undefined)[] = [];

  constructor(
    private readonly selections: readonly QueryPlanSelectionNode[],
    private readonly place: Place,
    private readonly source: RepresentationSource,
    private readonly isEntity: boolean,
  ) {}

  /** The program for objects whose type has this number; undefined when it cannot be written. */
  of(type: number): RepresentedObject | undefined {
    if (type in this.byType) return this.byType[type];
    const program = this.build(this.source.marks.nameOf(type));
    this.byType[type] = program;
    return program;
  }

  private build(typename: string): RepresentedObject | undefined {
    const { schema, appliesTo } = this.source;
    const required = requiredOf(this.selections, typename, appliesTo);
    if (this.isEntity && (typename === '' || !required.has('__typename'))) return NOT_REPRESENTED;
    const fields: RepresentedField[] = [];
    let beginning = '';
    let text = '{';
    let separator = '';
    for (const [key, { name, selections }] of required) {
      text += `${separator}${JSON.stringify(key)}:`;
      separator = ',';
      if (name === '__typename') {
        if (typename === '') return undefined;
        text += JSON.stringify(typename);
        continue;
      }
      const from = this.place.fieldsOf(key);
      const child = selections && this.place.child(key);
      if (from.length === 0 || (selections && !child)) return undefined;
      if (fields.length === 0) beginning = text;
      fields.push({
        before: ByteView.of(text),
        from,
        isNonNull: isNonNullField(schema, typename, name),
        inner: selections && child && new RepresentationProgram(selections, child, this.source, false),
      });
      text = '';
    }
    return {
      isRepresented: true,
      frame: this.frameOf(`${beginning}\n${text}`),
      fields,
      before: fields[0]?.before.length ?? 0,
      after: ByteView.of(`${text}}`),
      soleKey: soleKeyOf(fields),
      isWhole: isWhole(this.place, fields),
    };
  }

  private frameOf(text: string): number {
    const { frames } = this.source;
    const frame = frames.get(text) ?? frames.size;
    frames.set(text, frame);
    return frame;
  }
}

/** How objects of one type are represented. */
export interface RepresentedObject {
  /** False when the fetch is not about objects of this type. */
  readonly isRepresented: boolean;
  /** The number of the constant beginning and end: programs of several steps may write the same. */
  readonly frame: number;
  readonly fields: readonly RepresentedField[];
  /** The length of the constant beginning. */
  readonly before: number;
  readonly after: ByteView;
  /** The leaf that alone decides the representation; undefined when more does. */
  readonly soleKey: SourceField | undefined;
  /** True when an object has nothing that its representation has not, as long as no fetch completed it. */
  readonly isWhole: boolean;
}

/** A required field that has a value. */
export interface RepresentedField {
  /** Constant JSON up to the value. */
  readonly before: ByteView;
  readonly from: readonly SourceField[];
  readonly isNonNull: boolean;
  /** How its objects are represented; undefined for a leaf. */
  readonly inner: RepresentationProgram | undefined;
}

const NOT_REPRESENTED: RepresentedObject = {
  isRepresented: false,
  frame: -1,
  fields: [],
  before: 0,
  after: ByteView.of(''),
  soleKey: undefined,
  isWhole: false,
};

function soleKeyOf(fields: readonly RepresentedField[]): SourceField | undefined {
  const [only, ...others] = fields;
  const [from, ...further] = only?.from ?? [];
  const isSole = others.length === 0 && further.length === 0 && !only?.inner;
  return isSole && from?.field.value.kind === 'leaf' ? from : undefined;
}

/** What fetches bring to objects follows from what they are: it need not be compared. */
function isWhole({ layout }: Place, fields: readonly RepresentedField[]): boolean {
  const own = fields.flatMap(({ from: [first] }) => (first?.source.slot === 0 ? [first.field] : []));
  return layout.fields.every(
    (field) => field.value.kind === 'typename' || (field.value.kind === 'leaf' && own.includes(field)),
  );
}
