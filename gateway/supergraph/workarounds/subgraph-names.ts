import { Kind, type DocumentNode } from 'graphql';
import { directivesNamed } from './graph-directives';
import { specificationNames, textArgumentOf } from './specification-names';

/** The names of the subgraphs of a supergraph, by their values in the enum that stands for them. */
export function subgraphNames(document: DocumentNode): ReadonlyMap<string, string> {
  const { joinGraph } = specificationNames(document);
  const names = new Map<string, string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION) continue;
    for (const value of definition.values ?? []) {
      for (const graph of directivesNamed(value, joinGraph)) {
        names.set(value.name.value, textArgumentOf(graph, 'name') ?? value.name.value);
      }
    }
  }
  return names;
}
