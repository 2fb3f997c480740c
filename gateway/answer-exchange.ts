import { OperationTypeNode } from 'graphql';
import { answerDeferred } from './answer-deferred';
import { answerOnce } from './answer-once';
import { hasDefers } from './documents/has-defers';
import { RequestRefused } from './errors';
import { type Exchange } from './exchange';
import { answerOf } from './execution/answer-text';
import { type ExecutionResult } from './execution/executor';
import { runSubscription } from './execution/run-operation';
import { sendEventStream } from './http/event-stream';
import { runExchange, runnableOf } from './run-exchange';
import { type Services } from './services';
import { Cancellation } from './support/cancellation';

/** Runs the prepared operation and writes its answer: one result as JSON, or results as an event stream. */
export async function answerExchange(services: Services, exchange: Exchange): Promise<void> {
  const { operation, acceptance } = exchange;
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) return answerSubscription(services, exchange);
  const { incremental, single, eventStream } = acceptance;
  // Who accepts one answer and no parts gets it whole.
  if (hasDefers(exchange.document) && (incremental || single === undefined)) {
    return answerDeferred(services, exchange);
  }
  if (single === undefined) {
    return eventStream ? answerAsStream(services, exchange) : answerDeferred(services, exchange);
  }
  return answerOnce(services, exchange);
}

async function answerAsStream(services: Services, exchange: Exchange): Promise<void> {
  const result = await runExchange(services, exchange);
  await sendEventStream(exchange.response, once(answerOf(result)));
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
  const operation = runnableOf(services, exchange, ended, Infinity);
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

async function* formatAll(results: AsyncIterable<ExecutionResult>): AsyncGenerator<object> {
  for await (const result of results) yield answerOf(result);
}

async function* once(value: object): AsyncGenerator<object> {
  yield value;
}
