import { getOperationAST, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { RequestRefused } from '../errors';
import { shorten } from '../support/shorten';

/** The operation to run (GraphQL spec, section 6.1 "GetOperation"). Throws RequestRefused when there is not exactly one. */
export function selectOperation(
  document: DocumentNode,
  operationName: string | undefined,
): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (operation) return operation;
  throw new RequestRefused('OPERATION_RESOLUTION_FAILURE', {
    message: operationName
      ? `The document has no operation named "${shorten(operationName, 100)}".`
      : 'The document has more than one operation, and no operationName says which one to run.',
  });
}
