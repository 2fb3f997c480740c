import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { readSupergraph } from '../supergraph/read-supergraph';
import { rewriteForPlanner, type RewrittenSupergraph } from './workarounds/rewrite-for-planner';

/** A supergraph to plan on, what operations need before they are planned, and plans before they are run. */
export interface PlanningSupergraph {
  readonly supergraph: Supergraph;
  readonly prepare: RewrittenSupergraph['prepare'];
  readonly restore: RewrittenSupergraph['restore'];
}

/**
 * The supergraph as the planner reads it, its known defects worked round. For the planner alone: it has fields that no
 * client may see. Throws when the text is no supergraph that can be planned for.
 */
export function buildPlanningSupergraph(sdl: string, isolates = true): PlanningSupergraph {
  const { prepare, restore, ...rewritten } = rewriteForPlanner(sdl, isolates);
  if (!rewritten.hasMadeUpFields) return { supergraph: readSupergraph(rewritten.sdl), prepare, restore };
  // Checked as it was written: in the rewritten one some `@external` fields have lost their purpose, which is refused.
  readSupergraph(sdl).subgraphs();
  return {
    supergraph: Supergraph.build(rewritten.sdl, {
      supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
      validateSupergraph: false,
    }),
    prepare,
    restore,
  };
}
