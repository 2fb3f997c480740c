import { type QueryPlan } from '@apollo/query-planner';
import { Kind, type DocumentNode, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import { type Access, type AccessOf } from '../authorization/access';
import {
  filterOperation,
  type ClientOperation,
  type FilteredOperation,
} from '../authorization/filter-operation';
import { restoreRefused } from '../authorization/restore-refused';
import { type RequestScope } from '../context';
import { type OperationVariables } from '../documents/coerce-variables';
import { RequestRefused } from '../errors';
import { type CostCheck } from '../limits/cost/cost-check';
import { type PlanConditions, type Planner } from '../planning/planner';
import { withoutDefers } from './defer/without-defers';
import { type Metrics } from '../telemetry/metrics';
import { type ExecutionRequest, type ExecutionResult, type Executor } from './executor';
import { serialMutation } from './serial-mutation';

/** What running operations is counted in. */
export type OperationMetrics = Pick<Metrics, 'operationStages' | 'errors'>;

/** What operations are run with; one per supergraph. */
export interface Engine {
  readonly schema: GraphQLSchema;
  readonly accessOf: AccessOf;
  readonly planner: Planner;
  readonly conditions: PlanConditions;
  readonly executor: Executor;
  readonly metrics: OperationMetrics;
  readonly checkCost: CostCheck;
  /** Filtered operations by their document, so that equal callers filter once. */
  readonly filtered: WeakMap<DocumentNode, Map<string, FilteredOperation>>;
}

/** A valid operation of one client, ready to run. */
export interface RunnableOperation extends ClientOperation {
  readonly operationName: string | undefined;
  readonly variables: OperationVariables;
  readonly scope: RequestScope;
}

/** Runs a query or mutation: filter, plan, execute, restore. Rejects with RequestRefused when it cannot be planned. */
export async function runOperation(engine: Engine, operation: RunnableOperation): Promise<ExecutionResult> {
  const { operationStages: stages } = engine.metrics;
  let since = stages.begin();
  const access = engine.accessOf(operation.scope.principal);
  const filtered = filter(engine, operation, access);
  since = stages.end('authorization', since);
  // Nothing that is refused reaches the planner, let alone a subgraph.
  if (!filtered.document) return restore(engine, operation, filtered, access, { data: {}, errors: [] });
  const { coerced } = operation.variables;
  const document = serialMutation(engine.schema, withoutDefers(filtered.document), coerced);
  const request = executionRequest(engine, operation, filtered.document, document);
  const plan = await planOf(engine, request);
  since = stages.end('plan', since);
  checkPlan(plan, document);
  const result = await engine.executor.execute(plan, request);
  stages.end('execution', since);
  return restore(engine, operation, filtered, access, result);
}

/**
 * Opens a subscription: filter, plan, subscribe; each event is restored. Rejects with RequestRefused when it cannot be
 * planned or its subgraph refuses it. One of which nothing is left after filtering is one answer of nulls and errors.
 */
export async function runSubscription(
  engine: Engine,
  operation: RunnableOperation,
): Promise<AsyncIterable<ExecutionResult>> {
  const access = engine.accessOf(operation.scope.principal);
  const filtered = filter(engine, operation, access);
  if (!filtered.document) {
    return single(restore(engine, operation, filtered, access, { data: {}, errors: [] }));
  }
  const request = executionRequest(engine, operation, filtered.document);
  const plan = await planOf(engine, request);
  checkPlan(plan, filtered.document);
  const events = await engine.executor.subscribe(plan, request);
  return (async function* restored() {
    for await (const event of events) yield restore(engine, operation, filtered, access, event);
  })();
}

/** The operation without what its caller may not see. Remembered for equal callers. */
export function filterFor(engine: Engine, operation: RunnableOperation): FilteredOperation {
  return filter(engine, operation, engine.accessOf(operation.scope.principal));
}

/** Plans a request, in a span of its trace. Rejects with RequestRefused when that is not possible. */
export function planOf({ planner, conditions }: Engine, request: ExecutionRequest): Promise<QueryPlan> {
  const span = request.scope.trace?.begin?.('plan');
  const plan = planner.plan(request, conditions);
  if (span)
    plan.then(
      () => span.end(),
      (error: unknown) => span.end({}, error instanceof RequestRefused ? error.code : 'failed'),
    );
  return plan;
}

function filter(engine: Engine, operation: RunnableOperation, access: Access): FilteredOperation {
  const known = engine.filtered.get(operation.document) ?? new Map<string, FilteredOperation>();
  engine.filtered.set(operation.document, known);
  const key = `${operation.operationName ?? ''}\n${access.signature}`;
  const remembered = known.get(key);
  if (remembered) return remembered;
  const filtered = filterOperation(operation, engine.schema, access);
  if (known.size >= MAX_FILTERED_PER_DOCUMENT) known.clear();
  known.set(key, filtered);
  return filtered;
}

const MAX_FILTERED_PER_DOCUMENT = 50;

/**
 * What the planner and the executor are given for an operation whose filtered form is `filtered`, as `planned`. Throws
 * RequestRefused when it costs more than its caller may ask for.
 */
export function executionRequest(
  engine: Engine,
  { operationName, variables, scope }: RunnableOperation,
  filtered: DocumentNode,
  planned: DocumentNode = withoutDefers(filtered),
): ExecutionRequest {
  engine.checkCost(filtered, variables.coerced, scope.limits);
  return { document: planned, operationName, variables: variables.given, coerced: variables.coerced, scope };
}

function restore(
  engine: Engine,
  operation: RunnableOperation,
  filtered: FilteredOperation,
  access: Access,
  result: ExecutionResult,
): ExecutionResult {
  if (result.errors.length > 0) engine.metrics.errors(result.errors);
  if (!filtered.isFiltered || result.isLast) return result;
  const { schema } = engine;
  const variables = operation.variables.coerced;
  const { data, errors } = restoreRefused({ operation, filtered, schema, access, variables }, result.data);
  engine.metrics.errors(errors);
  return { data, errors: [...result.errors, ...errors] };
}

/**
 * The planner can return an empty plan for an operation that asks for data; executing it would be null without a reason.
 * Throws RequestRefused then.
 */
export function checkPlan(plan: QueryPlan, document: DocumentNode): void {
  if (plan.node || !document.definitions.some(asksForData)) return;
  throw new RequestRefused('OPERATION_RESOLUTION_FAILURE', { message: 'The operation cannot be planned.' });
}

function asksForData(definition: DocumentNode['definitions'][number]): boolean {
  return definition.kind === Kind.OPERATION_DEFINITION && hasDataField(definition.selectionSet);
}

function hasDataField(selectionSet: SelectionSetNode): boolean {
  return selectionSet.selections.some((selection) => {
    if ((selection.directives ?? []).length > 0) return false;
    if (selection.kind === Kind.INLINE_FRAGMENT) return hasDataField(selection.selectionSet);
    return selection.kind === Kind.FIELD && !selection.name.value.startsWith('__');
  });
}

async function* single(result: ExecutionResult): AsyncGenerator<ExecutionResult> {
  yield result;
}
