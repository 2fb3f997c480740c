import { type Failures } from '../failures';
import { collectHolders } from './collect-holders';
import { type CompiledStep } from './compile-plan';
import { type EntityList } from './request-text';
import { missingKeys, placeMissing } from './place-failures';
import { type Missing, NOT_APPLICABLE } from './representation';
import { setOwnValue } from '../../support/own-value';
import { type AppliesTo } from './type-conditions';

/** The objects of one step that one representation stands for. */
export interface Target {
  readonly step: CompiledStep;
  readonly objects: Record<string, unknown>[];
}

/** The representations of one list, and for each of them the objects that it stands for. */
export interface GatheredList {
  readonly list: EntityList;
  readonly texts: readonly string[];
  readonly targets: readonly (readonly Target[])[];
}

/** What representations are gathered from. */
export interface GatherSource {
  readonly data: Record<string, unknown>;
  readonly failures: Failures;
  readonly appliesTo: AppliesTo;
  readonly isPlain: boolean;
}

/** An object of a step with its representation. */
export interface Represented {
  readonly object: Record<string, unknown>;
  readonly text: string;
}

/** The objects of a step that can be asked for. Objects of which something is missing get the reason for it noted. */
export function representationsOf(
  step: CompiledStep,
  objects: readonly Record<string, unknown>[],
  source: GatherSource,
): readonly Represented[] {
  const { writeRepresentation } = step;
  if (!writeRepresentation) return [];
  const represented: Represented[] = [];
  for (const object of objects) {
    const text = writeRepresentation(object, source.isPlain);
    if (typeof text === 'string') represented.push({ object, text });
    else if (text !== NOT_APPLICABLE) blame(step, object, text, source);
  }
  return represented;
}

/** Gathers one list: equal representations are sent once, in the order of their first occurrence. */
export function gatherList(list: EntityList, source: GatherSource): GatheredList {
  const indices = new Map<string, number>();
  const texts: string[] = [];
  const targets: Target[][] = [];
  for (const step of list.steps) {
    for (const { object, text } of representationsOf(step, collectHolders(source.data, step.path), source)) {
      let index = indices.get(text);
      if (index === undefined) {
        index = texts.length;
        indices.set(text, index);
        texts.push(text);
        targets.push([]);
      }
      addTarget(targets[index] ?? [], step, object);
    }
  }
  return { list, texts, targets };
}

function addTarget(targets: Target[], step: CompiledStep, object: Record<string, unknown>): void {
  const last = targets[targets.length - 1];
  if (last?.step === step) last.objects.push(object);
  else targets.push({ step, objects: [object] });
}

/** What could not be asked for is missing for the reason for which its requirement is. */
function blame(
  { operation }: CompiledStep,
  object: Record<string, unknown>,
  { holder, key }: Missing,
  { failures, appliesTo }: GatherSource,
): void {
  const [cause] = failures.at(holder, key);
  if (cause) placeMissing(failures, object, operation.provides, appliesTo, cause.error);
  // A required null is an answer: what depends on it is null as well, and nobody failed.
  else if (Object.prototype.hasOwnProperty.call(holder, key))
    fillNulls(object, operation.provides, appliesTo);
}

/** Sets what a fetch provides for the object to null, as far as nobody else delivered it. */
export function fillNulls(
  object: Record<string, unknown>,
  provides: CompiledStep['operation']['provides'],
  appliesTo: AppliesTo,
): void {
  for (const key of missingKeys(object, provides, appliesTo)) setOwnValue(object, key, null);
}
