import { RequestRefused } from './errors';
import { type Exchange } from './exchange';
import { answerOf } from './execution/answer-text';
import { type ExecutionResult } from './execution/executor';
import { runSubscription } from './execution/run-operation';
import { sendEventStream } from './http/event-stream';
import { sendMultipart } from './http/multipart';
import { runnableOf } from './run-exchange';
import { type Services } from './services';
import { beginSubscription, withReason } from './subscription-life';

/**
 * Answers a subscription with its events, over an event stream or in `multipart/mixed`, as the client accepts. Rejects with
 * RequestRefused when it accepts neither or the subgraph does not accept the subscription.
 */
export async function answerSubscription(services: Services, exchange: Exchange): Promise<void> {
  const { acceptance, principal, response, served } = exchange;
  if (!acceptance.eventStream && !acceptance.multipartEvents) {
    throw new RequestRefused('BAD_REQUEST', {
      message:
        'A subscription needs a WebSocket, or "Accept: text/event-stream" or "Accept: multipart/mixed;subscriptionSpec=1.0".',
    });
  }
  const leave = services.subscriptions.enter(principal);
  // From here on it is counted as a subscription and no longer as a request.
  for (const cleanup of exchange.cleanups.splice(0)) cleanup();
  const life = beginSubscription(services, served, () => response.destroy());
  exchange.cleanups.push(leave, () => life.finish());
  response.once('close', () => life.finish());
  if (response.destroyed) life.finish();
  const operation = runnableOf(services, exchange, life.cancellation, Infinity, life.ending);
  const answers = withReason(await runSubscription(served.graph.engine, operation), life);
  if (acceptance.eventStream) return sendEventStream(response, formatAll(answers, answerOf));
  await sendMultipart(response, formatAll(answers, asPayload), {
    specification: 'subscriptionSpec=1.0',
    heartbeat: { payload: {}, everyMs: services.config.subscriptions.heartbeatMs },
  });
}

/** A part that has no payload but errors is the end of the stream. */
function asPayload(answer: ExecutionResult): object {
  return answer.isLast ? { payload: null, errors: answer.errors } : { payload: answerOf(answer) };
}

async function* formatAll(
  answers: AsyncIterable<ExecutionResult>,
  format: (answer: ExecutionResult) => object,
): AsyncGenerator<object> {
  for await (const answer of answers) yield format(answer);
}
