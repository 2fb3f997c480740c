import { visit, type DocumentNode } from 'graphql';
import { hasDefers } from '../../documents/has-defers';

const known = new WeakMap<DocumentNode, DocumentNode>();

/** The same document with nothing deferred; the same value when nothing was. Remembered with the document. */
export function withoutDefers(document: DocumentNode): DocumentNode {
  if (!hasDefers(document)) return document;
  const remembered = known.get(document);
  if (remembered) return remembered;
  const whole: DocumentNode = visit(document, {
    Directive: ({ name }) => (name.value === 'defer' ? null : undefined),
  });
  known.set(document, whole);
  return whole;
}
