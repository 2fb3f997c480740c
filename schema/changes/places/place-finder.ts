import { type SdlPlace } from '../../check/check-result';
import { type GraphVersion } from '../../check/graph-version';
import { type Finding } from '../finding';
import { elementPlaces, parentCoordinate, type ElementPlace } from './element-places';

const NOWHERE: SdlPlace = { file: null, line: null };

/**
 * Says where reviewers of the candidate look for a finding. What is there, is where it is written: in the subgraph that the
 * finding is about, else in one whose text changed, else in the first. What is gone, was in what is around it, in the
 * subgraph that had it; a type that is gone has only the file. Lines of the base are never named: the pull request that is
 * reviewed shows the candidate.
 */
export function placeFinder(base: GraphVersion, candidate: GraphVersion): (finding: Finding) => SdlPlace {
  const before = elementPlaces(base.subgraphs);
  const after = elementPlaces(candidate.subgraphs);
  const files = new Map(candidate.subgraphs.map(({ name, file }) => [name, file]));

  return ({ coordinate, subgraph }) => {
    if (files.has(coordinate)) return { file: files.get(coordinate) ?? null, line: null };
    const old = before.get(coordinate) ?? [];
    for (let at: string | null = coordinate; at !== null; at = parentCoordinate(at)) {
      const places = after.get(at);
      if (places) return fileAndLine(choose(places, before.get(at) ?? [], old, subgraph));
    }
    const owner = [subgraph, ...old.map((place) => place.subgraph)].find(
      (name) => name !== undefined && files.has(name),
    );
    return owner === undefined ? NOWHERE : { file: files.get(owner) ?? null, line: null };
  };
}

function choose(
  places: readonly ElementPlace[],
  same: readonly ElementPlace[],
  old: readonly ElementPlace[],
  subgraph: string | undefined,
): ElementPlace {
  const changed = places.filter((place) => !same.some((before) => isSamePlace(before, place)));
  const lost = places.filter((place) => old.some((before) => before.subgraph === place.subgraph));
  const candidates = [...changed, ...lost, ...places];
  const [first] = candidates.filter((place) => place.subgraph === subgraph).concat(candidates);
  // A coordinate has places only when it has one.
  return first as ElementPlace;
}

function isSamePlace(before: ElementPlace, after: ElementPlace): boolean {
  return before.subgraph === after.subgraph && before.text() === after.text();
}

function fileAndLine({ file, line }: ElementPlace): SdlPlace {
  return { file, line };
}
