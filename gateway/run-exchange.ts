import { OperationTypeNode } from 'graphql';
import { type Exchange } from './exchange';
import { type ExecutionResult } from './execution/executor';
import { runOperation, type RunnableOperation } from './execution/run-operation';
import { createScope, requestTimeoutMs, withDeadline } from './request-scope';
import { type Services } from './services';
import { Cancellation } from './support/cancellation';

/** Runs the prepared query or mutation of an exchange within its deadline. Rejects with RequestRefused when it ends the request. */
export function runExchange(services: Services, exchange: Exchange): Promise<ExecutionResult> {
  const { served, principal, operation } = exchange;
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const cancellation = new Cancellation();
  // A mutation goes on when its client leaves: cutting it off would leave its outcome open to everyone.
  if (!isMutation) exchange.cancellation = cancellation;
  const timeoutMs = requestTimeoutMs(services, principal);
  const runnable = runnableOf(services, exchange, cancellation, timeoutMs);
  return withDeadline(
    services,
    timeoutMs,
    isMutation,
    (reason) => cancellation.cancel(reason),
    () => runOperation(served.graph.engine, runnable),
  );
}

/** The operation of an exchange with everything that running it needs. */
export function runnableOf(
  services: Services,
  exchange: Exchange,
  cancellation: Cancellation,
  timeoutMs: number,
): RunnableOperation {
  const { document, operation, parameters, variables, principal, requestId, request } = exchange;
  return {
    document,
    operation,
    operationName: parameters.operationName,
    variables,
    scope: createScope(services, { requestId, principal, headers: request.headers, cancellation, timeoutMs }),
  };
}
