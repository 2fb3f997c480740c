import { type Logger } from 'pino';
import { type Principal } from './identity/principal';

/** What everything below the HTTP layer may know about the request it works for. */
export interface RequestScope {
  readonly requestId: string;
  readonly principal: Principal;
  /** The client's headers that the allow list lets through, names in lower case. */
  readonly forwardedHeaders: Readonly<Record<string, string>>;
  /** Aborts when the deadline passes or, where that is safe, when the client leaves. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}
