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
import { checkValueDepth } from './limits/value-depth';
import { beginTrace } from './record-request';
import { createScope, requestTimeoutMs, withDeadline, type ScopeSource } from './request-scope';
import { runDeferredWithin } from './run-deferred-within';
import { type Services } from './services';
import { type ServedGraph } from './serving';
import { beginRecord, type SocketRecord } from './socket-record';
import { beginSubscription, withReason } from './subscription-life';
import { Cancellation } from './support/cancellation';
import { newRequestId } from './support/new-request-id';
import { stoppable } from './support/stoppable';

/**
 * The stages from the document on, for one operation of a WebSocket. Throws RequestRefused. Each operation has its line in
 * the log and its span, as a request of its own would have.
 */
export function prepareSocketOperation(
  services: Services,
  principal: Principal,
  parameters: RequestParameters,
  request: IncomingMessage,
): SocketOperation {
  const served = services.serving.current();
  const { graph } = served;
  const { headers } = request;
  const source = {
    requestId: newRequestId(),
    principal,
    headers,
    trace: beginTrace(services, 'WS', headers),
  };
  const record = beginRecord(services, source, parameters.operationName);
  const understood = recordRefusal(record, () => understand(services, graph, principal, parameters));
  record.kind = understood.operation.operation;
  return {
    args: {
      schema: graph.supergraph.clientSchema,
      document: understood.document,
      operationName: parameters.operationName ?? null,
      variableValues: parameters.variables,
    },
    run: () => run(services, graph.engine, understood, source, record),
    subscribe: () => open(services, served, understood, source, record),
  };
}

function recordRefusal<Value>(record: SocketRecord, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    record.refused(error);
    throw error;
  }
}

type Understood = Omit<RunnableOperation, 'scope'>;
type Source = Pick<ScopeSource, 'requestId' | 'principal' | 'headers' | 'trace'>;

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
  checkValueDepth(variables, config.limits[tier].jsonDepth);
  checkListItems(variables, config.limits[tier].listItems);
  const coerced = coerceVariables(schema, operation, variables, config.introspection);
  usage?.note({ schema, document, operation, client: principal.client, given: coerced.given });
  return { document, operation, operationName, variables: coerced };
}

async function run(
  services: Services,
  engine: Engine,
  understood: Understood,
  source: Source,
  record: SocketRecord,
): Promise<ExecutionResult | AsyncIterableIterator<object>> {
  const leave = recordRefusal(record, () => services.requests.enter(source.principal));
  const cancellation = new Cancellation();
  const timeoutMs = requestTimeoutMs(services, source.principal);
  const scope = createScope(services, { ...source, cancellation, timeoutMs });
  const operation: RunnableOperation = { ...understood, scope };
  try {
    if (!hasDefers(operation.document)) {
      const answer = await runWhole(services, engine, operation, timeoutMs);
      record.ended();
      return answer;
    }
    const { execution, end } = await runDeferredWithin(services, engine, operation, timeoutMs);
    const finish = (): void => {
      end();
      record.ended();
    };
    if (execution.pending.length > 0) return stoppable(inCurrentFormat(execution), finish);
    finish();
    return execution.first;
  } catch (error) {
    record.refused(error);
    throw error;
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
  const isMutation = operation.operation.operation === OperationTypeNode.MUTATION;
  const { cancellation } = operation.scope;
  return withDeadline(services, { timeoutMs, isMutation, cancellation }, runOperation(engine, operation));
}

async function open(
  services: Services,
  served: ServedGraph,
  understood: Understood,
  source: Source,
  record: SocketRecord,
): Promise<AsyncIterableIterator<ExecutionResult>> {
  const leave = recordRefusal(record, () => services.subscriptions.enter(source.principal));
  // A socket carries other operations, too: it is not cut for one whose client does not read.
  const life = beginSubscription(services, served, () => undefined);
  const { cancellation, ending } = life;
  const scope = createScope(services, { ...source, cancellation, timeoutMs: Infinity, ending });
  const stop = (): void => {
    life.finish();
    leave();
    record.ended();
  };
  try {
    const answers = await runSubscription(served.graph.engine, { ...understood, scope });
    return stoppable(withReason(answers, life), stop);
  } catch (error) {
    record.refused(error);
    stop();
    throw error;
  }
}
