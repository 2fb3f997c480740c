import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';

/**
 * The supergraph as the planner reads it. The gateway and its planning threads both build it here from the same text, so
 * that what is planned is what is served. Throws when the text is no supergraph or links an unknown feature
 * `for: SECURITY` or `EXECUTION`.
 */
export function buildPlannerSupergraph(sdl: string): Supergraph {
  // Loading the security features is not enforcing them: `authorization/` does, from the same text.
  return Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
}
