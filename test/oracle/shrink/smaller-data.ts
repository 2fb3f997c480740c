import { type DataOptions } from '../world/data-options';

/** Data with fewer disturbances, then with fewer objects. */
export function* smallerData(data: DataOptions): Generator<DataOptions> {
  const { only = [], entities, listItems } = data;
  // Halves first: most disturbances have nothing to do with the finding.
  for (let size = only.length; size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < only.length; start += size) {
      yield { ...data, only: [...only.slice(0, start), ...only.slice(start + size)] };
    }
  }
  if (listItems > 1) yield { ...data, listItems: listItems - 1 };
  if (entities > 1) yield { ...data, entities: entities - 1 };
}
