import { Kind, type SelectionSetNode } from 'graphql';
import { RequestRefused } from '../errors';
import { type DocumentShape } from './document-shape';

/** Refuses operations of more than `limit` selections once fragments are expanded; they are counted, never expanded. */
export function checkExpandedSelections(shape: DocumentShape, limit: number): void {
  if (shape.largest(selectionsOf) <= limit) return;
  const message = `The operation has more than ${limit} selections when its fragments are expanded.`;
  throw new RequestRefused('QUERY_TOO_COMPLEX', { message });
}

function selectionsOf(selectionSet: SelectionSetNode, ofFragment: (name: string) => number): number {
  let count = 0;
  for (const selection of selectionSet.selections) {
    count += 1;
    if (selection.kind === Kind.FRAGMENT_SPREAD) count += ofFragment(selection.name.value);
    else if (selection.selectionSet) count += selectionsOf(selection.selectionSet, ofFragment);
  }
  return count;
}
