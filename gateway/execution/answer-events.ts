import { deadlinePassed } from '../upstream/deadline-passed';
import { parseAnswer, type SubgraphAnswer } from '../upstream/parse-answer';
import { type EventQueue } from '../upstream/streams/event-queue';
import { Cancellation } from '../support/cancellation';
import { type ExecutionRequest, type ExecutionResult } from './executor';
import { lastAnswer } from './open-subgraph-stream';

/** Makes the answer to one event; `request` is the one of the subscription with the deadline of this event. */
export type AnswerEvent = (event: SubgraphAnswer, request: ExecutionRequest) => Promise<ExecutionResult>;

/**
 * The answers to the events of a subscription, one after the other, each with a deadline of its own. A failure of the
 * stream is one last answer. Ends without one when the subscription is cancelled or shall end.
 */
export async function* answerEvents(
  events: EventQueue,
  request: ExecutionRequest,
  answer: AnswerEvent,
): AsyncGenerator<ExecutionResult> {
  const { scope } = request;
  const stopListening = scope.ending?.onCancel(() => events.drop());
  try {
    for await (const text of events) {
      const stop = events.work();
      const result = await answerOne(parseAnswer(text), request, answer);
      stop();
      yield result;
    }
  } catch (error) {
    if (scope.cancellation.isCancelled) return;
    scope.log.warn({ err: error }, 'a subscription ended at its subgraph');
    yield lastAnswer(error, request);
  } finally {
    stopListening?.();
  }
}

async function answerOne(
  event: SubgraphAnswer,
  request: ExecutionRequest,
  answer: AnswerEvent,
): Promise<ExecutionResult> {
  const { scope } = request;
  const timeoutMs = scope.eventTimeoutMs ?? Infinity;
  const cancellation = new Cancellation();
  const stopListening = scope.cancellation.onCancel((reason) => cancellation.cancel(reason));
  const timer = Number.isFinite(timeoutMs)
    ? setTimeout(() => cancellation.cancel(deadlinePassed()), timeoutMs).unref()
    : undefined;
  const deadline = performance.now() + timeoutMs;
  try {
    return await answer(event, { ...request, scope: { ...scope, cancellation, deadline } });
  } finally {
    clearTimeout(timer);
    stopListening();
  }
}
