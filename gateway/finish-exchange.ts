import { type OperationDefinitionNode } from 'graphql';
import { type Exchange } from './exchange';
import { recordRequest } from './record-request';
import { type Services } from './services';

const CLIENT_GONE = new Error('the client is gone');

/**
 * What follows the last byte of an answer, or a client that left before it, which is status 499: what still runs for it is
 * given up, and the request is recorded.
 */
export function finishExchange(services: Services, exchange: Exchange): void {
  const { response, request, principal, requestId, startedAt, parameters, trace } = exchange;
  exchange.cancellation?.cancel(CLIENT_GONE);
  recordRequest(services, {
    requestId,
    method: request.method,
    status: response.writableEnded ? response.statusCode : 499,
    startedAt,
    principal,
    kind: (exchange.operation as OperationDefinitionNode | undefined)?.operation ?? 'unknown',
    operationName: (parameters as typeof parameters | undefined)?.operationName,
    trace,
  });
}
