const LINKS_JOIN = /@(?:link|core)\s*\([^)]*"https?:\/\/specs\.apollo\.dev\/join\//;

/** Whether a text is a composed supergraph, which may lie beside the subgraphs that it was made from. */
export function isSupergraph(sdl: string): boolean {
  return LINKS_JOIN.test(sdl);
}
