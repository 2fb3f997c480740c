import { type GraphQLFormattedError } from 'graphql';
import { clientError } from '../../errors';
import { isRecord } from '../../support/is-record';
import { type Failures } from '../failures';
import { type CompiledStep } from './compile-plan';
import { applyRewrites } from './data-rewrites';
import { fillNulls, type GatheredList, type Target } from './gather-entities';
import { cloneData, mergeData } from './merge-data';
import { placeError, placeMissing } from './place-failures';
import { type AppliesTo } from './type-conditions';

/** Where answers go. */
export interface AnswerSink {
  readonly failures: Failures;
  readonly appliesTo: AppliesTo;
}

/** An error of a subgraph as its client may see it, with the path as the subgraph gave it. */
export type ShownError = GraphQLFormattedError;

/** Merges the answer to a fetch from a root into its objects, and notes its errors. */
export function applyRootAnswer(
  step: CompiledStep,
  objects: readonly Record<string, unknown>[],
  data: Record<string, unknown> | null,
  errors: readonly ShownError[],
  { failures, appliesTo }: AnswerSink,
): void {
  if (data && step.fetch.outputRewrites) applyRewrites(step.fetch.outputRewrites, data, appliesTo);
  objects.forEach((object, index) => {
    if (data) mergeData(object, index === 0 ? data : asRecord(cloneData(data)), appliesTo);
    for (const error of errors) {
      if (error.path) placeError(failures, object, error.path, step.renames, withoutPath(error));
    }
  });
  const unplaced = errors.find(({ path }) => path === undefined) ?? (data ? undefined : errors[0]);
  if (unplaced) failStep(step, objects, withoutPath(unplaced), { failures, appliesTo });
}

/** Merges the entities of one list into the objects they stand for, and notes the errors that belong to it. */
export function applyEntities(
  { list, texts, targets }: GatheredList,
  data: Record<string, unknown> | null,
  errors: readonly ShownError[],
  sink: AnswerSink,
): void {
  const entities = data?.[list.alias];
  const isComplete = Array.isArray(entities) && entities.length === texts.length;
  const ofEntities = errors.filter(({ path }) => path?.[0] === list.alias && typeof path[1] === 'number');
  const general = errors.find(
    ({ path }) => path === undefined || (path[0] === list.alias && path.length === 1),
  );
  if (isComplete) targets.forEach((ones, index) => mergeEntity(ones, entities[index], sink));
  for (const error of ofEntities) {
    placeEntityError(targets[Number(error.path?.[1])] ?? [], error, sink);
  }
  if (isComplete && !general) return;
  const cause = general ?? ofEntities[0] ?? errors[0] ?? clientError('SUBREQUEST_MALFORMED_RESPONSE');
  failTargets(list.steps, targets, withoutPath(cause), sink);
}

/** Notes a failure for everything that the targets lack; told once, and without a place, when they lack nothing. */
export function failTargets(
  steps: readonly CompiledStep[],
  targets: readonly (readonly Target[])[],
  error: GraphQLFormattedError,
  sink: AnswerSink,
): void {
  let isPlaced = false;
  for (const ones of targets) {
    for (const { step, objects } of ones) isPlaced = placeInAll(step, objects, error, sink) || isPlaced;
  }
  const [step] = steps;
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

function mergeEntity(targets: readonly Target[], entity: unknown, { appliesTo }: AnswerSink): void {
  targets.forEach(({ step, objects }, nth) => {
    const { fetch, operation } = step;
    // Steps at different paths may be completed differently later on, so each has its own copy of what is nested.
    const own = nth === 0 ? entity : cloneData(entity);
    if (isRecord(own) && fetch.outputRewrites) applyRewrites(fetch.outputRewrites, own, appliesTo);
    objects.forEach((object, index) => {
      if (!isRecord(own)) fillNulls(object, operation.provides, appliesTo);
      else mergeData(object, index > 0 && step.mustCopy ? asRecord(cloneData(own)) : own, appliesTo);
    });
  });
}

function placeEntityError(
  targets: readonly Target[],
  error: ShownError,
  { failures, appliesTo }: AnswerSink,
): void {
  const rest = error.path?.slice(2) ?? [];
  const bare = withoutPath(error);
  for (const { step, objects } of targets) {
    for (const object of objects) {
      if (rest.length > 0) placeError(failures, object, rest, step.renames, bare);
      else placeMissing(failures, object, step.operation.provides, appliesTo, bare);
    }
  }
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
