import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { type OperationVariables } from './documents/coerce-variables';
import { type Acceptance, readAccept } from './http/media-types';
import { type RequestParameters } from './http/request-parameters';
import { ANONYMOUS, isInternal, type Principal } from './identity/principal';
import { type ServedGraph } from './serving';
import { newRequestId } from './support/new-request-id';
import { type Cancellation } from './support/cancellation';
import { type RequestTrace } from './telemetry/request-trace';

/** One request to /graphql and what the stages have found out about it. Each stage fills what later stages read. */
export class Exchange {
  readonly requestId: string;
  readonly startedAt = performance.now();
  readonly acceptance: Acceptance;
  principal: Principal = ANONYMOUS;
  parameters!: RequestParameters;
  document!: DocumentNode;
  operation!: OperationDefinitionNode;
  variables!: OperationVariables;
  /** Set while something runs that nobody wants when the client leaves. */
  cancellation: Cancellation | undefined;
  /** The trace it belongs to, if there is one. */
  trace: RequestTrace | undefined;
  /** What must happen when the exchange is over, whatever its end. */
  readonly cleanups: (() => void)[] = [];

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    /** Picked up once: a supergraph that is replaced meanwhile does not change this request. */
    readonly served: ServedGraph,
  ) {
    this.requestId = requestIdOf(request);
    this.acceptance = readAccept(request.headers.accept);
  }

  /** Which limits apply. */
  get tier(): 'public' | 'internal' {
    return isInternal(this.principal) ? 'internal' : 'public';
  }

  /** The query string of the URL, without its question mark. */
  get search(): string {
    const url = this.request.url ?? '';
    const start = url.indexOf('?');
    return start < 0 ? '' : url.slice(start + 1);
  }
}

/** The client's id for a request when it is harmless in a log line and a header, else a new one. */
function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : newRequestId();
}
