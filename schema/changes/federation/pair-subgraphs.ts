import { type SubgraphSide } from './read-sides';

/** The subgraphs of two versions. */
export interface SubgraphPairs {
  readonly added: readonly SubgraphSide[];
  readonly removed: readonly SubgraphSide[];
  /** Base first; the names differ where one was renamed. */
  readonly kept: readonly (readonly [SubgraphSide, SubgraphSide])[];
}

/** Of two subgraphs of different names, this share of all elements must be in both for one to be the other renamed. */
const SAME_SHARE = 0.75;

/** Pairs subgraphs by name, and those that are left by what is in them. */
export function pairSubgraphs(
  base: ReadonlyMap<string, SubgraphSide>,
  candidate: ReadonlyMap<string, SubgraphSide>,
): SubgraphPairs {
  const kept: (readonly [SubgraphSide, SubgraphSide])[] = [];
  const removed: SubgraphSide[] = [];
  const added = new Map([...candidate].filter(([name]) => !base.has(name)));
  for (const [name, before] of base) {
    const after = candidate.get(name) ?? mostAlike(before, added.values());
    if (!after) removed.push(before);
    else kept.push([before, after]);
    if (after) added.delete(after.name);
  }
  return { added: [...added.values()], removed, kept };
}

function mostAlike(before: SubgraphSide, candidates: Iterable<SubgraphSide>): SubgraphSide | undefined {
  const alike = [...candidates]
    .map((after) => ({ after, share: commonShare(before, after) }))
    .filter(({ share }) => share >= SAME_SHARE)
    .sort((left, right) => right.share - left.share);
  return alike[0]?.after;
}

function commonShare(left: SubgraphSide, right: SubgraphSide): number {
  const [ours, theirs] = [left.snapshot.elements, right.snapshot.elements];
  const common = [...ours.keys()].filter((coordinate) => theirs.has(coordinate)).length;
  return common / Math.max(1, ours.size + theirs.size - common);
}
