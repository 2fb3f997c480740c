import {
  getNamedType,
  GraphQLError,
  GraphQLFloat,
  type ASTVisitor,
  type FloatValueNode,
  type IntValueNode,
  type ValidationContext,
} from 'graphql';

/**
 * A validation rule against literals that no Float can hold, such as `1e999` (GraphQL spec, section 3.5.2). graphql-js
 * takes them for infinite, which JSON cannot carry to a subgraph.
 */
export function finiteFloatsRule(context: ValidationContext): ASTVisitor {
  const check = (node: FloatValueNode | IntValueNode): void => {
    const type = context.getInputType();
    if (!type || getNamedType(type).name !== GraphQLFloat.name || Number.isFinite(Number(node.value))) return;
    const message = `Float cannot represent ${node.value.slice(0, 50)}: it is out of range.`;
    context.reportError(new GraphQLError(message, { nodes: node }));
  };
  return { FloatValue: check, IntValue: check };
}
