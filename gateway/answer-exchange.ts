import { OperationTypeNode } from 'graphql';
import { answerDeferred } from './answer-deferred';
import { answerOnce } from './answer-once';
import { answerSubscription } from './answer-subscription';
import { hasDefers } from './documents/has-defers';
import { type Exchange } from './exchange';
import { answerOf } from './execution/answer-text';
import { sendEventStream } from './http/event-stream';
import { runExchange } from './run-exchange';
import { type Services } from './services';

/** Runs the prepared operation and writes its answer: one result as JSON, or results one after the other. */
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

async function* once(value: object): AsyncGenerator<object> {
  yield value;
}
