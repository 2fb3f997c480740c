import { Kind } from 'graphql';
import { RequestRefused } from '../errors';
import { type DocumentShape } from './document-shape';

/** Refuses operations that declare more than `limit` variables. */
export function checkVariables(shape: DocumentShape, limit: number): void {
  for (const definition of shape.document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const count = definition.variableDefinitions?.length ?? 0;
    if (count <= limit) continue;
    const message = `The operation has ${count} variables; ${limit} are allowed.`;
    throw new RequestRefused('MAX_VARIABLES_LIMIT', { message });
  }
}
