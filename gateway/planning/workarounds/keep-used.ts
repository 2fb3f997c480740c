import { Kind, type DocumentNode } from 'graphql';
import { keepUsedDefinitions } from '../../authorization/keep-used-definitions';

/** A document of one operation without the fragments and variables that the operation does not use any more. */
export function keepUsed({ definitions }: DocumentNode): DocumentNode {
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('a document without an operation');
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return keepUsedDefinitions(operation, fragments);
}
