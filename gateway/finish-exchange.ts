import { type OperationDefinitionNode } from 'graphql';
import { type Exchange } from './exchange';
import { type Services } from './services';

const CLIENT_GONE = new Error('the client is gone');

/**
 * What follows the last byte of an answer, or a client that left before it, which is status 499: what still runs for it is
 * given up, and the request is counted, traced and leaves its line in the log.
 */
export function finishExchange({ metrics, writeLine }: Services, exchange: Exchange): void {
  const { response, request, principal, requestId, startedAt, parameters, trace } = exchange;
  const durationMs = performance.now() - startedAt;
  const status = response.writableEnded ? response.statusCode : 499;
  exchange.cancellation?.cancel(CLIENT_GONE);
  const kind = (exchange.operation as OperationDefinitionNode | undefined)?.operation ?? 'unknown';
  const operation = (parameters as typeof parameters | undefined)?.operationName?.slice(0, 100);
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
    method: request.method ?? '',
    status,
    durationMs: Math.round(durationMs * 10) / 10,
    client: principal.client,
    tenant: principal.tenant,
    kind,
    operation,
  });
}
