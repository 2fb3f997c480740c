import { accessResolver } from './authorization/access';
import { Requirements } from './authorization/requirements';
import { createDocumentCache, type DocumentCache } from './documents/document-cache';
import { createEngineExecutor } from './execution/engine-executor';
import { type Engine } from './execution/run-operation';
import { createApolloPlanner } from './planning/apollo-planner';
import { createCachedPlanner } from './planning/cached-planner';
import { type LoadedSupergraph } from './supergraph/supergraph';
import { type SubgraphClient } from './upstream/subgraph-client';

/** A supergraph with everything that depends on it. One immutable value: a request picks it up once and keeps it. */
export interface Graph {
  readonly supergraph: LoadedSupergraph;
  readonly documents: DocumentCache;
  readonly engine: Engine;
}

/** Builds all that serving `supergraph` needs. Throws when it cannot be planned for. */
export function createGraph(
  supergraph: LoadedSupergraph,
  client: SubgraphClient,
  labels: Readonly<Record<string, boolean>>,
): Graph {
  return {
    supergraph,
    documents: createDocumentCache(),
    engine: {
      schema: supergraph.clientSchema,
      accessOf: accessResolver(new Requirements(supergraph)),
      planner: createCachedPlanner(createApolloPlanner(supergraph)),
      conditions: { overrideLabels: new Map(Object.entries(labels)) },
      executor: createEngineExecutor(supergraph, client),
      filtered: new WeakMap(),
    },
  };
}
