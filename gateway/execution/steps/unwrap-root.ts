import { type FetchNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

/**
 * A fetch from a root without the type conditions around its fields. The planner puts them there where a fragment of the
 * root is deferred, with the supergraph's name of the root type, which a subgraph may call otherwise. They always hold.
 */
export function unwrapRoot(fetch: FetchNode): FetchNode {
  const document = parse(fetch.operation, { noLocation: true });
  const isWrapped = document.definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.selectionSet.selections.some(isCondition),
  );
  if (!isWrapped) return fetch;
  const definitions = document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? unwrap(definition) : definition,
  );
  return { ...fetch, operation: stripIgnoredCharacters(print({ ...document, definitions })) };
}

function unwrap(operation: OperationDefinitionNode): OperationDefinitionNode {
  const selections = operation.selectionSet.selections.map(withoutCondition);
  return { ...operation, selectionSet: { ...operation.selectionSet, selections } };
}

function withoutCondition(selection: SelectionNode): SelectionNode {
  if (selection.kind !== Kind.INLINE_FRAGMENT) return selection;
  const { typeCondition: _always, ...fragment } = selection;
  const selections = fragment.selectionSet.selections.map(withoutCondition);
  return { ...fragment, selectionSet: { ...fragment.selectionSet, selections } };
}

function isCondition(selection: SelectionNode): boolean {
  return selection.kind === Kind.INLINE_FRAGMENT;
}
