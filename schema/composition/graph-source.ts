import type { SubgraphSource } from './compose';

/** A version of the graph as it was read, before anything is known about it. */
export type GraphSource =
  | { readonly kind: 'subgraphs'; readonly subgraphs: readonly SubgraphSource[] }
  | { readonly kind: 'supergraph'; readonly sdl: string; readonly file: string };
