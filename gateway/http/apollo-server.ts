import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { type GraphQLError } from 'graphql';
import { type Logger } from 'pino';
import { clientError, clientGraphQLError, isErrorCode, RequestRefused } from '../errors';
import { type ExecutionResult } from '../execution/executor';
import { type Graph } from '../graph';
import { type HandedDocuments } from './handed-documents';

type GatewayInterface = NonNullable<ConstructorParameters<typeof ApolloServer<ServerContext>>[0]['gateway']>;
type GatewayLoadResult = Awaited<ReturnType<GatewayInterface['load']>>;
type GatewayExecutionResult = Awaited<ReturnType<NonNullable<GatewayLoadResult['executor']>>>;

/** What the server hands through to the executor. */
export interface ServerContext {
  /** Runs the operation that the stages before the server prepared. */
  readonly run: () => Promise<ExecutionResult>;
}

/**
 * A started @apollo/server in front of one graph. Each graph has its own, so a request that began on one supergraph ends
 * on it. Documents come to the server parsed and validated; it runs the GraphQL-over-HTTP exchange and calls back.
 */
export async function createApolloServer(
  graph: Graph,
  documents: HandedDocuments,
  log: Logger,
): Promise<ApolloServer<ServerContext>> {
  const server = new ApolloServer<ServerContext>({
    gateway: gatewayInterface(graph, log),
    documentStore: documents,
    // Their extension is dealt with before; nothing that anyone could register is stored.
    persistedQueries: false,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled()],
    stringifyResult: (result) => JSON.stringify(result),
    logger: log,
    formatError: (formatted) => {
      const code = formatted.extensions?.code;
      return isErrorCode(code) ? formatted : clientError('BAD_REQUEST', { message: formatted.message });
    },
  });
  await server.start();
  return server;
}

function gatewayInterface(graph: Graph, log: Logger): GatewayInterface {
  return {
    onSchemaLoadOrUpdate: (callback) => {
      callback({ apiSchema: graph.supergraph.clientSchema, coreSupergraphSdl: graph.supergraph.sdl });
      return () => undefined;
    },
    load: (): Promise<GatewayLoadResult> =>
      Promise.resolve({
        // The server hands the context value through as it got it.
        executor: (requestContext) => execute(requestContext.context as unknown as ServerContext, log),
      }),
    stop: () => Promise.resolve(),
  };
}

async function execute(context: ServerContext, log: Logger): Promise<GatewayExecutionResult> {
  try {
    const { data, errors } = await context.run();
    return { data, ...(errors.length > 0 && { errors: errors.map(clientGraphQLError) }) };
  } catch (error) {
    if (error instanceof RequestRefused) return { errors: refusalErrors(error) };
    log.error({ err: error }, 'an operation failed unexpectedly');
    return { errors: refusalErrors(new RequestRefused('INTERNAL_SERVER_ERROR')) };
  }
}

/** The server takes status and headers of an answer without data from its errors. */
function refusalErrors({ errors, status, headers }: RequestRefused): GraphQLError[] {
  const http = { status, headers: new HeaderMap(Object.entries(headers)) };
  return errors.map((error) => clientGraphQLError({ ...error, extensions: { ...error.extensions, http } }));
}
