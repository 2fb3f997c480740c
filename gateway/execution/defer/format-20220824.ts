import { type GraphQLFormattedError } from 'graphql';
import { type DeferredExecution } from './deferred-execution';

/**
 * The payloads of an operation in the format of August 2022 (`deferSpec=20220824`): each part is whole, at its path, and
 * null when a null moved up to its place.
 */
export async function* inFormat20220824(execution: DeferredExecution): AsyncGenerator<object> {
  const { first, pending, rest } = execution;
  yield { ...errorsOf(first.errors), data: first.data, hasNext: pending.length > 0 };
  for await (const { answers, hasNext } of rest) {
    const incremental = answers.map(({ part: { path, label }, data, errors }) => ({
      ...errorsOf(errors),
      data,
      path,
      ...(label !== undefined && { label }),
    }));
    yield { incremental, hasNext };
  }
}

function errorsOf(errors: readonly GraphQLFormattedError[]): object {
  return errors.length > 0 ? { errors } : {};
}
