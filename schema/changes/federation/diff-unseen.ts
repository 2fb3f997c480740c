import { type Finding } from '../finding';
import { pairByKey } from '../pair-by-name';
import { type SeenByClients } from './diff-composed';
import { type SchemaSnapshot } from './snapshot';

/**
 * Differences of one subgraph that leave the API as it was: elements that clients see in neither version, and types of
 * fields that merge to what they merged to before.
 */
export function diffUnseen(
  subgraph: string,
  base: SchemaSnapshot,
  candidate: SchemaSnapshot,
  merged: { readonly base: SchemaSnapshot; readonly candidate: SchemaSnapshot },
  seen: SeenByClients,
): readonly Finding[] {
  const { added, removed, kept } = pairByKey(base.elements, candidate.elements);
  const isUnseen = (coordinate: string): boolean =>
    !seen.base.has(coordinate) && !seen.candidate.has(coordinate);
  const outermost = (elements: typeof added): typeof added => {
    const coordinates = new Set(elements.map(({ coordinate }) => coordinate));
    return elements.filter(
      ({ coordinate, parent }) => isUnseen(coordinate) && !coordinates.has(parent ?? ''),
    );
  };
  return [
    ...outermost(removed).map(({ coordinate }): Finding => ({
      code: 'UNSEEN_ELEMENT_REMOVED',
      coordinate,
      message: `${coordinate}, which clients did not see, was removed from the subgraph "${subgraph}".`,
      subgraph,
    })),
    ...outermost(added).map(({ coordinate }): Finding => ({
      code: 'UNSEEN_ELEMENT_ADDED',
      coordinate,
      message: `${coordinate}, which clients do not see, was added to the subgraph "${subgraph}".`,
      subgraph,
    })),
    ...kept.flatMap(([before, after]): readonly Finding[] => {
      const { coordinate } = after;
      const isMerged =
        merged.base.elements.get(coordinate)?.type === merged.candidate.elements.get(coordinate)?.type;
      if (before.type === after.type || !(isMerged || isUnseen(coordinate))) return [];
      const message = `${coordinate} is of type ${after.type} in the subgraph "${subgraph}" and was of type ${before.type}; clients see no difference.`;
      return [{ code: 'SUBGRAPH_TYPE_CHANGED', coordinate, message, subgraph }];
    }),
  ];
}
