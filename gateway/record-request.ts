import { type IncomingHttpHeaders } from 'node:http';
import { type OperationTypeNode } from 'graphql';
import { type Principal } from './identity/principal';
import { type Services } from './services';
import { passTraceOn, type RequestTrace } from './telemetry/request-trace';

/** What is told about one request when it is over. */
export interface RequestRecord {
  readonly requestId: string;
  /** The method of HTTP, or `WS` for an operation that came over a WebSocket. */
  readonly method: string | undefined;
  readonly status: number;
  /** When it came, on the clock of `performance.now()`. */
  readonly startedAt: number;
  readonly principal: Principal;
  readonly kind: `${OperationTypeNode}` | 'unknown';
  readonly operationName: string | undefined;
  readonly trace: RequestTrace | undefined;
}

/** Begins the span of a request, or passes on the trace of the client where no traces are made. */
export function beginTrace(
  { tracing }: Services,
  method: string | undefined,
  { traceparent }: IncomingHttpHeaders,
): RequestTrace | undefined {
  if (tracing === undefined) return passTraceOn(traceparent);
  return tracing.begin(traceparent, { 'http.request.method': method, 'url.path': '/graphql' });
}

/** Counts a request, ends its span and writes its line. */
export function recordRequest({ metrics, writeLine }: Services, record: RequestRecord): void {
  const { requestId, method, status, startedAt, principal, kind, trace } = record;
  const durationMs = performance.now() - startedAt;
  const operation = record.operationName?.slice(0, 100);
  metrics.request(kind, status, durationMs);
  trace?.end?.(
    {
      'graphql.operation.type': kind,
      'graphql.operation.name': operation,
      'http.response.status_code': status,
    },
    status >= 500 ? String(status) : undefined,
  );
  writeLine({
    requestId,
    traceId: trace?.traceId,
    method: method ?? '',
    status,
    durationMs: Math.round(durationMs * 10) / 10,
    client: principal.client,
    tenant: principal.tenant,
    kind,
    operation,
  });
}
