import { Kind } from 'graphql';
import { RequestRefused } from '../errors';
import { type DocumentShape } from './document-shape';

/** Refuses documents with more than `limit` aliased fields. */
export function checkAliases(shape: DocumentShape, limit: number): void {
  const count = shape
    .selections()
    .filter((selection) => selection.kind === Kind.FIELD && selection.alias).length;
  if (count <= limit) return;
  throw new RequestRefused('MAX_ALIASES_LIMIT', {
    message: `The document has ${count} aliases; ${limit} are allowed.`,
  });
}
