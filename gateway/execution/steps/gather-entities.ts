import { ownValue, setOwnValue } from '../../support/own-value';
import { type Failures } from '../failures';
import { collectHolders } from './collect-holders';
import { type CompiledStep } from './compile-plan';
import { type DataTraits } from './data-traits';
import { missingKeys, placeMissing } from './place-failures';
import { type Missing, NOT_APPLICABLE } from './representation';
import { type EntityList } from './request-text';
import { type AppliesTo } from './type-conditions';

/**
 * The representations of one list and the objects they stand for. Kept as parallel lists, since a list of thousands is
 * common: object `n` belongs to step `steps[n]` and to representation `slots[n]`.
 */
export interface GatheredList {
  readonly list: EntityList;
  /** Each representation once, as JSON, in the order of first occurrence. */
  readonly texts: string[];
  readonly objects: Record<string, unknown>[];
  readonly steps: CompiledStep[];
  readonly slots: number[];
}

/** What representations are gathered from. */
export interface GatherSource {
  readonly data: Record<string, unknown>;
  readonly failures: Failures;
  readonly appliesTo: AppliesTo;
  readonly traits: DataTraits;
}

/** Gathers one list: equal representations are sent once. */
export function gatherList(list: EntityList, source: GatherSource): GatheredList {
  const gathering = new Gathering(list);
  for (const step of list.steps) {
    for (const object of collectHolders(source.data, step.path, source.traits.isShared)) {
      if (gathering.addKnown(step, object)) continue;
      const text = representationOf(step, object, source);
      if (text !== undefined) gathering.add(step, object, text);
    }
  }
  return gathering;
}

/** A list while it is gathered. */
export class Gathering implements GatheredList {
  readonly texts: string[] = [];
  readonly objects: Record<string, unknown>[] = [];
  readonly steps: CompiledStep[] = [];
  readonly slots: number[] = [];
  private readonly byText = new Map<string, number>();
  private readonly bySoleKey = new Map<CompiledStep, Map<unknown, Map<unknown, number>>>();

  constructor(readonly list: EntityList) {}

  /** Adds an object when the value of its only key says that its representation is there already. */
  addKnown(step: CompiledStep, object: Record<string, unknown>): boolean {
    const soleKey = step.representations?.soleKeyOf(object);
    if (soleKey === undefined) return false;
    const slot = this.slotsOfKind(step, object).get(ownValue(object, soleKey));
    if (slot === undefined) return false;
    this.place(step, object, slot);
    return true;
  }

  /** Adds an object with its representation. */
  add(step: CompiledStep, object: Record<string, unknown>, text: string): void {
    const soleKey = step.representations?.soleKeyOf(object);
    // Only one step, and a new value of the only key: the text is new, too, and nobody will look for it.
    const isNew = soleKey !== undefined && this.list.steps.length === 1;
    let slot = isNew ? undefined : this.byText.get(text);
    if (slot === undefined) {
      slot = this.texts.push(text) - 1;
      if (!isNew) this.byText.set(text, slot);
    }
    if (soleKey !== undefined) this.slotsOfKind(step, object).set(ownValue(object, soleKey), slot);
    this.place(step, object, slot);
  }

  /** The representations of objects of the same type in one step, by the value of their only key. */
  private slotsOfKind(step: CompiledStep, object: Record<string, unknown>): Map<unknown, number> {
    const ofStep = this.bySoleKey.get(step) ?? new Map<unknown, Map<unknown, number>>();
    this.bySoleKey.set(step, ofStep);
    const typename = ownValue(object, '__typename');
    const slots = ofStep.get(typename) ?? new Map<unknown, number>();
    ofStep.set(typename, slots);
    return slots;
  }

  private place(step: CompiledStep, object: Record<string, unknown>, slot: number): void {
    this.objects.push(object);
    this.steps.push(step);
    this.slots.push(slot);
  }
}

/** The representation of an object; undefined when it cannot or need not be asked for, and then the reason is noted. */
export function representationOf(
  step: CompiledStep,
  object: Record<string, unknown>,
  source: GatherSource,
): string | undefined {
  const text = step.representations?.write(object, source.traits.isPlain);
  if (text === undefined || typeof text === 'string') return text;
  if (text !== NOT_APPLICABLE) blame(step, object, text, source);
  return undefined;
}

/** Sets what a fetch provides for the object to null, as far as nobody else delivered it. */
export function fillNulls(
  object: Record<string, unknown>,
  provides: CompiledStep['operation']['provides'],
  appliesTo: AppliesTo,
): void {
  for (const key of missingKeys(object, provides, appliesTo)) setOwnValue(object, key, null);
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
