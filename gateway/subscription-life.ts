import { clientError } from './errors';
import { type ExecutionResult } from './execution/executor';
import { type Services } from './services';
import { type ServedGraph } from './serving';
import { Cancellation } from './support/cancellation';

/** What can end a subscription besides its own events. */
export interface SubscriptionLife {
  /** Cancelled when it is over at once: its client left, or the gateway stops. */
  readonly cancellation: Cancellation;
  /** Cancelled when no further event shall be taken. */
  readonly ending: Cancellation;
  /** Ends it for its client; must be called in the end, whatever ended it. */
  finish(): void;
}

/**
 * Begins the life of a subscription on one graph. When another graph is served, it takes no further event, finishes the
 * one in work, and is cut by `cut` if that takes longer than the grace.
 */
export function beginSubscription(
  { stopping, config }: Services,
  { replaced }: ServedGraph,
  cut: () => void,
): SubscriptionLife {
  const cancellation = new Cancellation();
  const ending = new Cancellation();
  const end = (): void => cancellation.cancel(new Error('the subscription is over'));
  let grace: NodeJS.Timeout | undefined;
  const stopListening = replaced.onCancel((reason) => {
    ending.cancel(reason);
    grace = setTimeout(() => {
      end();
      cut();
    }, config.subscriptions.graceMs);
  });
  stopping.signal.addEventListener('abort', end, { once: true });
  if (stopping.signal.aborted) end();
  return {
    cancellation,
    ending,
    finish: () => {
      clearTimeout(grace);
      stopListening();
      stopping.signal.removeEventListener('abort', end);
      end();
    },
  };
}

/** The answers of a subscription, and the reason as the last one when it was ended for another graph. */
export async function* withReason(
  answers: AsyncIterable<ExecutionResult>,
  { cancellation, ending }: SubscriptionLife,
): AsyncGenerator<ExecutionResult> {
  for await (const answer of answers) {
    yield answer;
    if (answer.isLast) return;
  }
  if (cancellation.isCancelled || !ending.isCancelled) return;
  const message = 'The subscription ended because the schema has changed; subscribe again.';
  yield { data: null, errors: [clientError('UNAVAILABLE', { message })], isLast: true };
}
