import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { readSupergraph } from '../supergraph/read-supergraph';
import { rewriteForPlanner, type RewrittenSupergraph } from './workarounds/rewrite-for-planner';

/** A supergraph to plan on, and what its plans need before they are run. */
export interface PlanningSupergraph {
  readonly supergraph: Supergraph;
  readonly restore: RewrittenSupergraph['restore'];
}

/**
 * The supergraph as the planner reads it, its known defects worked round. For the planner alone: it has fields that no
 * client may see. Throws when the text is no supergraph that can be planned for.
 */
export function buildPlanningSupergraph(sdl: string): PlanningSupergraph {
  const rewritten = rewriteForPlanner(sdl);
  if (!rewritten.hasMadeUpFields) {
    return { supergraph: readSupergraph(rewritten.sdl), restore: rewritten.restore };
  }
  // Checked as it was written: in the rewritten one some `@external` fields have lost their purpose, which is refused.
  readSupergraph(sdl).subgraphs();
  return {
    supergraph: Supergraph.build(rewritten.sdl, {
      supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
      validateSupergraph: false,
    }),
    restore: rewritten.restore,
  };
}
