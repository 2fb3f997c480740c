import { accessResolver } from './authorization/access';
import { Requirements } from './authorization/requirements';
import { createDocumentCache, type DocumentCache } from './documents/document-cache';
import { createEngineExecutor } from './execution/engine-executor';
import { type Engine, type OperationMetrics } from './execution/run-operation';
import { separateClientKeys } from './execution/separate-client-keys';
import { createAnchoredPlanner } from './planning/anchored-planner';
import { createCostCheck } from './limits/cost/cost-check';
import { type Planning } from './planning/planning';
import { plannedKeysOf } from './planning/workarounds/rewrite-for-planner';
import { type LoadedSupergraph } from './supergraph/supergraph';
import { type SubgraphClient } from './upstream/subgraph-client';

/** A supergraph with everything that depends on it. One immutable value: a request picks it up once and keeps it. */
export interface Graph {
  readonly supergraph: LoadedSupergraph;
  readonly documents: DocumentCache;
  readonly engine: Engine;
  readonly planning: Planning;
}

/** Builds all that serving `supergraph` needs; `planning` is that of this supergraph. */
export function createGraph(
  supergraph: LoadedSupergraph,
  planning: Planning,
  client: SubgraphClient,
  labels: Readonly<Record<string, boolean>>,
  metrics: OperationMetrics,
): Graph {
  return {
    supergraph,
    documents: createDocumentCache(),
    planning,
    engine: {
      schema: supergraph.clientSchema,
      accessOf: accessResolver(new Requirements(supergraph)),
      conditions: { overrideLabels: new Map(Object.entries(labels)) },
      ...separateClientKeys(
        {
          planner: createAnchoredPlanner(planning.planner, supergraph.composedDirectives),
          executor: createEngineExecutor(supergraph, client),
        },
        plannedKeysOf(supergraph.sdl),
      ),
      metrics,
      checkCost: createCostCheck(supergraph.clientSchema, supergraph.supergraph.schema, planning.guard),
      filtered: new WeakMap(),
    },
  };
}
