import { type ApolloServer } from '@apollo/server';
import { type Logger } from 'pino';
import { type GatewayConfig } from './config';
import { createGraph, type Graph } from './graph';
import { createApolloServer, type ServerContext } from './http/apollo-server';
import { HandedDocuments } from './http/handed-documents';
import { openPlanning } from './open-planning';
import { type SharedPlanStore } from './planning/cache/shared-plan-store';
import { SupergraphError } from './supergraph/read-supergraph';
import { loadSupergraph, type LoadedSupergraph } from './supergraph/supergraph';
import { watchSupergraph } from './supergraph/watch-supergraph';
import { Cancellation } from './support/cancellation';
import { type FileWatch } from './support/watch-file';
import { messageOf } from './support/message-of';
import { type Metrics } from './telemetry/metrics';
import { type SubgraphClient } from './upstream/subgraph-client';
import { warmGraph } from './warm-graph';

/** A graph and the server in front of it. A request takes one and keeps it to its end. */
export interface ServedGraph {
  readonly graph: Graph;
  /** Where the server finds documents that are prepared already. */
  readonly documents: HandedDocuments;
  readonly server: ApolloServer<ServerContext>;
  /** Cancelled when another graph is served instead. Requests go on; subscriptions end. */
  readonly replaced: Cancellation;
}

/** What is served now, and what keeps it current. */
export interface Serving {
  current(): ServedGraph;
  stop(): Promise<void>;
}

/** Serves the configured supergraph and follows its file. Rejects with SupergraphError when the first one cannot be served. */
export async function startServing(
  config: GatewayConfig,
  client: SubgraphClient,
  metrics: Metrics,
  log: Logger,
  planStore?: SharedPlanStore,
): Promise<Serving> {
  const first = await loadSupergraph(config.supergraph, config.subgraphs, undefined, config);
  if (!first) throw new SupergraphError(`The supergraph ${config.supergraph} is missing.`);
  const plannings = await openPlanning(config.planning, metrics, log, planStore);
  const serve = async (supergraph: LoadedSupergraph, last?: Graph): Promise<ServedGraph> => {
    const warmUntil = performance.now() + config.planning.warmUp.timeoutMs;
    const planning = await plannings.start(supergraph);
    try {
      const graph = createGraph(supergraph, planning, client, config.labels, metrics);
      if (last) await warmGraph(graph, last, config, warmUntil);
      const documents = new HandedDocuments();
      const server = await createApolloServer(graph, documents, log);
      return { graph, documents, server, replaced: new Cancellation() };
    } catch (error) {
      planning.stop();
      throw error;
    }
  };
  let isStopped = false;
  const served = ({ graph }: ServedGraph): void => metrics.supergraphServed(graph.supergraph.id, Date.now());
  let current = await serve(first).catch((error: unknown) => {
    plannings.close();
    throw error;
  });
  served(current);
  metrics.observePlanCache(() => {
    const { bytes, size, lookups } = current.graph.planning.planner;
    return { ...lookups, bytes, plans: size };
  });
  const watch: FileWatch = watchSupergraph(
    config.supergraph,
    config.subgraphs,
    () => current.graph.supergraph.id,
    {
      changed: async (supergraph) => {
        const { graph: last, replaced } = current;
        const next = await serve(supergraph, last);
        if (isStopped) return next.graph.planning.stop();
        // Requests that began on the old value end on it; it is collected when the last one has.
        current = next;
        served(current);
        replaced.cancel(new Error('another supergraph is served'));
        last.planning.retire();
        metrics.reload('served');
        log.info({ supergraph: supergraph.id }, 'a new supergraph is served');
      },
      refused: (error) => {
        metrics.reload('refused');
        log.error({ reason: messageOf(error) }, 'the changed supergraph is refused; the old one stays');
      },
    },
    config,
  );
  return {
    current: () => current,
    stop: async () => {
      isStopped = true;
      watch.stop();
      current.graph.planning.stop();
      plannings.close();
      await current.server.stop();
    },
  };
}
