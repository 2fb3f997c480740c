import {
  getNamedType,
  getNullableType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLFormattedError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { clientError } from '../errors';
import { isRecord } from '../support/is-record';
import { type Access } from './access';
import { type ClientOperation, type FilteredOperation } from './filter-operation';
import { HIDDEN_TYPENAME } from './hidden-typename';

type Path = readonly (string | number)[];

/** An answer with its refused fields back in place. */
export interface RestoredAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLFormattedError[];
}

interface RestoreState {
  readonly schema: GraphQLSchema;
  readonly access: Access;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly filtered: FilteredOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Fragments that are answered apart. */
  readonly apart: ReadonlySet<SelectionNode>;
  readonly errors: GraphQLFormattedError[];
}

/** What restoring answers to one filtered operation takes. */
export interface Restoring {
  readonly operation: ClientOperation;
  readonly filtered: FilteredOperation;
  readonly schema: GraphQLSchema;
  readonly access: Access;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Fragments of the operation that are answered apart. @default none */
  readonly apart?: ReadonlySet<SelectionNode>;
}

/** More refused places than this are all null; only so many are listed. */
const MAX_ERRORS = 100;

/**
 * Builds the answer to the original operation from the answer to the filtered one: refused fields are null with an error,
 * a null under a non-null type moves up (GraphQL spec, section 6.4.4), objects of refused types are null where they
 * stand, and keys are in the order that the client asked for.
 */
export function restoreRefused(
  restoring: Restoring,
  data: Readonly<Record<string, unknown>> | null,
): RestoredAnswer {
  const { operation } = restoring.operation;
  const rootType = restoring.schema.getRootType(operation.operation);
  if (!rootType || data === null) return { data: null, errors: [] };
  return restorePart(restoring, rootType.name, operation.selectionSet, data, []);
}

/**
 * The same for what a fragment selects of the object at `path`, which is of the type `typeName`. The data is null when a
 * null moves up to it, or when its type is not known for certain: an object of a refused type must not show.
 */
export function restorePart(
  { operation, filtered, schema, access, variables, apart = new Set() }: Restoring,
  typeName: string,
  selectionSet: SelectionSetNode,
  data: Readonly<Record<string, unknown>>,
  path: Path,
): RestoredAnswer {
  const fragments = new Map(
    operation.document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const state: RestoreState = { schema, access, fragments, filtered, variables, apart, errors: [] };
  const type = schema.getType(typeName);
  if (!isObjectType(type)) {
    refuse(state, path);
    return { data: null, errors: state.errors };
  }
  return { data: restoreObject(state, type, [selectionSet], data, path), errors: state.errors };
}

function restoreObject(
  state: RestoreState,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
  data: Readonly<Record<string, unknown>>,
  path: Path,
): Record<string, unknown> | null {
  const groups = new Map<string, FieldNode[]>();
  for (const selectionSet of selectionSets) collectFields(state, type, selectionSet, groups);
  // Response keys may be `__proto__` or `constructor`: no prototype may answer for them (CVE-2026-32621).
  const object = Object.create(null) as Record<string, unknown>;
  let isNull = false;
  for (const [key, nodes] of groups) {
    const value = restoreField(state, type, nodes, data, [...path, key]);
    if (value === NULL_MOVES_UP) isNull = true;
    else object[key] = value;
  }
  return isNull ? null : object;
}

const NULL_MOVES_UP = Symbol('null moves up');

function restoreField(
  state: RestoreState,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  data: Readonly<Record<string, unknown>>,
  path: Path,
): unknown {
  const [first] = nodes;
  const name = first?.name.value ?? '';
  const key = String(path[path.length - 1]);
  const allowed = nodes.filter((node) => !state.filtered.leftOut.has(node));
  const isMeta = name.startsWith('__');
  const fieldType = isMeta ? undefined : type.getFields()[name]?.type;
  if (allowed.length === 0) {
    const cause = first && state.filtered.leftOut.get(first);
    refuse(state, [...path, ...(cause ?? [])]);
    return isMeta || (fieldType && isNonNullType(fieldType)) ? NULL_MOVES_UP : null;
  }
  if (isMeta) return name === '__typename' ? type.name : own(data, key);
  if (!fieldType) return null;
  const selectionSets = allowed.flatMap((node) => node.selectionSet ?? []);
  return restoreValue(state, fieldType, selectionSets, own(data, key), path);
}

function restoreValue(
  state: RestoreState,
  type: GraphQLOutputType,
  selectionSets: readonly SelectionSetNode[],
  value: unknown,
  path: Path,
): unknown {
  if (isNonNullType(type)) {
    const inner = restoreValue(state, type.ofType, selectionSets, value, path);
    return inner === null ? NULL_MOVES_UP : inner;
  }
  if (value === null || value === undefined) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    if (!Array.isArray(value)) return null;
    const items = value.map((item: unknown, index) =>
      restoreValue(state, nullable.ofType, selectionSets, item, [...path, index]),
    );
    return items.includes(NULL_MOVES_UP) ? null : items;
  }
  const named = getNamedType(nullable);
  if (!isCompositeType(named)) return value;
  if (!isRecord(value)) return null;
  const objectType = isAbstractType(named)
    ? state.schema.getType(String(own(value, HIDDEN_TYPENAME)))
    : named;
  // Fail closed: an object whose type is unknown is treated as one of a refused type.
  if (!isObjectType(objectType) || !state.access.type(objectType.name)) {
    refuse(state, path);
    return null;
  }
  return restoreObject(state, objectType, selectionSets, value, path);
}

function collectFields(
  state: RestoreState,
  type: GraphQLObjectType,
  selectionSet: SelectionSetNode,
  groups: Map<string, FieldNode[]>,
  seen = new Set<string>(),
): void {
  for (const selection of selectionSet.selections) {
    if (state.apart.has(selection) || !isIncluded(state, selection)) continue;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const group = groups.get(key);
      if (group) group.push(selection);
      else groups.set(key, [selection]);
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : state.fragments.get(selection.name.value);
    if (!fragment || !applies(state.schema, fragment.typeCondition?.name.value, type)) continue;
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      if (seen.has(selection.name.value)) continue;
      seen.add(selection.name.value);
    }
    collectFields(state, type, fragment.selectionSet, groups, seen);
  }
}

function isIncluded(state: RestoreState, node: Parameters<typeof getDirectiveValues>[1]): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, state.variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, state.variables)?.if !== false;
}

function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditionType = schema.getType(condition);
  return isAbstractType(conditionType) && schema.isSubType(conditionType, type);
}

function refuse(state: RestoreState, path: Path): void {
  if (state.errors.length < MAX_ERRORS)
    state.errors.push(clientError('UNAUTHORIZED_FIELD_OR_TYPE', { path }));
}

function own(data: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.prototype.hasOwnProperty.call(data, key) ? data[key] : undefined;
}
