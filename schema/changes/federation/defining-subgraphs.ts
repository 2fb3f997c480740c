import { type FederatedSide } from './read-sides';
import { applied, type ElementFacts } from './snapshot';

/**
 * The subgraphs that define a type or member, or that resolve a field: those of its type, unless composition wrote others
 * beside it. One that only knows a field as `@external`, or whose field is overridden, does not resolve it.
 */
export function definingSubgraphs(element: ElementFacts, side: FederatedSide): ReadonlySet<string> {
  const own = [...applied(element, 'join__field'), ...applied(element, 'join__enumValue')];
  const type = element.parent === null ? element : side.supergraph.elements.get(element.parent);
  const ofType = applied(type, 'join__type');
  // A field of an interface object's implementations is written without a graph.
  const written = own.some(({ args }) => args['graph'] !== undefined) ? own : ofType;
  return new Set(
    written
      .filter(({ args }) => args['external'] !== true && args['usedOverridden'] !== true)
      .map(({ args }) => side.graphNames.get(String(args['graph'])) ?? String(args['graph'])),
  );
}
