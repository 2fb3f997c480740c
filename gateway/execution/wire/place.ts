import { addSlot, type FieldLayout, type ObjectLayout, type ValueLayout } from './layout';

/** Where a part of the objects at a place comes from. */
export interface Source {
  /** The step whose answer holds it. */
  readonly step: number;
  readonly layout: ObjectLayout;
  /** The slot of the object's record that holds the position of this part; 0 for the record itself. */
  readonly slot: number;
}

/** A field of one source. */
export interface SourceField {
  readonly source: Source;
  readonly field: FieldLayout;
}

/**
 * A place in the data, such as the items of `orders`: the records that stand there and what later fetches bring to them.
 * All is known before the first request.
 */
export class Place {
  private readonly sources: Source[];
  private readonly children = new Map<string, Place | undefined>();

  /** `step` answers the records of `layout`. */
  constructor(
    readonly layout: ObjectLayout,
    step: number,
  ) {
    this.sources = [{ step, layout, slot: 0 }];
  }

  /**
   * Adds what `step` brings to the objects here. Gives the slot for its records; undefined when it brings a part of objects
   * whose other part was taken for the whole.
   */
  extend(step: number, layout: ObjectLayout): number | undefined {
    if (layout.fields.some(({ key, value }) => objectIn(value) && this.children.has(key))) return undefined;
    const slot = addSlot(this.layout);
    this.sources.push({ step, layout, slot });
    return slot;
  }

  /** The fields with this key, the object's own first. */
  fieldsOf(key: string): readonly SourceField[] {
    return this.sources.flatMap((source) => {
      const field = source.layout.fields.find((candidate) => candidate.key === key);
      return field ? [{ source, field }] : [];
    });
  }

  /** The place of the objects at `key`; undefined when there are none, or when they come in parts from several sources. */
  child(key: string): Place | undefined {
    if (this.children.has(key)) return this.children.get(key);
    const [only, ...others] = this.fieldsOf(key);
    const layout = only && others.length === 0 ? objectIn(only.field.value) : undefined;
    const child = only && layout && new Place(layout, only.source.step);
    this.children.set(key, child);
    return child;
  }
}

function objectIn(value: ValueLayout): ObjectLayout | undefined {
  if (value.kind === 'list') return objectIn(value.item);
  return value.kind === 'object' ? value.layout : undefined;
}
