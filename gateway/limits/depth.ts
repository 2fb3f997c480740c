import { Kind, type SelectionSetNode } from 'graphql';
import { RequestRefused } from '../errors';
import { type DocumentShape } from './document-shape';

/**
 * Refuses operations with fields nested deeper than `limit`. Introspection is not counted: the standard introspection
 * query is deeper than public limits allow, and graphql-js bounds its cycles by a validation rule of its own.
 */
export function checkDepth(shape: DocumentShape, limit: number): void {
  if (shape.largest(depthOf) <= limit) return;
  throw new RequestRefused('MAX_DEPTH_LIMIT', {
    message: `The operation is nested more than ${limit} levels deep.`,
  });
}

function depthOf(selectionSet: SelectionSetNode, ofFragment: (name: string) => number): number {
  let deepest = 0;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      deepest = Math.max(deepest, ofFragment(selection.name.value));
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      deepest = Math.max(deepest, depthOf(selection.selectionSet, ofFragment));
    } else if (!selection.name.value.startsWith('__')) {
      deepest = Math.max(
        deepest,
        1 + (selection.selectionSet ? depthOf(selection.selectionSet, ofFragment) : 0),
      );
    }
  }
  return deepest;
}
