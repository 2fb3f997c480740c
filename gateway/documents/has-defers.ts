import { BREAK, visit, type DocumentNode } from 'graphql';

const known = new WeakMap<DocumentNode, boolean>();

/** True when `@defer` stands anywhere in the document. Remembered with the document. */
export function hasDefers(document: DocumentNode): boolean {
  const remembered = known.get(document);
  if (remembered !== undefined) return remembered;
  let isFound = false;
  visit(document, {
    Directive: ({ name }) => {
      if (name.value !== 'defer') return undefined;
      isFound = true;
      return BREAK;
    },
  });
  known.set(document, isFound);
  return isFound;
}
