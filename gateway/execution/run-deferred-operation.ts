import { Kind, visit, type DocumentNode } from 'graphql';
import { selectOperation } from '../documents/select-operation';
import { ownValue } from '../support/own-value';
import { type DeferredExecution, type Delivery } from './defer/deferred-execution';
import { separateDefers } from './defer/separate-defers';
import { restoreRefusedParts } from './restore-refused-parts';
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
 * Runs a query or mutation with `@defer`: filter, plan, execute, restore; nothing is pending when it is answered whole, as
 * where no `@defer` applies, or where nothing of what is deferred may be seen. Rejects with RequestRefused when it cannot
 * be planned.
 */
export async function runDeferredOperation(
  engine: Engine,
  operation: RunnableOperation,
): Promise<DeferredExecution> {
  const { document, isFiltered } = filterFor(engine, operation);
  if (!document) return whole(engine, operation);
  const execution = isFiltered
    ? await runFiltered(engine, operation)
    : await runDocument(engine, operation, document);
  if (!execution) return whole(engine, operation);
  engine.metrics.errors(execution.first.errors);
  return { ...execution, rest: counted(engine, execution.rest) };
}

/**
 * Takes the operation apart before it is filtered, so that each fragment of what is left can be told from the others, and
 * what was refused comes back into the part that it belongs to. A fragment of which nothing is left is not deferred.
 */
async function runFiltered(
  engine: Engine,
  operation: RunnableOperation,
): Promise<DeferredExecution | undefined> {
  const { coerced } = operation.variables;
  const asked = separateDefers(operation.document, operation.operation, isFalseIn(coerced));
  if (!asked) return undefined;
  const separated = { ...operation, document: asked.planned, operation: asked.definition };
  const filtered = filterFor(engine, separated);
  if (!filtered.document) return undefined;
  const execution = await runDocument(engine, separated, filtered.document);
  if (!execution) return undefined;
  const left = labelsIn(filtered.document);
  return restoreRefusedParts(execution, {
    operation: separated,
    filtered,
    schema: engine.schema,
    access: engine.accessOf(operation.scope.principal),
    variables: coerced,
    fragments: asked.fragments.values(),
    apart: new Set([...asked.fragments].flatMap(([node, { label }]) => (left.has(label) ? [node] : []))),
  });
}

/** Undefined when nothing in `document`, which is what is left of the operation, is deferred. */
async function runDocument(
  engine: Engine,
  operation: RunnableOperation,
  document: DocumentNode,
): Promise<DeferredExecution | undefined> {
  const { deferring } = engine.executor;
  const { operationName, variables } = operation;
  const definition = selectOperation(document, operationName);
  const deferred = deferring && separateDefers(document, definition, isFalseIn(variables.coerced));
  if (!deferred) return undefined;
  const request = executionRequest(engine, operation, document, deferred.planned);
  const plan = await planOf(engine, request);
  checkPlan(plan, deferred.planned);
  return deferring.execute(plan, request, deferred);
}

function isFalseIn(coerced: Readonly<Record<string, unknown>>): (variable: string) => boolean {
  return (variable) => ownValue(coerced, variable) === false;
}

/** The labels of all fragments that a document defers. */
function labelsIn(document: DocumentNode): ReadonlySet<string> {
  const labels = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: given }) => {
      const label = given?.find((argument) => argument.name.value === 'label')?.value;
      if (name.value === 'defer' && label?.kind === Kind.STRING) labels.add(label.value);
    },
  });
  return labels;
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
