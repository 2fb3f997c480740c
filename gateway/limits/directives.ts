import { RequestRefused } from '../errors';
import { type DocumentShape } from './document-shape';

/** Refuses documents with more than `limit` directives, on operations, fragments, variables and selections together. */
export function checkDirectives(shape: DocumentShape, limit: number): void {
  let count = shape.selections().reduce((sum, selection) => sum + (selection.directives?.length ?? 0), 0);
  for (const definition of shape.document.definitions) {
    if ('directives' in definition) count += definition.directives?.length ?? 0;
    if ('variableDefinitions' in definition) {
      for (const variable of definition.variableDefinitions ?? []) count += variable.directives?.length ?? 0;
    }
  }
  if (count <= limit) return;
  const message = `The document has ${count} directives; ${limit} are allowed.`;
  throw new RequestRefused('MAX_DIRECTIVES_LIMIT', { message });
}
