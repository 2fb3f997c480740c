import {
  getNullableType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { leafShapeOf } from '../response/leaf-shape';
import { ByteView } from './byte-view';
import { FIRST_SLOT, slotsOf, type FieldLayout, type ObjectLayout, type ValueLayout } from './layout';
import { type TypeMarks } from './type-marks';

/** A selection set and the type that it selects of; undefined for `_entities`, whose fragments say it. */
export interface TypedSelection {
  readonly type: GraphQLCompositeType | undefined;
  readonly selectionSet: SelectionSetNode;
}

/** What layouts of one plan are made with. */
export interface LayoutSource {
  /** The whole supergraph. */
  readonly schema: GraphQLSchema;
  readonly marks: TypeMarks;
  /** Counts down with every field; a plan that needs more is answered otherwise. */
  readonly fields: { left: number };
}

/**
 * The layout of what `selections` select together of objects at one place. Undefined when it cannot be told from the
 * supergraph (a made-up field, one key for values of different kinds), or gets too large.
 */
export function layoutOf(
  source: LayoutSource,
  selections: readonly TypedSelection[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): ObjectLayout | undefined {
  const collection: Collection = { source, fragments, keys: new Map(), conditions: new Set() };
  for (const { type, selectionSet } of selections) {
    if (type) collection.conditions.add(type);
    if (!collect(collection, type, selectionSet)) return undefined;
  }
  const fields: FieldLayout[] = [];
  let size = FIRST_SLOT;
  for (const [key, { types, selections: inner }] of collection.keys) {
    source.fields.left -= 1;
    const value = source.fields.left > 0 && valueOf(source, key, types, inner, fragments);
    if (!value) return undefined;
    fields.push({ key, bytes: ByteView.of(`${JSON.stringify(key)}:`), slot: size, value });
    size += slotsOf(value);
  }
  const saysType = fields.some(({ value }) => value.kind === 'typename');
  const types = saysType ? typeNames(source.schema, collection.conditions) : [];
  return { fields, types: types.map((name) => source.marks.of(name)), size, textSlot: 0 };
}

interface Collection {
  readonly source: LayoutSource;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly keys: Map<string, Collected>;
  /** The types that selections were made of; objects are of one of them, or of a part of it. */
  readonly conditions: Set<GraphQLCompositeType>;
}

interface Collected {
  /** The types of the field in different types of objects; undefined stands for `__typename`. */
  readonly types: (GraphQLOutputType | undefined)[];
  readonly selections: SelectionSetNode[];
}

/** False when a field is not the supergraph's. */
function collect(
  collection: Collection,
  type: GraphQLCompositeType | undefined,
  { selections }: SelectionSetNode,
): boolean {
  const { source, fragments, keys, conditions } = collection;
  return selections.every((selection) => {
    if (selection.kind !== Kind.FIELD) {
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!fragment) return false;
      const condition = fragment.typeCondition?.name.value;
      const inner = condition === undefined ? type : source.schema.getType(condition);
      if (inner && !isCompositeType(inner)) return false;
      if (condition !== undefined && !inner) return false;
      if (inner) conditions.add(inner);
      return collect(collection, inner, fragment.selectionSet);
    }
    const name = selection.name.value;
    const key = selection.alias?.value ?? name;
    const definition = type && 'getFields' in type ? type.getFields()[name] : undefined;
    if (name !== '__typename' && !definition) return false;
    const collected = keys.get(key) ?? { types: [], selections: [] };
    keys.set(key, collected);
    collected.types.push(definition?.type);
    if (selection.selectionSet) collected.selections.push(selection.selectionSet);
    return true;
  });
}

/** The layout of one key's value; undefined when its types do not agree on one. */
function valueOf(
  source: LayoutSource,
  key: string,
  types: readonly (GraphQLOutputType | undefined)[],
  selections: readonly SelectionSetNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): ValueLayout | undefined {
  const known = types.flatMap((type) => (type ? [getNullableType(type)] : []));
  const [first] = known;
  if (!first) {
    // Under another key it is a text like any other, and nobody asks for it: clients get it from the shape.
    return key === '__typename' ? { kind: 'typename' } : { kind: 'leaf', leaf: 'String' };
  }
  if (known.length < types.length) return undefined;
  if (isListType(first)) {
    const items = known.map((type) => (isListType(type) ? type.ofType : undefined));
    const item = items.every(Boolean) && valueOf(source, key, items, selections, fragments);
    return item ? { kind: 'list', item } : undefined;
  }
  if (isLeafType(first)) {
    const kinds = known.map((type) => (isLeafType(type) ? leafShapeOf(type, false).leaf : undefined));
    const [leaf] = kinds;
    return leaf && kinds.every((kind) => kind === leaf) ? { kind: 'leaf', leaf } : undefined;
  }
  const composite = known.filter(isCompositeType);
  if (composite.length < known.length || selections.length < known.length) return undefined;
  const typed = composite.flatMap((type, index) => {
    const selectionSet = selections[index];
    return selectionSet ? [{ type, selectionSet }] : [];
  });
  const layout = layoutOf(source, typed, fragments);
  return layout && { kind: 'object', layout };
}

/** The object types that are among `types` or part of them. */
function typeNames(schema: GraphQLSchema, types: ReadonlySet<GraphQLCompositeType>): string[] {
  const names = new Set<string>();
  for (const type of types) {
    if (isObjectType(type)) names.add(type.name);
    else if (isAbstractType(type)) for (const { name } of schema.getPossibleTypes(type)) names.add(name);
  }
  return [...names];
}
