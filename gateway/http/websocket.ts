import { type IncomingMessage } from 'node:http';
import { type Duplex } from 'node:stream';
import { type ExecutionArgs, type ExecutionResult as GraphQLResult } from 'graphql';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { clientGraphQLError, ERROR_DEFINITIONS, RequestRefused } from '../errors';
import { type ExecutionResult } from '../execution/executor';
import { type Principal } from '../identity/principal';
import { isRecord } from '../support/is-record';
import { type RequestParameters, toParameters } from './request-parameters';

/** An operation that is ready to be run or subscribed to. */
export interface SocketOperation {
  readonly args: ExecutionArgs;
  /** One answer, or payloads one after the other when parts of it come later. */
  readonly run: () => Promise<ExecutionResult | AsyncIterableIterator<object>>;
  readonly subscribe: () => Promise<AsyncIterableIterator<ExecutionResult>>;
}

/** What the socket needs from the gateway. */
export interface SocketHandlers {
  readonly authenticate: (authorization: string | undefined) => Promise<Principal>;
  /** Prepares one operation of a connection. Throws RequestRefused. */
  readonly prepare: (
    principal: Principal,
    parameters: RequestParameters,
    request: IncomingMessage,
  ) => SocketOperation;
  readonly maxMessageBytes: number;
}

/** GraphQL over WebSocket (the `graphql-transport-ws` protocol) on upgraded connections. */
export interface SocketServer {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly close: () => Promise<void>;
}

/** The sub-protocol of GraphQL over WebSocket. */
export const SOCKET_PROTOCOL = 'graphql-transport-ws';

type SocketExtra = Extra & Record<PropertyKey, unknown> & { principal?: Principal };

/** Serves operations over WebSocket. A bad token closes the connection with 4403. */
export function createSocketServer(handlers: SocketHandlers): SocketServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: handlers.maxMessageBytes,
    handleProtocols: (offered) => (offered.has(SOCKET_PROTOCOL) ? SOCKET_PROTOCOL : false),
  });
  const disposable = useServer<Record<string, unknown>, SocketExtra>(
    {
      onConnect: async ({ connectionParams, extra }) => {
        try {
          extra.principal = await handlers.authenticate(authorizationOf(connectionParams, extra.request));
          return true;
        } catch {
          return false;
        }
      },
      onSubscribe: ({ extra }, _id, payload) => {
        try {
          if (!extra.principal) throw new RequestRefused('UNAUTHENTICATED');
          const parameters = toParameters({ ...payload });
          const operation = handlers.prepare(extra.principal, parameters, extra.request);
          return { ...operation.args, contextValue: operation };
        } catch (error) {
          return refusalOf(error).errors.map(clientGraphQLError);
        }
      },
      execute: async ({ contextValue }) => settle(operationOf(contextValue).run),
      subscribe: async ({ contextValue }) => {
        try {
          return formatAll(await operationOf(contextValue).subscribe());
        } catch (error) {
          return { errors: refusalOf(error).errors.map(clientGraphQLError) };
        }
      },
    },
    sockets,
  );
  return {
    upgrade: (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (webSocket) =>
        sockets.emit('connection', webSocket, request),
      );
    },
    close: async () => disposable.dispose(),
  };
}

function authorizationOf(
  parameters: Readonly<Record<string, unknown>> | undefined,
  request: IncomingMessage,
): string | undefined {
  const given = parameters?.Authorization ?? parameters?.authorization;
  if (given === undefined) return request.headers.authorization;
  // What is not text cannot be a token, and must not turn into an anonymous caller.
  return typeof given === 'string' ? given : '';
}

function operationOf(contextValue: unknown): SocketOperation {
  if (!isRecord(contextValue)) throw new Error('The operation of a WebSocket message is missing.');
  // Set by onSubscribe above, through which every operation comes.
  return contextValue as unknown as SocketOperation;
}

async function settle(
  run: SocketOperation['run'],
): Promise<GraphQLResult | AsyncIterableIterator<GraphQLResult>> {
  try {
    const answer = await run();
    if ('data' in answer) return format(answer);
    // Payloads of parts are sent as they are.
    return answer as AsyncIterableIterator<GraphQLResult>;
  } catch (error) {
    return { errors: refusalOf(error).errors.map(clientGraphQLError) };
  }
}

/** Not a generator: `return` must reach the subscription at once, also while it waits for its next event. */
function formatAll(results: AsyncIterableIterator<ExecutionResult>): AsyncIterableIterator<GraphQLResult> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      const result = await results.next();
      return result.done ? { done: true, value: undefined } : { done: false, value: format(result.value) };
    },
    return: async () => {
      await results.return?.();
      return { done: true, value: undefined };
    },
  };
}

function format({ data, errors }: ExecutionResult): GraphQLResult {
  return { data, ...(errors.length > 0 && { errors: errors.map(clientGraphQLError) }) };
}

function refusalOf(error: unknown): RequestRefused {
  return error instanceof RequestRefused
    ? error
    : new RequestRefused('INTERNAL_SERVER_ERROR', {
        message: ERROR_DEFINITIONS.INTERNAL_SERVER_ERROR.message,
      });
}
