import { type ApolloServer } from '@apollo/server';
import { type Logger } from 'pino';
import { type GatewayConfig } from './config';
import { createGraph, type Graph } from './graph';
import { createApolloServer, type ServerContext } from './http/apollo-server';
import { loadSupergraph, SupergraphError, type LoadedSupergraph } from './supergraph/supergraph';
import { watchSupergraph } from './supergraph/watch-supergraph';
import { type FileWatch } from './support/watch-file';
import { messageOf } from './support/message-of';
import { type Metrics } from './telemetry/metrics';
import { type SubgraphClient } from './upstream/subgraph-client';

/** A graph and the server in front of it. A request takes one and keeps it to its end. */
export interface ServedGraph {
  readonly graph: Graph;
  readonly server: ApolloServer<ServerContext>;
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
): Promise<Serving> {
  const serve = async (supergraph: LoadedSupergraph): Promise<ServedGraph> => {
    const graph = createGraph(supergraph, client, config.labels);
    return { graph, server: await createApolloServer(graph, log) };
  };
  const first = await loadSupergraph(config.supergraph, config.subgraphs);
  if (!first) throw new SupergraphError(`The supergraph ${config.supergraph} is missing.`);
  let current = await serve(first);
  const watch: FileWatch = watchSupergraph(
    config.supergraph,
    config.subgraphs,
    () => current.graph.supergraph.id,
    {
      changed: async (supergraph) => {
        // Requests that began on the old value end on it; it is collected when the last one has.
        current = await serve(supergraph);
        metrics.reload('served');
        log.info({ supergraph: supergraph.id }, 'a new supergraph is served');
      },
      refused: (error) => {
        metrics.reload('refused');
        log.error({ reason: messageOf(error) }, 'the changed supergraph is refused; the old one stays');
      },
    },
  );
  return {
    current: () => current,
    stop: async () => {
      watch.stop();
      await current.server.stop();
    },
  };
}
