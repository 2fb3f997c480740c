import { type FederatedSide } from './read-sides';
import { applied, type ElementFacts } from './snapshot';

/**
 * The subgraphs that define a type or member, or that resolve a field: those of its type, unless composition wrote others
 * beside it. One that only knows a field as `@external`, or whose field is overridden, does not resolve it. Null for what is
 * answered by way of an interface object, which the interface tells.
 */
export function definingSubgraphs(element: ElementFacts, side: FederatedSide): ReadonlySet<string> | null {
  const own = [...applied(element, 'join__field'), ...applied(element, 'join__enumValue')];
  const type = element.parent === null ? element : side.supergraph.elements.get(element.parent);
  const ofType = applied(type, 'join__type');
  // A field that objects have of an interface object is written without a graph.
  if (own.some(({ args }) => args['graph'] === undefined)) return null;
  const written = own.length > 0 ? own : ofType;
  return new Set(
    written
      .filter(({ args }) => args['external'] !== true && args['usedOverridden'] !== true)
      .map(({ args }) => side.graphNames.get(String(args['graph'])) ?? String(args['graph'])),
  );
}
