import { ownValue } from '../support/own-value';
import { type DeferredExecution, type Delivery } from './defer/deferred-execution';
import { separateDefers } from './defer/separate-defers';
import {
  checkPlan,
  executionRequest,
  filterFor,
  planOf,
  runOperation,
  type Engine,
  type RunnableOperation,
} from './run-operation';

/**
 * Runs a query or mutation with `@defer`: filter, plan, execute; nothing is pending when it is answered whole. That is so
 * where no `@defer` applies, and where something was filtered out: refusals are put back into whole answers only, so
 * nothing of a deferred part can escape them. Rejects with RequestRefused when it cannot be planned.
 */
export async function runDeferredOperation(
  engine: Engine,
  operation: RunnableOperation,
): Promise<DeferredExecution> {
  const { deferring } = engine.executor;
  const { document, isFiltered } = filterFor(engine, operation);
  if (!document || isFiltered || !deferring?.defers(document)) return whole(engine, operation);
  const { coerced } = operation.variables;
  const isFalse = (variable: string): boolean => ownValue(coerced, variable) === false;
  const deferred = separateDefers(document, operation.operation, isFalse);
  if (!deferred) return whole(engine, operation);
  const request = executionRequest(engine, operation, document, deferred.planned);
  const plan = await planOf(engine, request);
  checkPlan(plan, deferred.planned);
  const execution = await deferring.execute(plan, request, deferred);
  engine.metrics.errors(execution.first.errors);
  return { ...execution, rest: counted(engine, execution.rest) };
}

async function* counted(engine: Engine, rest: AsyncIterable<Delivery>): AsyncGenerator<Delivery> {
  for await (const delivery of rest) {
    for (const { newErrors } of delivery.answers) engine.metrics.errors(newErrors);
    yield delivery;
  }
}

async function whole(engine: Engine, operation: RunnableOperation): Promise<DeferredExecution> {
  return { first: await runOperation(engine, operation), pending: [], rest: nothing() };
}

async function* nothing(): AsyncGenerator<Delivery> {
  // Nothing was deferred.
}
