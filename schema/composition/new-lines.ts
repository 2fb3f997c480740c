import type { IsNewLine } from './compose';
import type { GraphSource } from './graph-source';

/**
 * Tells lines of the candidate that the base does not have. Composition often names several places; the one that was
 * just written is the one to look at.
 */
export function newLinesOf(base: GraphSource, candidate: GraphSource): IsNewLine {
  if (candidate.kind === 'supergraph') return () => false;
  const before = new Map(
    base.kind === 'subgraphs' ? base.subgraphs.map(({ name, sdl }) => [name, linesOf(sdl)]) : [],
  );
  const after = new Map(candidate.subgraphs.map(({ name, sdl }) => [name, linesOf(sdl)]));
  const known = new Map([...before].map(([name, lines]) => [name, new Set(lines)]));
  return ({ subgraph, line }) => {
    const text = after.get(subgraph ?? '')?.[(line ?? 0) - 1];
    return text !== undefined && known.get(subgraph ?? '')?.has(text) !== true;
  };
}

function linesOf(sdl: string): string[] {
  return sdl.split('\n').map((line) => line.trim());
}
