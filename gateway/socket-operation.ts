import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { OperationTypeNode } from 'graphql';
import { coerceVariables } from './documents/coerce-variables';
import { prepareDocument } from './documents/prepare-document';
import { selectOperation } from './documents/select-operation';
import { runOperation, runSubscription, type RunnableOperation } from './execution/run-operation';
import { type RequestParameters } from './http/request-parameters';
import { type SocketOperation } from './http/websocket';
import { isInternal, type Principal } from './identity/principal';
import { checkListItems } from './limits/list-items';
import { createScope, withDeadline } from './request-scope';
import { type Services } from './services';
import { stoppable } from './support/stoppable';

const DEFAULT_TIMEOUT_MS = 30_000;

/** The stages from the document on, for one operation of a WebSocket. Throws RequestRefused. */
export function prepareSocketOperation(
  services: Services,
  principal: Principal,
  parameters: RequestParameters,
  request: IncomingMessage,
): SocketOperation {
  const { config, serving, stopping } = services;
  const { graph } = serving.current();
  const tier = isInternal(principal) ? 'internal' : 'public';
  const limits = config.limits[tier];
  const schema = graph.supergraph.clientSchema;
  const { document } = prepareDocument(parameters.query, {
    schema,
    introspection: config.introspection,
    cache: graph.documents,
    limits,
    tier,
  });
  const operation = selectOperation(document, parameters.operationName);
  checkListItems(parameters.variables, limits.listItems);
  const variables = coerceVariables(schema, operation, parameters.variables);
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const runnable: RunnableOperation = {
    document,
    operation,
    operationName: parameters.operationName,
    variables,
    scope: createScope(services, {
      requestId: randomUUID(),
      principal,
      headers: request.headers,
      signal: ended.signal,
    }),
  };
  return {
    args: {
      schema,
      document,
      operationName: parameters.operationName ?? null,
      variableValues: parameters.variables,
    },
    run: async () => {
      const leave = services.requests.enter(principal);
      const timeoutMs = config.traffic.requestTimeoutMs ?? DEFAULT_TIMEOUT_MS;
      try {
        return await withDeadline(timeoutMs, operation.operation === OperationTypeNode.MUTATION, end, () =>
          runOperation(graph.engine, runnable),
        );
      } finally {
        leave();
      }
    },
    subscribe: async () => {
      const leave = services.subscriptions.enter(principal);
      const stop = (): void => {
        end();
        leave();
        stopping.signal.removeEventListener('abort', end);
      };
      stopping.signal.addEventListener('abort', end, { once: true });
      try {
        return stoppable(await runSubscription(graph.engine, runnable), stop);
      } catch (error) {
        stop();
        throw error;
      }
    },
  };
}
