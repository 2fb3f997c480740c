import { OperationTypeNode } from 'graphql';
import { type Exchange } from './exchange';
import { type ExecutionResult } from './execution/executor';
import { runOperation, type RunnableOperation } from './execution/run-operation';
import { createScope, requestTimeoutMs, withDeadline } from './request-scope';
import { runDeferredWithin, type RunningExecution } from './run-deferred-within';
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
  const work = services.sharing.run(exchange, cancellation, (own) =>
    runOperation(served.graph.engine, runnableOf(services, exchange, own, timeoutMs)),
  );
  return withDeadline(services, { timeoutMs, isMutation, cancellation }, work);
}

/** The same for an operation with `@defer`, whose answer comes in parts. */
export async function runExchangeDeferred(services: Services, exchange: Exchange): Promise<RunningExecution> {
  const { served, principal, operation, response } = exchange;
  const cancellation = new Cancellation();
  if (operation.operation !== OperationTypeNode.MUTATION) exchange.cancellation = cancellation;
  const timeoutMs = requestTimeoutMs(services, principal);
  const runnable = runnableOf(services, exchange, cancellation, timeoutMs);
  const running = await runDeferredWithin(services, served.graph.engine, runnable, timeoutMs);
  // What is left of a mutation is reading.
  exchange.cancellation = cancellation;
  if (response.destroyed) running.end();
  return running;
}

/** The operation of an exchange with everything that running it needs. */
export function runnableOf(
  services: Services,
  exchange: Exchange,
  cancellation: Cancellation,
  timeoutMs: number,
  ending?: Cancellation,
): RunnableOperation {
  const { document, operation, parameters, variables, principal, requestId, request, trace } = exchange;
  const { headers } = request;
  return {
    document,
    operation,
    operationName: parameters.operationName,
    variables,
    scope: createScope(services, { requestId, principal, headers, cancellation, timeoutMs, trace, ending }),
  };
}
