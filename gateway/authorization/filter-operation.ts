import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type FragmentSpreadNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Access } from './access';
import { HIDDEN_TYPENAME_FIELD } from './hidden-typename';
import { keepUsedDefinitions } from './keep-used-definitions';
import { withoutOtherOperations } from './without-other-operations';

/** The response keys from a field that is left out down to the refused field that is the reason; empty when it is itself. */
export type RefusalCause = readonly string[];

/** An operation without what its caller may not see. */
export interface FilteredOperation {
  /** What is left to execute; undefined when nothing is. */
  readonly document: DocumentNode | undefined;
  /** True when the operation or its answer differs from what was asked for, so that the answer must be restored. */
  readonly isFiltered: boolean;
  /** The fields of the original operation that are left out. */
  readonly leftOut: ReadonlyMap<FieldNode, RefusalCause>;
}

/** An operation with what it needs to be understood. The document has passed validation against the schema. */
export interface ClientOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

interface FilterState {
  readonly schema: GraphQLSchema;
  readonly access: Access;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly filteredFragments: Map<string, FilteredSelections>;
  readonly leftOut: Map<FieldNode, RefusalCause>;
  isGuarded: boolean;
}

interface FilteredSelections {
  readonly selections: readonly SelectionNode[];
  /** Set when every object with these selections is null for certain, because a refused field in it may not be null. */
  readonly nullBecause?: RefusalCause | undefined;
}

/**
 * Takes out of an operation, before anything is planned, what the caller may not see. What is left asks only for what is
 * allowed; `restoreRefused` puts the nulls and errors back into its answer. Whatever cannot be decided is left out.
 */
export function filterOperation(
  { document, operation }: ClientOperation,
  schema: GraphQLSchema,
  access: Access,
): FilteredOperation {
  const state: FilterState = {
    schema,
    access,
    fragments: fragmentsOf(document),
    filteredFragments: new Map(),
    leftOut: new Map(),
    isGuarded: false,
  };
  const rootType = schema.getRootType(operation.operation);
  const root: FilteredSelections = rootType
    ? filterSelections(
        state,
        operation.selectionSet,
        rootType,
        operation.operation === OperationTypeNode.MUTATION,
      )
    : { selections: [] };
  const isFiltered = state.leftOut.size > 0 || state.isGuarded;
  if (!isFiltered) {
    return { document: withoutOtherOperations(document, operation), isFiltered, leftOut: state.leftOut };
  }
  // A null at the root makes all data null, whatever else would have been fetched.
  if (root.nullBecause || root.selections.length === 0) {
    return { document: undefined, isFiltered, leftOut: state.leftOut };
  }
  return { document: assemble(state, operation, root.selections), isFiltered, leftOut: state.leftOut };
}

function filterSelections(
  state: FilterState,
  selectionSet: SelectionSetNode,
  parentType: GraphQLCompositeType,
  isMutationRoot = false,
): FilteredSelections {
  const selections: SelectionNode[] = [];
  let nullBecause: RefusalCause | undefined;
  for (const selection of selectionSet.selections) {
    const filtered =
      selection.kind === Kind.FIELD
        ? filterField(state, selection, parentType, isMutationRoot)
        : filterFragment(state, selection, parentType, isMutationRoot);
    selections.push(...filtered.selections);
    // A selection under @skip or @include may not apply, and then makes nothing null.
    if (!isConditional(selection)) nullBecause ??= filtered.nullBecause;
  }
  return { selections, nullBecause };
}

function filterField(
  state: FilterState,
  node: FieldNode,
  parentType: GraphQLCompositeType,
  isMutationRoot: boolean,
): FilteredSelections {
  const name = node.name.value;
  if (name === '__typename') return filterTypename(state, node, parentType);
  if (name === '__schema' || name === '__type') return { selections: [node] };
  const field =
    isAbstractType(parentType) || isObjectType(parentType) ? fieldOf(parentType, name) : undefined;
  if (!field || !isFieldAllowed(state, node, parentType, field, isMutationRoot)) {
    return leaveOut(state, node, [], field, parentType);
  }
  const type = getNamedType(field.type);
  if (!isCompositeType(type) || !node.selectionSet) return { selections: [node] };
  const inner = filterSelections(state, node.selectionSet, type);
  if (inner.nullBecause && !isListType(getNullableType(field.type))) {
    return leaveOut(state, node, inner.nullBecause, field, parentType);
  }
  return { selections: [{ ...node, selectionSet: withHiddenTypename(state, inner.selections, type) }] };
}

function filterTypename(
  state: FilterState,
  node: FieldNode,
  parentType: GraphQLCompositeType,
): FilteredSelections {
  if (state.access.type(parentType.name)) return { selections: [node] };
  return leaveOut(state, node, [], undefined, parentType);
}

function filterFragment(
  state: FilterState,
  node: InlineFragmentNode | FragmentSpreadNode,
  parentType: GraphQLCompositeType,
  isMutationRoot: boolean,
): FilteredSelections {
  const typeName =
    node.kind === Kind.INLINE_FRAGMENT ? node.typeCondition?.name.value : conditionOf(state, node);
  const type = typeName === undefined ? parentType : state.schema.getType(typeName);
  if (!isCompositeType(type)) return { selections: [] };
  const filtered =
    node.kind === Kind.INLINE_FRAGMENT
      ? filterSelections(state, node.selectionSet, type, isMutationRoot)
      : filterNamedFragment(state, node.name.value, type, isMutationRoot);
  // Only a fragment that applies to every object of the parent type makes all of them null.
  const nullBecause = type === parentType ? filtered.nullBecause : undefined;
  if (filtered.selections.length === 0) return { selections: [], nullBecause };
  if (node.kind === Kind.FRAGMENT_SPREAD) return { selections: [node], nullBecause };
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: filtered.selections };
  return { selections: [{ ...node, selectionSet }], nullBecause };
}

/** Each named fragment is filtered once, however often and deeply it is spread: its own type condition decides. */
function filterNamedFragment(
  state: FilterState,
  name: string,
  type: GraphQLCompositeType,
  isMutationRoot: boolean,
): FilteredSelections {
  const known = state.filteredFragments.get(name);
  if (known) return known;
  const fragment = state.fragments.get(name);
  const filtered: FilteredSelections = fragment
    ? filterSelections(state, fragment.selectionSet, type, isMutationRoot)
    : { selections: [] };
  state.filteredFragments.set(name, filtered);
  return filtered;
}

function isFieldAllowed(
  { access, schema }: FilterState,
  node: FieldNode,
  parentType: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
  isMutationRoot: boolean,
): boolean {
  const type = getNamedType(field.type);
  if (!access.field(parentType.name, field.name) || !access.type(type.name)) return false;
  // A mutation that might return something refused must not run: its effect could not be reported.
  if (isMutationRoot && isAbstractType(type) && !access.everyPossibleType(type.name)) return false;
  return (node.arguments ?? []).every((argument) => {
    const definition = field.args.find(({ name }) => name === argument.name.value);
    return definition !== undefined && isInputAllowed(schema, access, definition.type, new Set());
  });
}

function isInputAllowed(
  schema: GraphQLSchema,
  access: Access,
  type: GraphQLInputType,
  seen: Set<string>,
): boolean {
  const named = getNamedType(type);
  if (seen.has(named.name)) return true;
  seen.add(named.name);
  if (!access.type(named.name)) return false;
  if (!isInputObjectType(named)) return true;
  return Object.values(named.getFields()).every((field) => isInputAllowed(schema, access, field.type, seen));
}

function leaveOut(
  state: FilterState,
  node: FieldNode,
  cause: RefusalCause,
  field: GraphQLField<unknown, unknown> | undefined,
  parentType: GraphQLCompositeType,
): FilteredSelections {
  state.leftOut.set(node, cause);
  // Through an interface the same response key may be allowed by another selection; on an object type it cannot be.
  const isNullForCertain = isObjectType(parentType) && field !== undefined && isNonNullType(field.type);
  return { selections: [], nullBecause: isNullForCertain ? [responseKey(node), ...cause] : undefined };
}

function withHiddenTypename(
  state: FilterState,
  selections: readonly SelectionNode[],
  type: GraphQLCompositeType,
): SelectionSetNode {
  const isAbstract = isAbstractType(type);
  if (isAbstract && !state.access.everyPossibleType(type.name)) state.isGuarded = true;
  // An object that has nothing allowed left in it is still asked for, because null and an empty object differ.
  const needed = isAbstract || selections.length === 0;
  return {
    kind: Kind.SELECTION_SET,
    selections: needed ? [...selections, HIDDEN_TYPENAME_FIELD] : selections,
  };
}

function assemble(
  state: FilterState,
  operation: OperationDefinitionNode,
  selections: readonly SelectionNode[],
): DocumentNode {
  const fragments: FragmentDefinitionNode[] = [];
  for (const [name, filtered] of state.filteredFragments) {
    const fragment = state.fragments.get(name);
    if (!fragment || filtered.selections.length === 0) continue;
    fragments.push({
      ...fragment,
      selectionSet: { kind: Kind.SELECTION_SET, selections: filtered.selections },
    });
  }
  return keepUsedDefinitions(
    { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } },
    fragments,
  );
}

function fieldOf(type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (!('getFields' in type)) return undefined;
  const fields = type.getFields();
  return Object.prototype.hasOwnProperty.call(fields, name) ? fields[name] : undefined;
}

function conditionOf(state: FilterState, spread: FragmentSpreadNode): string {
  return state.fragments.get(spread.name.value)?.typeCondition.name.value ?? '';
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
}

function isConditional(selection: SelectionNode): boolean {
  return (selection.directives ?? []).length > 0;
}

function responseKey(node: FieldNode): string {
  return node.alias?.value ?? node.name.value;
}
