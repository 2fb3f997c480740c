import { type FetchNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type DocumentNode,
  type SelectionSetNode,
} from 'graphql';
import { keepUsed } from './keep-used';

/** The fetch without the fragments on types that its subgraph does not know: no object there can be of them. */
export function withoutMadeUpTypes(
  fetch: FetchNode,
  madeUpTypes: ReadonlyMap<string, ReadonlySet<string>>,
): FetchNode {
  const types = madeUpTypes.get(fetch.serviceName);
  if (!types || ![...types].some((type) => fetch.operation.includes(type))) return fetch;
  const pruned = keepUsed(withoutTypes(parse(fetch.operation, { noLocation: true }), types));
  const used = variablesIn(pruned);
  return {
    ...fetch,
    operation: stripIgnoredCharacters(print(pruned)),
    ...(fetch.operationDocumentNode && { operationDocumentNode: pruned }),
    ...(fetch.variableUsages && { variableUsages: fetch.variableUsages.filter((name) => used.has(name)) }),
  };
}

function withoutTypes(document: DocumentNode, types: ReadonlySet<string>): DocumentNode {
  const gone = new Set(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION && types.has(definition.typeCondition.name.value)
        ? [definition.name.value]
        : [],
    ),
  );
  return visit(document, {
    FragmentDefinition: { enter: ({ name }) => (gone.has(name.value) ? null : undefined) },
    FragmentSpread: { enter: ({ name }) => (gone.has(name.value) ? null : undefined) },
    InlineFragment: {
      enter: ({ typeCondition }) => (typeCondition && types.has(typeCondition.name.value) ? null : undefined),
    },
    SelectionSet: {
      leave: (selectionSet): SelectionSetNode | undefined =>
        selectionSet.selections.length > 0
          ? undefined
          : {
              ...selectionSet,
              selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
            },
    },
  });
}

function variablesIn(document: DocumentNode): ReadonlySet<string> {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(name.value),
  });
  return used;
}
