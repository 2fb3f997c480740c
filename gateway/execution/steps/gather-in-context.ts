import { isRecord } from '../../support/is-record';
import { ownValue } from '../../support/own-value';
import { collectHoldersWithContext, type Holder } from './collect-holders';
import { type CompiledStep } from './compile-plan';
import { typeConditionOf } from './data-rewrites';
import { Gathering, representationOf, type GatheredList, type GatherSource } from './gather-entities';
import { type AppliesTo } from './type-conditions';

/** Objects whose contexts have the same values, and these values by the name of the variable that takes them. */
export interface ContextBatch {
  readonly gathered: GatheredList;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Gathers the objects of a step whose fetch takes arguments from above (`@fromContext`): the planner names the way from
 * an object to each value, with ".." for the object above.
 */
export function gatherInContext(step: CompiledStep, source: GatherSource): readonly ContextBatch[] {
  const batches = new Map<string, { values: Record<string, unknown>; gathered: Gathering }>();
  const list = { alias: '_entities', steps: [step] };
  for (const holder of collectHoldersWithContext(source.data, step.path)) {
    const text = representationOf(step, holder.object, source);
    if (text === undefined) continue;
    const values = valuesAbove(step, holder, source.appliesTo);
    const key = JSON.stringify(values);
    const batch = batches.get(key) ?? { values, gathered: new Gathering(list) };
    batches.set(key, batch);
    batch.gathered.add(step, holder.object, text);
  }
  return [...batches.values()];
}

function valuesAbove(
  { fetch }: CompiledStep,
  { object, above }: Holder,
  appliesTo: AppliesTo,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { path, renameKeyTo } of fetch.contextRewrites ?? []) {
    // One context may be set on several types; the one that this object stands below has the value.
    if (values[renameKeyTo] !== undefined) continue;
    const up = path.findIndex((element) => element !== '..');
    const start = up === 0 ? object : above[above.length - up];
    values[renameKeyTo] = read(start, path.slice(up), appliesTo);
  }
  return values;
}

function read(value: unknown, path: readonly string[], appliesTo: AppliesTo): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => read(item, path, appliesTo));
  if (!isRecord(value)) return value === null ? null : undefined;
  const condition = typeConditionOf(first);
  if (condition === undefined) return read(ownValue(value, first), rest, appliesTo);
  const typename = ownValue(value, '__typename');
  const applies = typeof typename !== 'string' || appliesTo(condition, typename);
  return applies ? read(value, rest, appliesTo) : undefined;
}
