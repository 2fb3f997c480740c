import { type FetchDataRewrite, type QueryPlanSelectionNode } from '@apollo/query-planner';
import { type GraphQLSchema } from 'graphql';
import { isRecord } from '../../support/is-record';
import { ownValue } from '../../support/own-value';
import { applyRewrites } from './data-rewrites';
import { isNonNullField, requiredOf } from './required-fields';
import { type AppliesTo } from './type-conditions';

/** Why an object has no representation: it is not of a type that the fetch is about. */
export const NOT_APPLICABLE = Symbol('not applicable');

/** An object that the fetch is about, but of which something is not known that the subgraph needs. */
export class Missing {
  constructor(
    /** The object that lacks it; not always the entity itself. */
    readonly holder: object,
    readonly key: string,
  ) {}
}

/**
 * Writes the representation of one object for `_entities` (Federation subgraph specification, `_Any`) as JSON: the text is
 * its piece of the request as well as the key by which equal ones are sent once. `isPlain` says that no string of the
 * data needs escaping.
 */
export type WriteRepresentation = (
  entity: Record<string, unknown>,
  isPlain: boolean,
) => string | typeof NOT_APPLICABLE | Missing;

/** Writes representations, and knows which of them differ in one value only. */
export interface RepresentationWriter {
  readonly write: WriteRepresentation;
  /**
   * The key whose value, a string or number, decides the representation of an object together with its `__typename`;
   * undefined when more does. Comparing it is much cheaper than writing and comparing the whole.
   */
  readonly soleKeyOf: (entity: Record<string, unknown>) => string | undefined;
}

/** Prepares writing what a fetch requires. */
export function createRepresentationWriter(
  requires: readonly QueryPlanSelectionNode[],
  inputRewrites: readonly FetchDataRewrite[],
  schema: GraphQLSchema,
  appliesTo: AppliesTo,
): RepresentationWriter {
  const fields = new RequiredFields(requires, schema, appliesTo, true);
  const write: WriteRepresentation = (entity, isPlain) => {
    const { list } = fields.of(entity);
    // Each entity says of which type it is; without that it is none that the fetch is about.
    if (list.length === 0) return NOT_APPLICABLE;
    return writeObject(list, entity, isPlain);
  };
  const soleKeyOf = (entity: Record<string, unknown>): string | undefined => fields.of(entity).soleKey;
  if (inputRewrites.length === 0) return { write, soleKeyOf };
  const writeRewritten: WriteRepresentation = (entity, isPlain) => {
    const text = write(entity, isPlain);
    if (typeof text !== 'string') return text;
    const representation: unknown = JSON.parse(text);
    applyRewrites(inputRewrites, representation, appliesTo);
    return JSON.stringify(representation);
  };
  return { write: writeRewritten, soleKeyOf };
}

interface RequiredField {
  readonly key: string;
  /** `"key":`, with a comma before it unless it is the first one. */
  readonly prefix: string;
  /** What is required of its objects; undefined for a leaf. */
  readonly inner: RequiredFields | undefined;
  /** True when null is no value that the subgraph could be given. */
  readonly isNonNull: boolean;
}

/** What is required of objects of one type. */
interface FieldsOfType {
  readonly list: readonly RequiredField[];
  readonly soleKey: string | undefined;
}

/** The required fields of objects, by their type: type conditions are decided once for each type. */
class RequiredFields {
  private readonly byTypename = new Map<string, FieldsOfType>();

  constructor(
    private readonly selections: readonly QueryPlanSelectionNode[],
    private readonly schema: GraphQLSchema,
    private readonly appliesTo: AppliesTo,
    private readonly isEntity: boolean,
  ) {}

  of(object: Record<string, unknown>): FieldsOfType {
    const given = ownValue(object, '__typename');
    const typename = typeof given === 'string' ? given : '';
    const known = this.byTypename.get(typename);
    if (known) return known;
    const list = this.build(typename);
    const fields = { list, soleKey: soleKeyOf(list) };
    if (typename === '' || this.schema.getType(typename)) this.byTypename.set(typename, fields);
    return fields;
  }

  private build(typename: string): readonly RequiredField[] {
    const selected = requiredOf(this.selections, typename, this.appliesTo);
    if (this.isEntity && !selected.has('__typename')) return [];
    return [...selected].map(([key, { name, selections }], index) => ({
      key,
      prefix: `${index === 0 ? '' : ','}${JSON.stringify(key)}:`,
      inner: selections && new RequiredFields(selections, this.schema, this.appliesTo, false),
      isNonNull: isNonNullField(this.schema, typename, name),
    }));
  }
}

function soleKeyOf(list: readonly RequiredField[]): string | undefined {
  const others = list.filter(({ key }) => key !== '__typename');
  const [sole] = others;
  return others.length === 1 && !sole?.inner ? sole?.key : undefined;
}

function writeObject(
  fields: readonly RequiredField[],
  object: Record<string, unknown>,
  isPlain: boolean,
): string | Missing {
  let text = '{';
  for (const { key, prefix, inner, isNonNull } of fields) {
    const value = ownValue(object, key);
    if (value === undefined || (isNonNull && value === null)) return new Missing(object, key);
    const written = inner ? writeComposite(inner, value, isPlain) : writeLeaf(value, isPlain);
    if (typeof written !== 'string') return written;
    text += prefix + written;
  }
  return `${text}}`;
}

function writeComposite(inner: RequiredFields, value: unknown, isPlain: boolean): string | Missing {
  if (Array.isArray(value)) {
    const items: string[] = [];
    for (const item of value) {
      const written = writeComposite(inner, item, isPlain);
      if (typeof written !== 'string') return written;
      items.push(written);
    }
    return `[${items.join(',')}]`;
  }
  return isRecord(value) ? writeObject(inner.of(value).list, value, isPlain) : writeLeaf(value, isPlain);
}

function writeLeaf(value: unknown, isPlain: boolean): string {
  if (typeof value === 'string') return isPlain ? `"${value}"` : JSON.stringify(value);
  if (typeof value === 'number') return String(value);
  return JSON.stringify(value);
}
