import { OperationTypeNode } from 'graphql';
import { type Exchange } from './exchange';
import { type DeferredExecution } from './execution/defer/deferred-execution';
import { type ExecutionResult } from './execution/executor';
import { runDeferredOperation } from './execution/run-deferred-operation';
import { runOperation, type RunnableOperation } from './execution/run-operation';
import { createScope, deadlinePassed, requestTimeoutMs, withDeadline } from './request-scope';
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
  return withDeadline(
    services,
    timeoutMs,
    isMutation,
    (reason) => cancellation.cancel(reason),
    () =>
      services.sharing.run(exchange, cancellation, (own) =>
        runOperation(served.graph.engine, runnableOf(services, exchange, own, timeoutMs)),
      ),
  );
}

/** An operation that is answered bit by bit, and what ends it. */
export interface RunningExecution {
  readonly execution: DeferredExecution;
  /** Must be called when its answers are sent or no longer wanted. */
  readonly end: () => void;
}

/** The same for an operation with `@defer`: the deadline is that of all its parts. */
export async function runExchangeDeferred(services: Services, exchange: Exchange): Promise<RunningExecution> {
  const { served, principal, operation, response } = exchange;
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const cancellation = new Cancellation();
  if (!isMutation) exchange.cancellation = cancellation;
  const timeoutMs = requestTimeoutMs(services, principal);
  const runnable = runnableOf(services, exchange, cancellation, timeoutMs);
  const execution = await withDeadline(
    services,
    timeoutMs,
    isMutation,
    (reason) => cancellation.cancel(reason),
    () => runDeferredOperation(served.graph.engine, runnable),
  );
  // What is left of a mutation is reading.
  exchange.cancellation = cancellation;
  if (response.destroyed) cancellation.cancel(new Error('the client is gone'));
  const deadline = services.deadlines.start(Math.max(0, runnable.scope.deadline - performance.now()), () =>
    cancellation.cancel(deadlinePassed()),
  );
  return {
    execution,
    end: () => {
      services.deadlines.stop(deadline);
      cancellation.cancel(new Error('the answer is complete'));
    },
  };
}

/** The operation of an exchange with everything that running it needs. */
export function runnableOf(
  services: Services,
  exchange: Exchange,
  cancellation: Cancellation,
  timeoutMs: number,
): RunnableOperation {
  const { document, operation, parameters, variables, principal, requestId, request, trace } = exchange;
  return {
    document,
    operation,
    operationName: parameters.operationName,
    variables,
    scope: createScope(services, {
      requestId,
      principal,
      headers: request.headers,
      cancellation,
      timeoutMs,
      trace,
    }),
  };
}
