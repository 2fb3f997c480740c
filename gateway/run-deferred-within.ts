import { OperationTypeNode } from 'graphql';
import { type DeferredExecution } from './execution/defer/deferred-execution';
import { runDeferredOperation } from './execution/run-deferred-operation';
import { type Engine, type RunnableOperation } from './execution/run-operation';
import { withDeadline } from './request-scope';
import { type Services } from './services';
import { deadlinePassed } from './upstream/deadline-passed';

/** An operation that is answered bit by bit, and what ends it. */
export interface RunningExecution {
  readonly execution: DeferredExecution;
  /** Must be called when its answers are sent or no longer wanted. */
  readonly end: () => void;
}

/**
 * Runs an operation with `@defer` within its deadline, which is that of all its parts: those that are not ready then are
 * answered with an error. Rejects with RequestRefused when the first answer is not ready.
 */
export async function runDeferredWithin(
  services: Services,
  engine: Engine,
  operation: RunnableOperation,
  timeoutMs: number,
): Promise<RunningExecution> {
  const { cancellation, deadline } = operation.scope;
  const isMutation = operation.operation.operation === OperationTypeNode.MUTATION;
  const execution = await withDeadline(
    services,
    { timeoutMs, isMutation, cancellation },
    runDeferredOperation(engine, operation),
  );
  const leftMs = Math.max(0, deadline - performance.now());
  const timeout = services.deadlines.start(leftMs, () => cancellation.cancel(deadlinePassed()));
  return {
    execution,
    end: () => {
      services.deadlines.stop(timeout);
      cancellation.cancel(new Error('the answer is complete'));
    },
  };
}
