import {
  executeSync,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Values of the root fields `__schema` and `__type` by response key. */
export type IntrospectionData = Readonly<Record<string, unknown>>;

/** Answers the introspection of an operation; undefined when it has none. */
export type Introspect = (variables: Readonly<Record<string, unknown>>) => IntrospectionData | undefined;

/**
 * Prepares answering the root fields `__schema` and `__type` of an operation from the client's schema (GraphQL spec,
 * section 4 "Introspection"). No subgraph is asked for them.
 */
export function prepareIntrospection(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Introspect {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const selectionSet = onlyIntrospection(operation.selectionSet, fragments, new Set());
  if (selectionSet.selections.length === 0) return () => undefined;
  const definitions = [
    { ...operation, selectionSet },
    ...document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION),
  ];
  return (variableValues) => {
    const { data } = executeSync({ schema, document: { kind: Kind.DOCUMENT, definitions }, variableValues });
    return data ?? {};
  };
}

/** Fragments at the root are put in place, without their other fields; deeper ones stay as they are. */
function onlyIntrospection(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  entered: ReadonlySet<string>,
): SelectionSetNode {
  const kept = selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return isIntrospection(selection) ? [selection] : [];
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!fragment || (selection.kind === Kind.FRAGMENT_SPREAD && entered.has(selection.name.value)))
      return [];
    const within = new Set(entered);
    if (selection.kind === Kind.FRAGMENT_SPREAD) within.add(selection.name.value);
    const inner = onlyIntrospection(fragment.selectionSet, fragments, within);
    if (inner.selections.length === 0) return [];
    const { directives = [] } = selection;
    return [{ kind: Kind.INLINE_FRAGMENT, directives, selectionSet: inner }];
  });
  return { kind: Kind.SELECTION_SET, selections: kept };
}

function isIntrospection({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}
