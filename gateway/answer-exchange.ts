import { HeaderMap } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import { RequestRefused } from './errors';
import { type Exchange } from './exchange';
import { type ExecutionResult } from './execution/executor';
import { runOperation, runSubscription, type RunnableOperation } from './execution/run-operation';
import { sendEventStream } from './http/event-stream';
import { SAFE_HEADERS } from './http/send-json';
import { createScope, requestTimeoutMs, withDeadline } from './request-scope';
import { type Services } from './services';
import { Cancellation } from './support/cancellation';

/** Runs the prepared operation and writes its answer: one result as JSON, or results as an event stream. */
export async function answerExchange(services: Services, exchange: Exchange): Promise<void> {
  const { operation, acceptance } = exchange;
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) return answerSubscription(services, exchange);
  if (acceptance.single === undefined) return answerAsStream(services, exchange);
  return answerOnce(services, exchange);
}

async function answerOnce(services: Services, exchange: Exchange): Promise<void> {
  const { served, response, parameters, acceptance } = exchange;
  const answer = await served.server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      // What may come by GET is decided already.
      method: 'POST',
      headers: serverHeaders(exchange),
      search: '',
      body: { ...parameters, operationName: parameters.operationName ?? null },
    },
    context: async () => ({ run: () => runWithDeadline(services, exchange) }),
  });
  if (response.destroyed || answer.body.kind !== 'complete') return;
  const body = Buffer.from(answer.body.string);
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => name !== 'content-type'));
  response.writeHead(answer.status ?? 200, {
    ...SAFE_HEADERS,
    ...headers,
    'content-type': `${acceptance.single}; charset=utf-8`,
    'content-length': String(body.length),
  });
  response.end(body);
}

/** The checks of the stages are done; the server only needs what tells it that they would pass there, too. */
function serverHeaders({ acceptance }: Exchange): HeaderMap {
  return new HeaderMap([
    ['content-type', 'application/json'],
    ['accept', acceptance.single ?? 'application/json'],
  ]);
}

async function answerAsStream(services: Services, exchange: Exchange): Promise<void> {
  const result = await runWithDeadline(services, exchange);
  await sendEventStream(exchange.response, once(formatResult(result)));
}

async function answerSubscription(services: Services, exchange: Exchange): Promise<void> {
  const { acceptance, principal, response, served } = exchange;
  if (!acceptance.eventStream) {
    throw new RequestRefused('BAD_REQUEST', {
      message: 'A subscription needs "Accept: text/event-stream" or a WebSocket.',
    });
  }
  const leave = services.subscriptions.enter(principal);
  // From here on it is counted as a subscription and no longer as a request.
  for (const cleanup of exchange.cleanups.splice(0)) cleanup();
  exchange.cleanups.push(leave);
  const ended = endOfSubscription(services, exchange);
  const operation = runnable(services, exchange, ended, Infinity);
  const events = await runSubscription(served.graph.engine, operation);
  await sendEventStream(response, formatAll(events));
}

/** A subscription ends when its client leaves or the gateway stops. */
function endOfSubscription({ stopping }: Services, { response, cleanups }: Exchange): Cancellation {
  const ended = new Cancellation();
  const end = (): void => ended.cancel(new Error('the subscription is over'));
  response.once('close', end);
  stopping.signal.addEventListener('abort', end, { once: true });
  if (stopping.signal.aborted || response.destroyed) end();
  cleanups.push(() => stopping.signal.removeEventListener('abort', end), end);
  return ended;
}

async function runWithDeadline(services: Services, exchange: Exchange): Promise<ExecutionResult> {
  const { response, served, principal } = exchange;
  const isMutation = exchange.operation.operation === OperationTypeNode.MUTATION;
  const cancellation = new Cancellation();
  // A mutation goes on when its client leaves: cutting it off would leave its outcome open to everyone.
  if (!isMutation) response.once('close', () => cancellation.cancel(new Error('the client is gone')));
  const timeoutMs = requestTimeoutMs(services, principal);
  const operation = runnable(services, exchange, cancellation, timeoutMs);
  return withDeadline(
    timeoutMs,
    isMutation,
    (reason) => cancellation.cancel(reason),
    () => runOperation(served.graph.engine, operation),
  );
}

function runnable(
  services: Services,
  exchange: Exchange,
  cancellation: Cancellation,
  timeoutMs: number,
): RunnableOperation {
  const { document, operation, parameters, variables, principal, requestId, request } = exchange;
  return {
    document,
    operation,
    operationName: parameters.operationName,
    variables,
    scope: createScope(services, { requestId, principal, headers: request.headers, cancellation, timeoutMs }),
  };
}

function formatResult({ data, errors }: ExecutionResult): object {
  return errors.length > 0 ? { errors, data } : { data };
}

async function* formatAll(results: AsyncIterable<ExecutionResult>): AsyncGenerator<object> {
  for await (const result of results) yield formatResult(result);
}

async function* once(value: object): AsyncGenerator<object> {
  yield value;
}
