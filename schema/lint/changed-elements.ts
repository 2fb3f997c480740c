import { type GraphVersion } from '../check/graph-version';
import { elementPlaces, type ElementPlace } from '../changes/places/element-places';

/**
 * Tells which elements a change touches: those that are new in some subgraph, and those whose own text is another there. The
 * own text of a type is the one without its members.
 */
export function changedElements(
  base: GraphVersion,
  candidate: GraphVersion,
): (coordinate: string) => boolean {
  const before = elementPlaces(base.subgraphs);
  const after = elementPlaces(candidate.subgraphs);
  return (coordinate) => {
    const old = before.get(coordinate) ?? [];
    return (after.get(coordinate) ?? []).some((place) => !old.some((known) => isSame(known, place)));
  };
}

/** By file or subgraph does not matter: what moves is not written anew. */
function isSame(before: ElementPlace, after: ElementPlace): boolean {
  return before.ownText() === after.ownText();
}
