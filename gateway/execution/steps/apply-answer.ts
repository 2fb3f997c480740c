import { type GraphQLFormattedError } from 'graphql';
import { clientError } from '../../errors';
import { type Failures } from '../failures';
import { type CompiledStep } from './compile-plan';
import { applyRewrites } from './data-rewrites';
import { type DataTraits } from './data-traits';
import { type GatheredList } from './gather-entities';
import { mergeEntities } from './merge-entities';
import { cloneData, mergeData } from './merge-data';
import { placeError, placeMissing } from './place-failures';
import { type AppliesTo } from './type-conditions';

/** Where answers go. */
export interface AnswerSink {
  readonly failures: Failures;
  readonly appliesTo: AppliesTo;
  readonly traits: DataTraits;
}

/** An error of a subgraph as its client may see it, with the path as the subgraph gave it. */
export type ShownError = GraphQLFormattedError;

/** Merges the answer to a fetch from a root into its objects, and notes its errors. */
export function applyRootAnswer(
  step: CompiledStep,
  objects: readonly Record<string, unknown>[],
  data: Record<string, unknown> | null,
  errors: readonly ShownError[],
  sink: AnswerSink,
): void {
  const { failures, appliesTo } = sink;
  if (data && step.fetch.outputRewrites) applyRewrites(step.fetch.outputRewrites, data, appliesTo);
  objects.forEach((object, index) => {
    if (data) mergeData(object, index === 0 ? data : asRecord(cloneData(data)), appliesTo);
    for (const error of errors) {
      if (error.path) placeError(failures, object, error.path, step.renames, withoutPath(error));
    }
  });
  const unplaced = errors.find(({ path }) => path === undefined) ?? (data ? undefined : errors[0]);
  if (unplaced) failStep(step, objects, withoutPath(unplaced), sink);
}

/** Merges the entities of one list into the objects they stand for, and notes the errors that belong to it. */
export function applyEntities(
  gathered: GatheredList,
  alias: string,
  data: Record<string, unknown> | null,
  errors: readonly ShownError[],
  sink: AnswerSink,
): void {
  const entities = data?.[alias];
  const isComplete = Array.isArray(entities) && entities.length === gathered.texts.length;
  if (isComplete) mergeEntities(gathered, entities, sink);
  if (isComplete && errors.length === 0) return;
  const ofEntities = errors.filter(({ path }) => path?.[0] === alias && typeof path[1] === 'number');
  for (const error of ofEntities) placeEntityError(gathered, error, sink);
  const general = errors.find(({ path }) => path === undefined || (path[0] === alias && path.length === 1));
  if (isComplete && !general) return;
  const cause = general ?? ofEntities[0] ?? errors[0] ?? clientError('SUBREQUEST_MALFORMED_RESPONSE');
  failList(gathered, withoutPath(cause), sink);
}

/** Notes a failure for everything that the objects of a list lack; told once, and without a place, when they lack nothing. */
export function failList(
  { list, objects, steps }: GatheredList,
  error: GraphQLFormattedError,
  sink: AnswerSink,
): void {
  let isPlaced = false;
  objects.forEach((object, index) => {
    const step = steps[index];
    if (step) isPlaced = placeInAll(step, [object], error, sink) || isPlaced;
  });
  const [step] = list.steps;
  if (!isPlaced && step) tellOnce(step, error, sink);
}

/** The same for a fetch from a root. */
export function failStep(
  step: CompiledStep,
  objects: readonly Record<string, unknown>[],
  error: GraphQLFormattedError,
  sink: AnswerSink,
): void {
  if (!placeInAll(step, objects, error, sink)) tellOnce(step, error, sink);
}

function placeInAll(
  { operation }: CompiledStep,
  objects: readonly Record<string, unknown>[],
  error: GraphQLFormattedError,
  { failures, appliesTo }: AnswerSink,
): boolean {
  let isPlaced = false;
  for (const object of objects) {
    isPlaced = placeMissing(failures, object, operation.provides, appliesTo, error) || isPlaced;
  }
  return isPlaced;
}

function placeEntityError(
  { objects, steps, slots }: GatheredList,
  error: ShownError,
  { failures, appliesTo }: AnswerSink,
): void {
  const rest = error.path?.slice(2) ?? [];
  const bare = withoutPath(error);
  objects.forEach((object, index) => {
    const step = steps[index];
    if (!step || slots[index] !== error.path?.[1]) return;
    if (rest.length > 0) placeError(failures, object, rest, step.renames, bare);
    else placeMissing(failures, object, step.operation.provides, appliesTo, bare);
  });
}

function tellOnce(step: CompiledStep, error: GraphQLFormattedError, { failures }: AnswerSink): void {
  const path = step.path.filter((element) => element !== '@');
  const [first] = step.operation.provides;
  failures.addLoose({ ...error, path: first ? [...path, first.key] : path });
}

function withoutPath({ message, extensions }: GraphQLFormattedError): GraphQLFormattedError {
  return { message, ...(extensions && { extensions }) };
}

/** A copy of a record is a record. */
function asRecord(value: unknown): Record<string, unknown> {
  return value as Record<string, unknown>;
}
