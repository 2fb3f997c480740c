import { type Principal } from './identity/principal';
import { type LimitValues } from './limits/limit-values';
import { type Cancellation } from './support/cancellation';
import { type RequestLog } from './telemetry/request-log';
import { type RequestTrace } from './telemetry/request-trace';

/** What everything below the HTTP layer may know about the request it works for. */
export interface RequestScope {
  readonly requestId: string;
  readonly principal: Principal;
  readonly limits: LimitValues;
  /** The client's headers that the allow list lets through, names in lower case. */
  readonly forwardedHeaders: Readonly<Record<string, string>>;
  /** Cancelled when the deadline passes or, where that is safe, when the client leaves. */
  readonly cancellation: Cancellation;
  /** When the whole request is given up, on the clock of `performance.now()`; Infinity for subscriptions. */
  readonly deadline: number;
  /** For subscriptions: how long each event may take. */
  readonly eventTimeoutMs?: number;
  /** For subscriptions: cancelled when no further event shall be taken; the one in work is still answered. */
  readonly ending?: Cancellation;
  readonly log: RequestLog;
  /** The trace it belongs to, if there is one. */
  readonly trace?: RequestTrace | undefined;
}
