import { type SdlPlace } from '../../check/check-result';
import { type GraphVersion } from '../../check/graph-version';
import { type Finding } from '../finding';
import { elementPlaces, parentCoordinate, type ElementPlace, type ElementPlaces } from './element-places';

const NOWHERE: SdlPlace = { file: null, line: null };

/**
 * Says where reviewers of the candidate look for a finding. What is there, is where it is written: in the subgraph that the
 * finding is about, else in one whose text changed, else in the first. What is gone, or gone from one subgraph of several
 * that agree on the rest, was in what is around it, in the subgraph that had it; a type that is gone has only the file.
 * Lines of the base are never named: the pull request that is reviewed shows the candidate.
 */
export function placeFinder(base: GraphVersion, candidate: GraphVersion): (finding: Finding) => SdlPlace {
  const before = elementPlaces(base.subgraphs);
  const after = elementPlaces(candidate.subgraphs);
  const files = new Map(candidate.subgraphs.map(({ name, file }) => [name, file]));

  return ({ coordinate, subgraph }) => {
    const [old, now] = [before.get(coordinate) ?? [], after.get(coordinate) ?? []];
    // What is no element is a subgraph, but a subgraph may have the name of a type.
    if (old.length + now.length === 0 && files.has(coordinate)) return inFile(files, coordinate);
    const changed = now.filter((place) => !old.some((known) => isSamePlace(known, place)));
    const left = old.map((place) => place.subgraph).filter((name) => files.has(name) && !isIn(name, now));
    const written = changed.length === 0 && left.length > 0 && subgraph === undefined ? [] : now;
    // Where others still have it, nothing happened.
    const isLeft = subgraph !== undefined && left.includes(subgraph);
    const here = isLeft ? undefined : chosen([changed, written], subgraph);
    const place = here ?? around(coordinate, after, left, subgraph);
    if (place) return { file: place.file, line: place.line };
    const owner = [subgraph, ...left].find((name) => name !== undefined && files.has(name));
    return owner === undefined ? NOWHERE : inFile(files, owner);
  };
}

/** The nearest element around one that is gone, in a subgraph that had it if there is any. */
function around(
  coordinate: string,
  after: ElementPlaces,
  owners: readonly string[],
  subgraph: string | undefined,
): ElementPlace | undefined {
  for (let at = parentCoordinate(coordinate); at !== null; at = parentCoordinate(at)) {
    const places = after.get(at) ?? [];
    const place = chosen(
      [places.filter((candidate) => owners.includes(candidate.subgraph)), places],
      subgraph,
    );
    if (place) return place;
  }
  return undefined;
}

/** The first of the best list, but first of all one in the subgraph that is asked for. */
function chosen(
  byPreference: readonly (readonly ElementPlace[])[],
  subgraph: string | undefined,
): ElementPlace | undefined {
  const places = byPreference.flat();
  return places.find((place) => place.subgraph === subgraph) ?? places[0];
}

function inFile(files: ReadonlyMap<string, string | null>, subgraph: string): SdlPlace {
  return { file: files.get(subgraph) ?? null, line: null };
}

function isIn(subgraph: string, places: readonly ElementPlace[]): boolean {
  return places.some((place) => place.subgraph === subgraph);
}

function isSamePlace(before: ElementPlace, after: ElementPlace): boolean {
  return before.subgraph === after.subgraph && before.text() === after.text();
}
