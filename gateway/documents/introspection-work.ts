import {
  getIntrospectionQuery,
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { RequestRefused } from '../errors';
import { introspectionSizes, type IntrospectionSizes } from './introspection-sizes';

/** An operation may read as much of the schema as so many standard introspection queries. */
const STANDARD_QUERIES = 3;
/** In a small schema that would be less than a curious person asks for. */
const ALWAYS_ALLOWED = 5_000;

/**
 * Refuses documents that read the schema over and over: each alias of `__schema` costs the whole of it, on the thread that
 * serves everybody. The document is valid for `schema`.
 */
export function checkIntrospectionWork(document: DocumentNode, schema: GraphQLSchema): void {
  if (!readsSchema(document)) return;
  const { sizes, limit } = workLimit(schema);
  if (countValues(document, sizes) <= limit) return;
  const message = 'The operation reads too much of the schema at once.';
  throw new RequestRefused('QUERY_TOO_COMPLEX', { message });
}

interface WorkLimit {
  readonly sizes: IntrospectionSizes;
  readonly limit: number;
}

const known = new WeakMap<GraphQLSchema, WorkLimit>();

function workLimit(schema: GraphQLSchema): WorkLimit {
  const remembered = known.get(schema);
  if (remembered) return remembered;
  const sizes = introspectionSizes(schema);
  const standard = countValues(parse(getIntrospectionQuery()), sizes);
  const result = { sizes, limit: Math.max(ALWAYS_ALLOWED, STANDARD_QUERIES * standard) };
  known.set(schema, result);
  return result;
}

/** About how many values the introspection of a document gives. Data fields count as nothing. */
function countValues(document: DocumentNode, sizes: IntrospectionSizes): number {
  const fieldsOf = fieldReader(document);
  const count = (set: SelectionSetNode, holders: number, isOfAll: boolean): number => {
    let values = 0;
    for (const { name, selectionSet } of fieldsOf(set)) {
      const size = sizes.get(name.value);
      // Over all types a list has its total; of types that are reached in another way each may be the largest.
      const items = size === undefined ? holders : isOfAll ? size.total : holders * size.most;
      const isOfAllInside = isOfAll && size !== undefined && !LISTS_OF_OTHERS.includes(name.value);
      values += items;
      if (selectionSet) values += count(selectionSet, items, isOfAllInside);
    }
    return values;
  };
  let values = 0;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { name, selectionSet } of fieldsOf(definition.selectionSet)) {
      if (!selectionSet || !ENTRANCES.includes(name.value)) continue;
      values += count(selectionSet, 1, name.value === '__schema');
    }
  }
  return values;
}

const ENTRANCES = ['__schema', '__type'];
/** These give types that others have given already. */
const LISTS_OF_OTHERS = ['interfaces', 'possibleTypes'];

function readsSchema({ definitions }: DocumentNode): boolean {
  const reads = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return ENTRANCES.includes(selection.name.value);
      return selection.kind === Kind.INLINE_FRAGMENT && reads(selection.selectionSet);
    });
  // Only selections on a root type can, and those stand at the top of an operation or of a fragment.
  return definitions.some((definition) => 'selectionSet' in definition && reads(definition.selectionSet));
}

/** Reads the fields of a selection set, those of its fragments among them. */
function fieldReader({ definitions }: DocumentNode): (set: SelectionSetNode) => readonly FieldNode[] {
  const fragments = new Map(
    definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const read = (set: SelectionSetNode): readonly FieldNode[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return selection;
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      return inner ? read(inner.selectionSet) : [];
    });
  return read;
}
