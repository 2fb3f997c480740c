import {
  type DeferredExecution,
  type Delivery,
  type PartAnswer,
  type PendingPart,
} from './defer/deferred-execution';
import { type ExecutionResult } from './execution-result';
import { clientKeysOf, type ClientKeys } from './restore-client-keys';
import { type SeparatedDocument } from '../planning/workarounds/separate-aliases';

/**
 * Gives the client back the response keys that it chose in an answer that comes in parts; `labels` are those of the client
 * by those of the separated document.
 */
export function restorePartKeys(
  { first, pending, rest }: DeferredExecution,
  separated: SeparatedDocument,
  labels: ReadonlyMap<string, string | undefined>,
): DeferredExecution {
  const keys = clientKeysOf(separated);
  const restorePart = ({ id, label = '', path }: PendingPart): PendingPart => ({
    id,
    label: labels.get(label),
    path: keys.path(path),
  });
  return {
    first: restoreResult(first, keys),
    pending: pending.map(restorePart),
    rest: restoreDeliveries(rest, keys, restorePart),
  };
}

/** The data of a root is always an object. */
function restoreResult({ data, errors }: ExecutionResult, keys: ClientKeys): ExecutionResult {
  return {
    data: keys.value(data, []) as ExecutionResult['data'],
    errors: errors.map((error) => keys.error(error)),
  };
}

async function* restoreDeliveries(
  deliveries: AsyncIterable<Delivery>,
  keys: ClientKeys,
  restorePart: (part: PendingPart) => PendingPart,
): AsyncGenerator<Delivery> {
  for await (const { answers, pending, hasNext } of deliveries) {
    yield {
      answers: answers.map((answer) => restoreAnswer(answer, keys, restorePart(answer.part))),
      pending: pending.map(restorePart),
      hasNext,
    };
  }
}

function restoreAnswer(answer: PartAnswer, keys: ClientKeys, part: PendingPart): PartAnswer {
  const { path } = answer.part;
  const subPath = (given: PartAnswer['part']['path']): typeof given =>
    keys.path([...path, ...given]).slice(path.length);
  return {
    ...answer,
    part,
    // What an object becomes is an object.
    data: keys.value(answer.data, path) as PartAnswer['data'],
    errors: answer.errors.map((error) => keys.error(error)),
    newErrors: answer.newErrors.map((error) => keys.error(error)),
    additions: answer.additions?.map((addition) => ({
      subPath: subPath(addition.subPath),
      data: keys.value(addition.data, [...path, ...addition.subPath]) as typeof addition.data,
    })),
  };
}
