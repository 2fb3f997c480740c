import { type Dispatcher } from 'undici';
import { type Cancellation } from '../support/cancellation';
import { type PatientTimeouts } from '../support/patient-timeouts';
import { AnswerCollector, type RawAnswer } from './answer-collector';
import { failureOf } from './failure-of';
import { SubgraphFailure } from './subgraph-failure';

/** One attempt to get one answer. */
export interface SubgraphCall {
  readonly path: string;
  readonly headers: string[];
  readonly body: Buffer;
  readonly isMutation: boolean;
  readonly timeoutMs: number;
  readonly answerBytes: number;
  readonly cancellation: Cancellation;
}

/**
 * Sends one request and collects its answer, whatever its status. Rejects with SubgraphFailure when there is none in time
 * and size, or when it is no longer wanted; the connection is cut then. Redirects are answers like others.
 */
export function callSubgraph(
  dispatcher: Dispatcher,
  timeouts: PatientTimeouts,
  call: SubgraphCall,
): Promise<RawAnswer> {
  const { path, headers, body, isMutation, cancellation } = call;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      timeouts.stop(timeout);
      stopListening();
    };
    const collector = new AnswerCollector(call.answerBytes, {
      received: (answer) => {
        end();
        resolve(answer);
      },
      failed: (error, wasSent) => {
        end();
        reject(failureOf(error, { isMutation, wasSent, isCancelled: cancellation.isCancelled }));
      },
    });
    const timeout = timeouts.start(call.timeoutMs, () =>
      collector.abort(new SubgraphFailure('SUBREQUEST_TIMEOUT', 'no answer in time', { kind: 'timeout' })),
    );
    const stopListening = cancellation.onCancel((reason) => collector.abort(reason));
    // The timeouts of undici are off: they count time in which this process was busy itself.
    dispatcher.dispatch(
      { path, method: 'POST', headers, body, headersTimeout: 0, bodyTimeout: 0 },
      collector,
    );
  });
}
