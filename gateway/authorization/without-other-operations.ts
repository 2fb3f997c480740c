import { Kind, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { keepUsedDefinitions } from './keep-used-definitions';

/** The document without operations beside `operation`, and without what only they use; most documents stay as they are. */
export function withoutOtherOperations(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentNode {
  const others = document.definitions.filter((definition) => definition !== operation);
  const fragments = others.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return fragments.length === others.length ? document : keepUsedDefinitions(operation, fragments);
}
