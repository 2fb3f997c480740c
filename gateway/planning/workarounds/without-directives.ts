import { visit, type DocumentNode } from 'graphql';

/**
 * The document without the directives `names`, and without the variables that only they used. Gives back `document` itself
 * when it has none of them.
 */
export function withoutDirectives(document: DocumentNode, names: ReadonlySet<string>): DocumentNode {
  if (names.size === 0) return document;
  const stripped = visit(document, {
    Directive: ({ name }) => (names.has(name.value) ? null : undefined),
  });
  return stripped === document ? document : withoutUnusedVariables(stripped);
}

function withoutUnusedVariables(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(name.value),
  });
  return visit(document, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? false : null),
  });
}
