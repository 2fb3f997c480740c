import { type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { isFieldsDefinition } from './composite-types';
import { argumentOf, specificationNames } from './specification-names';

/**
 * Coming back to a subgraph with what `@requires` asked for, the planner identifies the entity by the first key of the
 * subgraph, even when that one is `resolvable: false` and the subgraph does not know entities by it. So the supergraph
 * lists the resolvable keys of each subgraph first; the places of other subgraphs' keys are kept.
 */
export function listResolvableKeysFirst(document: DocumentNode): DocumentNode {
  const { joinType } = specificationNames(document);
  return {
    ...document,
    definitions: document.definitions.map((definition) =>
      isFieldsDefinition(definition) && definition.directives
        ? { ...definition, directives: sortKeys(definition.directives, joinType) }
        : definition,
    ),
  };
}

function sortKeys(directives: readonly ConstDirectiveNode[], joinType: string): ConstDirectiveNode[] {
  const sorted = new Map<unknown, ConstDirectiveNode[]>();
  for (const directive of directives) {
    if (directive.name.value !== joinType) continue;
    const graph = argumentOf(directive, 'graph');
    sorted.set(graph, [...(sorted.get(graph) ?? []), directive]);
  }
  for (const keys of sorted.values()) keys.sort((left, right) => rank(left) - rank(right));
  return directives.map((directive) =>
    directive.name.value === joinType
      ? (sorted.get(argumentOf(directive, 'graph'))?.shift() ?? directive)
      : directive,
  );
}

function rank(joinType: ConstDirectiveNode): number {
  return argumentOf(joinType, 'resolvable') === false ? 1 : 0;
}
