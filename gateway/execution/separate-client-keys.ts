import { type DocumentNode } from 'graphql';
import { type Planner } from '../planning/planner';
import { separateAliases, type SeparatedDocument } from '../planning/workarounds/separate-aliases';
import { type ExecutionResult, type Executor } from './executor';
import { restoreClientKeys } from './restore-client-keys';

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
      deferring: executor.deferring && {
        ...executor.deferring,
        // The parts of such an operation would have to be given back their keys one by one.
        defers: (document) => !separate(document) && executor.deferring?.defers(document) === true,
      },
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

async function* restoreEvents(
  events: AsyncIterable<ExecutionResult>,
  separated: SeparatedDocument,
): AsyncGenerator<ExecutionResult> {
  for await (const event of events) yield event.isLast ? event : restoreClientKeys(event, separated);
}
