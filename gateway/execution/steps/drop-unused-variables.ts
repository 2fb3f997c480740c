import { type FetchNode } from '@apollo/query-planner';
import { Kind, parse, print, visit, type DocumentNode } from 'graphql';

/**
 * A fetch that declares only the variables it uses. The planner keeps those of a selection that it found to be impossible,
 * and a subgraph may refuse such a request (GraphQL spec, section 5.8.4 "All Variables Used").
 */
export function dropUnusedVariables(fetch: FetchNode): FetchNode {
  const { operation, variableUsages = [] } = fetch;
  if (variableUsages.length === 0) return fetch;
  const document = parse(operation, { noLocation: true });
  const used = usedVariables(document);
  if (variableUsages.every((name) => used.has(name))) return fetch;
  const smaller = visit(document, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  });
  return {
    ...fetch,
    operation: print(smaller),
    variableUsages: variableUsages.filter((name) => used.has(name)),
  };
}

function usedVariables(document: DocumentNode): ReadonlySet<string> {
  const used = new Set<string>();
  visit(document, {
    Variable: ({ name }, _key, parent) => {
      const isDefinition = parent && 'kind' in parent && parent.kind === Kind.VARIABLE_DEFINITION;
      if (!isDefinition) used.add(name.value);
    },
  });
  return used;
}
