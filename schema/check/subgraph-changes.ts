import { Kind, parse } from 'graphql';
import type { Change } from './check-result';
import type { GraphVersion, VersionedSubgraph } from './graph-version';

/** Which subgraphs came, went, or have another name. */
export interface SubgraphChanges {
  readonly changes: readonly Change[];
  /** The new name of each renamed subgraph by its old one. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Of all that two subgraphs define, the part that both do when one is the other under a new name. */
const SAME_ENOUGH = 0.8;

/** Compares the lists of subgraphs. What leaves the graph with a subgraph is not told here. */
export function compareSubgraphs(base: GraphVersion, candidate: GraphVersion): SubgraphChanges {
  const removed = without(base.subgraphs, candidate.subgraphs);
  const added = without(candidate.subgraphs, base.subgraphs);
  const renamed = pairRenamed(removed, added);
  const newNames = new Set(renamed.values());
  return {
    renamed,
    changes: [
      ...[...renamed].map(([from, to]) => renamedChange(from, subgraphNamed(added, to))),
      ...removed.filter(({ name }) => !renamed.has(name)).map(removedChange),
      ...added.filter(({ name }) => !newNames.has(name)).map(addedChange),
    ],
  };
}

/** The version with its subgraphs under their new names, so that a rename is not a thousand findings. */
export function renameSubgraphs(version: GraphVersion, renamed: ReadonlyMap<string, string>): GraphVersion {
  if (renamed.size === 0) return version;
  const subgraphs = version.subgraphs.map((subgraph) => ({
    ...subgraph,
    name: renamed.get(subgraph.name) ?? subgraph.name,
  }));
  return { ...version, subgraphs };
}

function without(
  subgraphs: readonly VersionedSubgraph[],
  others: readonly VersionedSubgraph[],
): VersionedSubgraph[] {
  return subgraphs.filter(({ name }) => !others.some((other) => other.name === name));
}

/** Pairs each subgraph that went with the one that came and is most like it. */
function pairRenamed(
  removed: readonly VersionedSubgraph[],
  added: readonly VersionedSubgraph[],
): Map<string, string> {
  const pairs = removed
    .flatMap((from) =>
      added.map((to) => ({ from: from.name, to: to.name, likeness: likeness(from.sdl, to.sdl) })),
    )
    .filter((pair) => pair.likeness >= SAME_ENOUGH)
    .sort((a, b) => b.likeness - a.likeness);
  const renamed = new Map<string, string>();
  for (const { from, to } of pairs) {
    if (!renamed.has(from) && ![...renamed.values()].includes(to)) renamed.set(from, to);
  }
  return renamed;
}

function likeness(left: string, right: string): number {
  const [one, other] = [definedIn(left), definedIn(right)];
  const both = [...one].filter((coordinate) => other.has(coordinate)).length;
  const all = one.size + other.size - both;
  return all === 0 ? 0 : both / all;
}

function definedIn(sdl: string): Set<string> {
  const coordinates = new Set<string>();
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (definition.kind === Kind.DIRECTIVE_DEFINITION || !('name' in definition) || !definition.name)
      continue;
    const type = definition.name.value;
    coordinates.add(type);
    const members = [
      ...('fields' in definition ? (definition.fields ?? []) : []),
      ...('values' in definition ? (definition.values ?? []) : []),
    ];
    for (const { name } of members) coordinates.add(`${type}.${name.value}`);
  }
  return coordinates;
}

function subgraphNamed(subgraphs: readonly VersionedSubgraph[], name: string): VersionedSubgraph {
  return subgraphs.find((subgraph) => subgraph.name === name) ?? { name, sdl: '', file: null };
}

function renamedChange(from: string, { name, file }: VersionedSubgraph): Change {
  const message = `Subgraph "${from}" is now called "${name}": what names it (@override, gateway configuration) must follow.`;
  return {
    ...place(file),
    code: 'SUBGRAPH_RENAMED',
    severity: 'dangerous',
    coordinate: name,
    message,
    affected: [],
  };
}

function removedChange({ name, file }: VersionedSubgraph): Change {
  const message = `Subgraph "${name}" was removed.`;
  return {
    ...place(file),
    code: 'SUBGRAPH_REMOVED',
    severity: 'dangerous',
    coordinate: name,
    message,
    affected: [],
  };
}

function addedChange({ name, file }: VersionedSubgraph): Change {
  const message = `Subgraph "${name}" was added.`;
  return {
    ...place(file),
    code: 'SUBGRAPH_ADDED',
    severity: 'safe',
    coordinate: name,
    message,
    affected: [],
  };
}

function place(file: string | null): { file: string | null; line: number | null } {
  return { file, line: file === null ? null : 1 };
}
