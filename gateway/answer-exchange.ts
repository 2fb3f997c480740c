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
export function answerExchange(services: Services, exchange: Exchange): Promise<void> {
  if (isAnsweredOnce(exchange)) return answerOnce(services, exchange);
  const { operation, acceptance, response, requestId } = exchange;
  // Whatever follows writes a head that knows nothing of the exchange.
  response.setHeader('x-request-id', requestId);
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) return answerSubscription(services, exchange);
  if (acceptance.single === undefined && acceptance.eventStream && !hasParts(exchange)) {
    return answerAsStream(services, exchange);
  }
  return answerDeferred(services, exchange);
}

function isAnsweredOnce(exchange: Exchange): boolean {
  const { operation, acceptance } = exchange;
  if (acceptance.single === undefined || operation.operation === OperationTypeNode.SUBSCRIPTION) return false;
  return !hasParts(exchange);
}

/** Who accepts one answer and no parts gets it whole. */
function hasParts({ document, acceptance }: Exchange): boolean {
  return (acceptance.incremental !== undefined || acceptance.single === undefined) && hasDefers(document);
}

async function answerAsStream(services: Services, exchange: Exchange): Promise<void> {
  const result = await runExchange(services, exchange);
  await sendEventStream(exchange.response, once(answerOf(result)));
}

async function* once(value: object): AsyncGenerator<object> {
  yield value;
}
