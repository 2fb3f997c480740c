import { Kind, type SelectionSetNode } from 'graphql';
import { RequestRefused } from '../errors';
import { type DocumentShape } from './document-shape';

/** Refuses operations with more than `limit` fields at their root, fragments expanded. */
export function checkRootFields(shape: DocumentShape, limit: number): void {
  const count = shape.largest(rootFieldsOf);
  if (count <= limit) return;
  const message = `The operation has ${count} root fields; ${limit} are allowed.`;
  throw new RequestRefused('MAX_ROOT_FIELDS_LIMIT', { message });
}

function rootFieldsOf(selectionSet: SelectionSetNode, ofFragment: (name: string) => number): number {
  let count = 0;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) count += 1;
    else if (selection.kind === Kind.FRAGMENT_SPREAD) count += ofFragment(selection.name.value);
    else count += rootFieldsOf(selection.selectionSet, ofFragment);
  }
  return count;
}
