import { parse, Source } from 'graphql';
import { indexPlaces, type LocatedDocument, placeOfCoordinate } from '../composition/place-index';
import type { Change } from './check-result';
import type { GraphVersion } from './graph-version';

/** The changes with the places of those that have none yet: where the candidate has what they are about, or its parent. */
export function fillPlaces(changes: readonly Change[], candidate: GraphVersion): readonly Change[] {
  if (changes.every(({ file }) => file !== null)) return changes;
  const index = indexPlaces(documentsOf(candidate));
  return changes.map((change) => {
    const place = change.file === null ? placeOfCoordinate(index, change.coordinate) : null;
    return place === null ? change : { ...change, file: place.file, line: place.line };
  });
}

/** What was read: the file of a supergraph, or those of its subgraphs. */
function documentsOf({ supergraph, supergraphFile, subgraphs }: GraphVersion): LocatedDocument[] {
  if (supergraphFile !== undefined) {
    return [
      { subgraph: null, file: supergraphFile, document: parse(new Source(supergraph, supergraphFile)) },
    ];
  }
  return subgraphs.map(({ name, sdl, file }) => ({ subgraph: name, file, document: parse(sdl) }));
}
