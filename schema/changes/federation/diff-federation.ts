import { type GraphVersion } from '../../check/graph-version';
import { type Finding } from '../finding';
import { pairByKey } from '../pair-by-name';
import { apiCoordinates } from './api-coordinates';
import { definingSubgraphs } from './defining-subgraphs';
import { diffComposed, type SeenByClients } from './diff-composed';
import { diffCustomDirectives } from './diff-custom-directives';
import { diffDefiners } from './diff-definers';
import { diffDirectiveDefinitions } from './diff-directive-definitions';
import { diffKeys } from './diff-keys';
import { diffMarks } from './diff-marks';
import { diffOverride } from './diff-overrides';
import { diffSecurity } from './diff-security';
import { diffRepeatedDirectives, diffSingleDirectives } from './diff-simple-directives';
import { diffSubgraphSecurity } from './diff-subgraph-security';
import { diffSubgraphs } from './diff-subgraphs';
import { diffUnseen } from './diff-unseen';
import { pairSubgraphs } from './pair-subgraphs';
import { readSides, type FederatedSides, type SubgraphSide } from './read-sides';

/** All differences that only federation knows: of how the graph is made, protected, priced and shared out. */
export function diffFederation(base: GraphVersion, candidate: GraphVersion): readonly Finding[] {
  const sides = readSides(base, candidate);
  const pairs = pairSubgraphs(sides.base.subgraphs, sides.candidate.subgraphs);
  const seen = { base: apiCoordinates(base.api), candidate: apiCoordinates(candidate.api) };
  const newNames = new Map(pairs.kept.map(([before, after]) => [before.name, after.name]));
  const { supergraph } = sides.base;
  const overrides = [
    ...pairs.kept.flatMap(([before, after]) => diffOverrides(before.snapshot.elements, after, sides)),
    ...pairs.added.flatMap((after) => diffOverrides(undefined, after, sides)),
  ];
  const overridden = new Set(overrides.map(({ coordinate }) => coordinate));
  return [
    ...diffSubgraphs(pairs, sides.hasComparableUrls),
    ...diffSecurity(supergraph, sides.candidate.supergraph),
    ...diffComposed(supergraph, sides.candidate.supergraph, seen),
    ...overrides,
    // What an override moves is told by it.
    ...diffDefiners(sides.base, sides.candidate, (name) => newNames.get(name) ?? name).filter(
      ({ coordinate }) => !overridden.has(coordinate),
    ),
    ...pairs.kept.flatMap(([before, after]) => diffWithin(before, after, sides, seen)),
    ...(sides.isExtracted ? diffCustomDirectives(supergraph, sides.candidate.supergraph) : []),
  ];
}

/** What one subgraph says of the elements that it had and has. */
function diffWithin(
  { snapshot: base }: SubgraphSide,
  after: SubgraphSide,
  sides: FederatedSides,
  seen: SeenByClients,
): readonly Finding[] {
  const { name, snapshot: candidate } = after;
  const { kept } = pairByKey(base.elements, candidate.elements);
  const isSeenDirective = (directive: string): boolean =>
    seen.base.has(`@${directive}`) || seen.candidate.has(`@${directive}`);
  const merged = { base: sides.base.supergraph, candidate: sides.candidate.supergraph };
  return [
    ...kept.flatMap(([old, now]) => [
      ...diffKeys(name, old, now),
      ...diffSingleDirectives(name, old, now),
      ...diffRepeatedDirectives(name, old, now),
    ]),
    ...diffMarks(name, base, candidate),
    ...diffUnseen(name, base, candidate, merged, seen),
    ...diffSubgraphSecurity(name, base, candidate, merged),
    ...diffDirectiveDefinitions(name, base, candidate, isSeenDirective),
    ...(sides.isExtracted ? [] : diffCustomDirectives(base, candidate, name)),
  ];
}

/** Also of fields that are new in the subgraph: what overrides another subgraph takes over what that one answered. */
function diffOverrides(
  before: SubgraphSide['snapshot']['elements'] | undefined,
  { name, snapshot }: SubgraphSide,
  { base }: FederatedSides,
): readonly Finding[] {
  return [...snapshot.elements.values()].flatMap((after) => {
    const known = base.supergraph.elements.get(after.coordinate);
    if (!known) return [];
    return diffOverride(name, before?.get(after.coordinate), after, (from) => {
      const overridden = base.subgraphs.get(from)?.snapshot.elements.has(after.coordinate) ?? false;
      return overridden || (definingSubgraphs(known, base)?.has(from) ?? false);
    });
  });
}
