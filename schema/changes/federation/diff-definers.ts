import { type Finding } from '../finding';
import { pairByKey } from '../pair-by-name';
import { definingSubgraphs } from './defining-subgraphs';
import { type FederatedSide } from './read-sides';
import { type ElementFacts } from './snapshot';

/**
 * Differences of which subgraphs an element comes from. A type that enters or leaves a subgraph stands for all that is in
 * it, and a subgraph that enters or leaves the graph for all of that; but a field that is resolved by none of those that
 * did is always told. `newName` gives the name in the candidate of a subgraph of the base.
 */
export function diffDefiners(
  base: FederatedSide,
  candidate: FederatedSide,
  newName: (name: string) => string,
): readonly Finding[] {
  const moves = new Map(
    pairByKey(base.supergraph.elements, candidate.supergraph.elements)
      .kept.filter(([, { coordinate }]) => !coordinate.includes('('))
      .flatMap(([before, after]) => {
        const [was, now] = [definingSubgraphs(before, base), definingSubgraphs(after, candidate)];
        if (!was || !now) return [];
        const old = new Set([...was].map(newName));
        return [
          [after.coordinate, { after, left: minus(old, now), joined: minus(now, old), old, now }] as const,
        ];
      }),
  );
  const [before, after] = [new Set([...base.subgraphs.keys()].map(newName)), candidate.subgraphs];
  const isLasting = (subgraph: string): boolean => before.has(subgraph) && after.has(subgraph);
  return [...moves.values()].flatMap((move) => findingsOf(move, moves, isLasting));
}

interface Move {
  readonly after: ElementFacts;
  readonly old: ReadonlySet<string>;
  readonly now: ReadonlySet<string>;
  readonly left: readonly string[];
  readonly joined: readonly string[];
}

function findingsOf(
  move: Move,
  moves: ReadonlyMap<string, Move>,
  isLasting: (subgraph: string) => boolean,
): readonly Finding[] {
  const { after, old, now } = move;
  const { coordinate } = after;
  const type = moves.get(after.parent ?? '');
  if (isMove(move)) {
    if (type && isMove(type)) return [];
    const code = after.type === null ? 'TYPE_MOVED' : 'FIELD_MOVED';
    const message = `${coordinate} is answered by ${list(now)}; it was by ${list(old)}.`;
    return [{ code, coordinate, message, ...about(move.joined[0]) }];
  }
  const left = move.left.filter((name) => isLasting(name) && !type?.left.includes(name));
  const joined = move.joined.filter((name) => isLasting(name) && !type?.joined.includes(name));
  return [
    ...left.map((name): Finding => ({
      code: 'DEFINED_IN_FEWER_SUBGRAPHS',
      coordinate,
      message: `${coordinate} no longer comes from the subgraph "${name}", but still from ${list(now)}.`,
      subgraph: name,
    })),
    ...joined.map((name): Finding => ({
      code: 'DEFINED_IN_MORE_SUBGRAPHS',
      coordinate,
      message: `${coordinate} comes from the subgraph "${name}" too now.`,
      subgraph: name,
    })),
  ];
}

/** Whether other subgraphs answer it than before, all of them. */
function isMove({ after, left, joined, old }: Move): boolean {
  const isAnswered = after.type !== null || after.isComposite;
  return isAnswered && left.length === old.size && joined.length > 0;
}

function about(subgraph: string | undefined): { readonly subgraph?: string } {
  return subgraph === undefined ? {} : { subgraph };
}

function minus(names: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] {
  return [...names].filter((name) => !others.has(name));
}

function list(names: ReadonlySet<string>): string {
  return [...names].map((name) => `"${name}"`).join(', ');
}
