import { type IncomingHttpHeaders } from 'node:http';
import { type RequestScope } from './context';
import { RequestRefused } from './errors';
import { isInternal, type Principal } from './identity/principal';
import { type Services } from './services';
import { type Cancellation } from './support/cancellation';
import { NamedLog } from './telemetry/request-log';
import { type RequestTrace } from './telemetry/request-trace';
import { deadlinePassed } from './upstream/deadline-passed';
import { forwardedHeaders } from './upstream/forwarded-headers';

const PUBLIC_TIMEOUT_MS = 5_000;
const INTERNAL_TIMEOUT_MS = 30_000;

/** How long a request of `principal` may take. */
export function requestTimeoutMs({ config }: Services, principal: Principal): number {
  return config.traffic.requestTimeoutMs ?? (isInternal(principal) ? INTERNAL_TIMEOUT_MS : PUBLIC_TIMEOUT_MS);
}

/** What a scope is made for. */
export interface ScopeSource {
  readonly requestId: string;
  readonly principal: Principal;
  readonly headers: IncomingHttpHeaders;
  readonly cancellation: Cancellation;
  /** How long the request may take from now on; Infinity for subscriptions. */
  readonly timeoutMs: number;
  readonly trace?: RequestTrace | undefined;
  /** For subscriptions: cancelled when no further event shall be taken. */
  readonly ending?: Cancellation | undefined;
}

/** What the layers below may know about one request. */
export function createScope(services: Services, source: ScopeSource): RequestScope {
  const { config, log } = services;
  const { requestId, principal, cancellation, trace, ending, timeoutMs } = source;
  const scope: RequestScope = {
    requestId,
    principal,
    limits: config.limits[isInternal(principal) ? 'internal' : 'public'],
    forwardedHeaders: forwardedHeaders(config.headers.forward, source.headers),
    cancellation,
    trace,
    deadline: performance.now() + timeoutMs,
    log: new NamedLog(log, requestId),
  };
  return ending ? { ...scope, ending, eventTimeoutMs: requestTimeoutMs(services, principal) } : scope;
}

/** Work that has a deadline. */
export interface TimedWork {
  readonly timeoutMs: number;
  readonly isMutation: boolean;
  /** Cancelled at the deadline, so that nothing goes on in vain. */
  readonly cancellation: Cancellation;
}

/**
 * What `work` ends with, unless the deadline comes first: then it is given up with GATEWAY_TIMEOUT, or with OUTCOME_UNKNOWN
 * when it was a mutation that may have taken effect.
 */
export function withDeadline<Value>(
  { deadlines }: Services,
  { timeoutMs, isMutation, cancellation }: TimedWork,
  work: Promise<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const deadline = deadlines.start(timeoutMs, () => {
      reject(new RequestRefused(isMutation ? 'OUTCOME_UNKNOWN' : 'GATEWAY_TIMEOUT'));
      cancellation.cancel(deadlinePassed());
    });
    work.then(
      (value) => {
        deadlines.stop(deadline);
        resolve(value);
      },
      (error: unknown) => {
        deadlines.stop(deadline);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
