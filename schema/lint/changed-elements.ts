import { type GraphVersion, type VersionedSubgraph } from '../check/graph-version';
import { elementPlaces, type ElementPlace } from '../changes/places/element-places';

/**
 * Tells which elements a change touches: those that are new in some subgraph, and those whose own text is another there. The
 * own text of a type is the one without its members.
 */
export function changedElements(
  base: GraphVersion,
  candidate: GraphVersion,
): (coordinate: string) => boolean {
  const isWritten = [...base.subgraphs, ...candidate.subgraphs].every(({ file }) => file !== null);
  const [before, after] = [base, candidate].map((version) => elementPlaces(textsOf(version, isWritten)));
  return (coordinate) => {
    const old = before?.get(coordinate) ?? [];
    return (after?.get(coordinate) ?? []).some((place) => !old.some((known) => isSame(known, place)));
  };
}

/** What was extracted from a supergraph is not as it was written, but supergraphs can be compared with each other. */
function textsOf({ subgraphs, supergraph }: GraphVersion, isWritten: boolean): readonly VersionedSubgraph[] {
  return isWritten ? subgraphs : [{ name: '', sdl: supergraph, file: null }];
}

/** By file or subgraph does not matter: what moves is not written anew. */
function isSame(before: ElementPlace, after: ElementPlace): boolean {
  return before.ownText() === after.ownText();
}
