import { type GraphQLFormattedError } from 'graphql';
import {
  type DeferredExecution,
  type Delivery,
  type PartAnswer,
  type PendingPart,
} from './deferred-execution';

/**
 * The payloads of an operation in the format of the GraphQL specification's draft (section 7 "Response", incremental
 * delivery): what is pending has an id, no field is sent twice, and a part that failed is completed with its errors.
 */
export async function* inCurrentFormat(execution: DeferredExecution): AsyncGenerator<object> {
  const { first, pending, rest } = execution;
  yield {
    ...errorsOf(first.errors),
    data: first.data,
    ...announced(pending),
    hasNext: pending.length > 0,
  };
  for await (const delivery of rest) yield payloadOf(delivery);
}

function payloadOf({ answers, pending, hasNext }: Delivery): object {
  const incremental = answers.flatMap(incrementsOf);
  return {
    ...announced(pending),
    ...(incremental.length > 0 && { incremental }),
    completed: answers.map(({ part, additions, newErrors }) => ({
      id: part.id,
      ...(!additions && errorsOf(newErrors)),
    })),
    hasNext,
  };
}

function incrementsOf({ part, additions, newErrors }: PartAnswer): object[] {
  if (!additions) return [];
  // Errors need something to come with, though the client has all the data already.
  const told = additions.length === 0 && newErrors.length > 0 ? [{ subPath: [], data: {} }] : additions;
  return told.map(({ subPath, data }, index) => ({
    id: part.id,
    ...(subPath.length > 0 && { subPath }),
    ...(index === 0 && errorsOf(newErrors)),
    data,
  }));
}

function announced(pending: readonly PendingPart[]): object {
  if (pending.length === 0) return {};
  return {
    pending: pending.map(({ id, path, label }) => ({ id, path, ...(label !== undefined && { label }) })),
  };
}

function errorsOf(errors: readonly GraphQLFormattedError[]): object {
  return errors.length > 0 ? { errors } : {};
}
