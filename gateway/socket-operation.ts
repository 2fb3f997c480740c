import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { OperationTypeNode } from 'graphql';
import { coerceVariables } from './documents/coerce-variables';
import { prepareDocument } from './documents/prepare-document';
import { hasDefers } from './documents/has-defers';
import { selectOperation } from './documents/select-operation';
import { inCurrentFormat } from './execution/defer/current-format';
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
import { createScope, requestTimeoutMs, withDeadline, type ScopeSource } from './request-scope';
import { runDeferredWithin } from './run-deferred-within';
import { type Services } from './services';
import { type ServedGraph } from './serving';
import { beginSubscription, withReason } from './subscription-life';
import { Cancellation } from './support/cancellation';
import { stoppable } from './support/stoppable';

/** The stages from the document on, for one operation of a WebSocket. Throws RequestRefused. */
export function prepareSocketOperation(
  services: Services,
  principal: Principal,
  parameters: RequestParameters,
  request: IncomingMessage,
): SocketOperation {
  const served = services.serving.current();
  const { graph } = served;
  const understood = understand(services, graph, principal, parameters);
  const source = { requestId: randomUUID(), principal, headers: request.headers };
  return {
    args: {
      schema: graph.supergraph.clientSchema,
      document: understood.document,
      operationName: parameters.operationName ?? null,
      variableValues: parameters.variables,
    },
    run: () => run(services, graph.engine, understood, source),
    subscribe: () => open(services, served, understood, source),
  };
}

type Understood = Omit<RunnableOperation, 'scope'>;
type Source = Pick<ScopeSource, 'requestId' | 'principal' | 'headers'>;

function understand(
  { config, usage }: Services,
  graph: Graph,
  principal: Principal,
  { query, operationName, variables }: RequestParameters,
): Understood {
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
  const coerced = coerceVariables(schema, operation, variables);
  usage?.note({ schema, document, operation, client: principal.client, given: coerced.given });
  return { document, operation, operationName, variables: coerced };
}

async function run(
  services: Services,
  engine: Engine,
  understood: Understood,
  source: Source,
): Promise<ExecutionResult | AsyncIterableIterator<object>> {
  const leave = services.requests.enter(source.principal);
  const cancellation = new Cancellation();
  const timeoutMs = requestTimeoutMs(services, source.principal);
  const scope = createScope(services, { ...source, cancellation, timeoutMs });
  const operation: RunnableOperation = { ...understood, scope };
  try {
    if (!hasDefers(operation.document)) return await runWhole(services, engine, operation, timeoutMs);
    const { execution, end } = await runDeferredWithin(services, engine, operation, timeoutMs);
    if (execution.pending.length > 0) return stoppable(inCurrentFormat(execution), end);
    end();
    return execution.first;
  } finally {
    leave();
  }
}

function runWhole(
  services: Services,
  engine: Engine,
  operation: RunnableOperation,
  timeoutMs: number,
): Promise<ExecutionResult> {
  return withDeadline(
    services,
    timeoutMs,
    operation.operation.operation === OperationTypeNode.MUTATION,
    (reason) => operation.scope.cancellation.cancel(reason),
    () => runOperation(engine, operation),
  );
}

async function open(
  services: Services,
  served: ServedGraph,
  understood: Understood,
  source: Source,
): Promise<AsyncIterableIterator<ExecutionResult>> {
  const leave = services.subscriptions.enter(source.principal);
  // A socket carries other operations, too: it is not cut for one whose client does not read.
  const life = beginSubscription(services, served, () => undefined);
  const { cancellation, ending } = life;
  const scope = createScope(services, { ...source, cancellation, timeoutMs: Infinity, ending });
  const stop = (): void => {
    life.finish();
    leave();
  };
  try {
    const answers = await runSubscription(served.graph.engine, { ...understood, scope });
    return stoppable(withReason(answers, life), stop);
  } catch (error) {
    stop();
    throw error;
  }
}
