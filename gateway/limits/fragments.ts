import { RequestRefused } from '../errors';
import { type DocumentShape } from './document-shape';

/** Refuses documents with more than `limit` named fragments. */
export function checkFragments(shape: DocumentShape, limit: number): void {
  const count = shape.fragments.size;
  if (count <= limit) return;
  const message = `The document has ${count} fragments; ${limit} are allowed.`;
  throw new RequestRefused('MAX_FRAGMENTS_LIMIT', { message });
}
