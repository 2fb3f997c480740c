import { GraphQLError, type ASTVisitor, type ValidationContext } from 'graphql';
import { HIDDEN_TYPENAME } from '../authorization/hidden-typename';

/**
 * A validation rule against names that would change what the gateway itself reads from subgraph answers: `__typename` as
 * an alias of another field decides which type an object is taken for, and `__proto__` as a variable cannot be stored in
 * the objects of graphql-js.
 */
export function reservedNamesRule(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      const alias = node.alias?.value;
      const isTypename = node.name.value === '__typename';
      if (alias === HIDDEN_TYPENAME || (alias === '__typename' && !isTypename)) {
        context.reportError(new GraphQLError(`The alias "${alias}" is reserved.`, { nodes: node }));
      }
    },
    VariableDefinition(node) {
      if (node.variable.name.value !== '__proto__') return;
      context.reportError(new GraphQLError('The variable name "__proto__" is reserved.', { nodes: node }));
    },
  };
}
