import { isRecord } from '../../support/is-record';
import { type CompiledStep } from './compile-plan';
import { type DataTraits } from './data-traits';
import { applyRewrites } from './data-rewrites';
import { fillNulls, type GatheredList } from './gather-entities';
import { cloneData, mergeData } from './merge-data';
import { type AppliesTo } from './type-conditions';

/** Merges entities, in the order of their representations, into the objects that these stand for. */
export function mergeEntities(
  { list, objects, steps, slots }: GatheredList,
  entities: readonly unknown[],
  { appliesTo, traits }: { readonly appliesTo: AppliesTo; readonly traits: DataTraits },
): void {
  const rewrites = list.steps[0]?.fetch.outputRewrites;
  if (rewrites) for (const entity of entities) applyRewrites(rewrites, entity, appliesTo);
  const copies = new NestedCopies(traits);
  for (let index = 0; index < objects.length; index += 1) {
    const object = objects[index];
    const step = steps[index];
    const slot = slots[index] ?? 0;
    const entity = entities[slot];
    if (!object || !step) continue;
    if (!isRecord(entity)) fillNulls(object, step.operation.provides, appliesTo);
    else mergeData(object, step.operation.hasComposite ? copies.of(entity, slot, step) : entity, appliesTo);
  }
}

/**
 * What is nested in an entity becomes part of each object it stands for. Objects at one path may share it, since whatever
 * completes it later is equal for all of them. Steps at different paths have a copy each: they may be completed
 * differently.
 */
class NestedCopies {
  private readonly firstStep: (CompiledStep | undefined)[] = [];
  constructor(private readonly traits: DataTraits) {}

  private readonly byStep = new Map<CompiledStep, Map<number, Record<string, unknown>>>();

  of(entity: Record<string, unknown>, slot: number, step: CompiledStep): Record<string, unknown> {
    const first = this.firstStep[slot];
    if (first === undefined) {
      this.firstStep[slot] = step;
      return entity;
    }
    if (step.mustCopy) return copyOf(entity);
    this.traits.isShared = true;
    return first === step ? entity : this.sharedCopy(entity, slot, step);
  }

  private sharedCopy(
    entity: Record<string, unknown>,
    slot: number,
    step: CompiledStep,
  ): Record<string, unknown> {
    const ofStep = this.byStep.get(step) ?? new Map<number, Record<string, unknown>>();
    this.byStep.set(step, ofStep);
    const copy = ofStep.get(slot) ?? copyOf(entity);
    ofStep.set(slot, copy);
    return copy;
  }
}

/** A copy of a record is a record. */
function copyOf(entity: Record<string, unknown>): Record<string, unknown> {
  return cloneData(entity) as Record<string, unknown>;
}
