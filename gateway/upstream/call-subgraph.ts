import { type Dispatcher } from 'undici';
import { type Cancellation } from '../support/cancellation';
import { type Expiring, type PatientTimeout, type PatientTimeouts } from '../support/patient-timeouts';
import { AnswerCollector, type AnswerReceiver, type RawAnswer } from './answer-collector';
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
  return new Promise((resolve, reject) => {
    new RunningCall(call, timeouts, resolve, reject).send(dispatcher);
  });
}

/** A call from its sending to its end. An object and not closures, because there is one for every request. */
class RunningCall implements AnswerReceiver, Expiring {
  private readonly collector: AnswerCollector;
  private readonly timeout: PatientTimeout;

  constructor(
    private readonly call: SubgraphCall,
    private readonly timeouts: PatientTimeouts,
    private readonly resolve: (answer: RawAnswer) => void,
    private readonly reject: (failure: SubgraphFailure) => void,
  ) {
    this.collector = new AnswerCollector(call.answerBytes, this);
    this.timeout = timeouts.startFor(this, call.timeoutMs);
    call.cancellation.hold(this.collector);
  }

  send(dispatcher: Dispatcher): void {
    const { path, headers, body } = this.call;
    // The timeouts of undici are off: they count time in which this process was busy itself.
    dispatcher.dispatch(
      { path, method: 'POST', headers, body, headersTimeout: 0, bodyTimeout: 0 },
      this.collector,
    );
  }

  received(answer: RawAnswer): void {
    this.end();
    this.resolve(answer);
  }

  failed(error: unknown, wasSent: boolean): void {
    this.end();
    const { isMutation, cancellation } = this.call;
    this.reject(failureOf(error, { isMutation, wasSent, isCancelled: cancellation.isCancelled }));
  }

  expire(): void {
    this.collector.abort(new SubgraphFailure('SUBREQUEST_TIMEOUT', 'no answer in time', { kind: 'timeout' }));
  }

  private end(): void {
    this.timeouts.stop(this.timeout);
    this.call.cancellation.release(this.collector);
  }
}
