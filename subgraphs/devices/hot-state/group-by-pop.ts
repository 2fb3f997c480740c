import { type HotKey } from './hot-state';

/** The members of one PoP, each with its place in the list that was grouped. */
export interface PopGroup<T> {
  readonly popId: string;
  readonly members: readonly { readonly index: number; readonly item: T }[];
}

/** Groups by PoP, keeping the order inside each; a PoP is one slot group of a Redis Cluster. */
export function groupByPop<T extends HotKey>(items: readonly T[]): readonly PopGroup<T>[] {
  const groups = new Map<string, { index: number; item: T }[]>();
  items.forEach((item, index) => {
    const members = groups.get(item.popId);
    if (members === undefined) groups.set(item.popId, [{ index, item }]);
    else members.push({ index, item });
  });
  return [...groups].map(([popId, members]) => ({ popId, members }));
}
