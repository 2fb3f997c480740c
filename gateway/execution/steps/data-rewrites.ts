import { type FetchDataRewrite } from '@apollo/query-planner';
import { isRecord } from '../../support/is-record';
import { ownValue, setOwnValue } from '../../support/own-value';
import { type AppliesTo } from './type-conditions';

/** Carries out what the planner wants changed in a representation before it is sent, or in an answer before it is merged. Changes `value`. */
export function applyRewrites(
  rewrites: readonly FetchDataRewrite[],
  value: unknown,
  appliesTo: AppliesTo,
): void {
  for (const rewrite of rewrites) applyAt(rewrite, rewrite.path, value, appliesTo);
}

/** The type a path element of a rewrite stands for; undefined when it is a response key. */
export function typeConditionOf(element: string): string | undefined {
  return element.startsWith(FRAGMENT_PREFIX) ? element.slice(FRAGMENT_PREFIX.length) : undefined;
}

const FRAGMENT_PREFIX = '... on ';

function applyAt(
  rewrite: FetchDataRewrite,
  path: readonly string[],
  value: unknown,
  appliesTo: AppliesTo,
): void {
  if (Array.isArray(value)) {
    for (const item of value) applyAt(rewrite, path, item, appliesTo);
    return;
  }
  const [first, ...rest] = path;
  if (!isRecord(value) || first === undefined) return;
  const condition = typeConditionOf(first);
  if (condition !== undefined) {
    const typename = ownValue(value, '__typename');
    // Where no type was asked for, none was in doubt.
    if (typeof typename !== 'string' || appliesTo(condition, typename)) {
      applyAt(rewrite, rest, value, appliesTo);
    }
  } else if (rest.length > 0) applyAt(rewrite, rest, ownValue(value, first), appliesTo);
  else if (rewrite.kind === 'ValueSetter') setOwnValue(value, first, rewrite.setValueTo);
  else renameKey(value, first, rewrite.renameKeyTo);
}

/** Null and false are values, too: they move like any other. */
function renameKey(value: Record<string, unknown>, from: string, to: string): void {
  const moved = ownValue(value, from);
  if (moved === undefined || from === to) return;
  setOwnValue(value, to, moved);
  Reflect.deleteProperty(value, from);
}
