import { type DocumentNode } from 'graphql';
import { type Planner } from '../planning/planner';
import { separateAliases, type SeparatedDocument } from '../planning/workarounds/separate-aliases';
import { selectOperation } from '../documents/select-operation';
import { separateDefers, type DeferredOperation } from './defer/separate-defers';
import { type DeferringExecutor, type ExecutionResult, type Executor } from './executor';
import { restoreClientKeys } from './restore-client-keys';
import { restorePartKeys } from './restore-part-keys';

/** A planner and an executor for documents whose aliases would be mistaken for fields. */
export interface KeySeparatedEngine {
  readonly planner: Planner;
  readonly executor: Executor;
}

/**
 * Lets `planner` and `executor` see other aliases than the client's where those are among `plannedKeys`, and gives the
 * client its own back. Almost all documents have none, and go through untouched.
 */
export function separateClientKeys(
  { planner, executor }: KeySeparatedEngine,
  plannedKeys: ReadonlySet<string>,
): KeySeparatedEngine {
  const known = new WeakMap<DocumentNode, SeparatedDocument | 'as it is'>();
  const separate = (document: DocumentNode): SeparatedDocument | undefined => {
    const found = known.get(document) ?? separateAliases(document, plannedKeys) ?? 'as it is';
    known.set(document, found);
    return found === 'as it is' ? undefined : found;
  };
  return {
    planner: {
      plan: (operation, conditions) =>
        planner.plan(
          { ...operation, document: separate(operation.document)?.document ?? operation.document },
          conditions,
        ),
    },
    executor: {
      deferring: executor.deferring && separateDeferring(executor.deferring, separate),
      execute: async (plan, request) => {
        const separated = separate(request.document);
        if (!separated) return executor.execute(plan, request);
        const result = await executor.execute(plan, { ...request, document: separated.document });
        return restoreClientKeys(result, separated);
      },
      subscribe: async (plan, request) => {
        const separated = separate(request.document);
        if (!separated) return executor.subscribe(plan, request);
        const events = await executor.subscribe(plan, { ...request, document: separated.document });
        return restoreEvents(events, separated);
      },
    },
  };
}

function separateDeferring(
  deferring: DeferringExecutor,
  separate: (document: DocumentNode) => SeparatedDocument | undefined,
): DeferringExecutor {
  return {
    execute: async (plan, request, operation) => {
      const separated = separate(request.document);
      if (!separated) return deferring.execute(plan, request, operation);
      const { document } = separated;
      const labels = new Map([...operation.fragments.values()].map((one) => [one.label, one.clientLabel]));
      const execution = await deferring.execute(plan, { ...request, document }, separateAgain(document));
      return restorePartKeys(execution, separated, labels);
    },
  };
}

/** The document was taken apart before: each `@defer` in it applies, and has a label of its own. */
function separateAgain(document: DocumentNode): DeferredOperation {
  const deferred = separateDefers(document, selectOperation(document, undefined), () => false);
  if (!deferred) throw new Error('a deferred operation without @defer');
  return deferred;
}

async function* restoreEvents(
  events: AsyncIterable<ExecutionResult>,
  separated: SeparatedDocument,
): AsyncGenerator<ExecutionResult> {
  for await (const event of events) yield event.isLast ? event : restoreClientKeys(event, separated);
}
