import { type Finding } from '../finding';
import { normalFieldSet } from './field-sets';
import { applied, type ElementFacts } from './snapshot';

/** Differences of the keys of one type in one subgraph. Neither the order of keys nor that in a key means anything. */
export function diffKeys(subgraph: string, before: ElementFacts, after: ElementFacts): readonly Finding[] {
  const [old, now] = [keysOf(before), keysOf(after)];
  const removed = [...old.keys()].filter((key) => !now.has(key));
  const added = [...now.keys()].filter((key) => !old.has(key));
  const finding = (code: Finding['code'], what: string): Finding => ({
    code,
    coordinate: after.coordinate,
    message: `${after.coordinate} ${what} in the subgraph "${subgraph}".`,
    subgraph,
  });
  const [gone] = removed;
  const [fresh] = added;
  if (removed.length === 1 && added.length === 1) {
    return [finding('KEY_CHANGED', `has the key "${fresh}" instead of "${gone}"`)];
  }
  return [
    ...removed.map((key) => finding('KEY_REMOVED', `no longer has the key "${key}"`)),
    ...added.map((key) => finding('KEY_ADDED', `has the key "${key}" now`)),
    ...[...now].flatMap(([key, isResolvable]) => {
      if (!old.has(key) || old.get(key) === isResolvable) return [];
      return isResolvable
        ? [finding('KEY_BECAME_RESOLVABLE', `can be resolved by the key "${key}" now`)]
        : [finding('KEY_BECAME_UNRESOLVABLE', `can no longer be resolved by the key "${key}"`)];
    }),
  ];
}

function keysOf(element: ElementFacts): ReadonlyMap<string, boolean> {
  return new Map(
    applied(element, 'key').map(({ args }) => [
      normalFieldSet(String(args['fields'])),
      args['resolvable'] !== false,
    ]),
  );
}
