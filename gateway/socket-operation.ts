import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { OperationTypeNode } from 'graphql';
import { coerceVariables } from './documents/coerce-variables';
import { prepareDocument } from './documents/prepare-document';
import { selectOperation } from './documents/select-operation';
import { type ExecutionResult } from './execution/executor';
import {
  runOperation,
  runSubscription,
  type Engine,
  type RunnableOperation,
} from './execution/run-operation';
import { type Graph } from './graph';
import { type RequestParameters } from './http/request-parameters';
import { type SocketOperation } from './http/websocket';
import { isInternal, type Principal } from './identity/principal';
import { checkListItems } from './limits/list-items';
import { createScope, requestTimeoutMs, withDeadline } from './request-scope';
import { type Services } from './services';
import { Cancellation } from './support/cancellation';
import { stoppable } from './support/stoppable';

/** The stages from the document on, for one operation of a WebSocket. Throws RequestRefused. */
export function prepareSocketOperation(
  services: Services,
  principal: Principal,
  parameters: RequestParameters,
  request: IncomingMessage,
): SocketOperation {
  const { graph } = services.serving.current();
  const ended = new Cancellation();
  const understood = understand(services, graph, principal, parameters);
  const isSubscription = understood.operation.operation === OperationTypeNode.SUBSCRIPTION;
  const scope = createScope(services, {
    requestId: randomUUID(),
    principal,
    headers: request.headers,
    cancellation: ended,
    timeoutMs: isSubscription ? Infinity : requestTimeoutMs(services, principal),
  });
  const operation: RunnableOperation = { ...understood, scope };
  return {
    args: {
      schema: graph.supergraph.clientSchema,
      document: operation.document,
      operationName: parameters.operationName ?? null,
      variableValues: parameters.variables,
    },
    run: () => run(services, graph.engine, operation, ended),
    subscribe: () => open(services, graph.engine, operation, ended),
  };
}

function understand(
  { config }: Services,
  graph: Graph,
  principal: Principal,
  { query, operationName, variables }: RequestParameters,
): Omit<RunnableOperation, 'scope'> {
  const tier = isInternal(principal) ? 'internal' : 'public';
  const schema = graph.supergraph.clientSchema;
  const { document } = prepareDocument(query, {
    schema,
    introspection: config.introspection,
    cache: graph.documents,
    limits: config.limits[tier],
    tier,
  });
  const operation = selectOperation(document, operationName);
  checkListItems(variables, config.limits[tier].listItems);
  return { document, operation, operationName, variables: coerceVariables(schema, operation, variables) };
}

async function run(
  services: Services,
  engine: Engine,
  operation: RunnableOperation,
  ended: Cancellation,
): Promise<ExecutionResult> {
  const { principal } = operation.scope;
  const leave = services.requests.enter(principal);
  const isMutation = operation.operation.operation === OperationTypeNode.MUTATION;
  const timeoutMs = requestTimeoutMs(services, principal);
  try {
    return await withDeadline(
      services,
      timeoutMs,
      isMutation,
      (reason) => ended.cancel(reason),
      () => runOperation(engine, operation),
    );
  } finally {
    leave();
  }
}

async function open(
  { subscriptions, stopping }: Services,
  engine: Engine,
  operation: RunnableOperation,
  ended: Cancellation,
): Promise<AsyncIterableIterator<ExecutionResult>> {
  const leave = subscriptions.enter(operation.scope.principal);
  const end = (): void => ended.cancel(new Error('the subscription is over'));
  const stop = (): void => {
    end();
    leave();
    stopping.signal.removeEventListener('abort', end);
  };
  stopping.signal.addEventListener('abort', end, { once: true });
  try {
    return stoppable(await runSubscription(engine, operation), stop);
  } catch (error) {
    stop();
    throw error;
  }
}
