import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { type SelectedOperation } from './validity';

/**
 * The coordinate in `schema`, for which the operation is valid, of what `error` is about: the nearest field, argument,
 * input field or enum value; the root type when it is about none.
 */
export function coordinateOf(
  schema: GraphQLSchema,
  error: GraphQLError,
  selected: SelectedOperation,
): string {
  const wanted = new Set<ASTNode>(error.nodes);
  const info = new TypeInfo(schema);
  let found: string | undefined;
  const trail: (string | undefined)[] = [];
  visit(
    selected.document,
    visitWithTypeInfo(info, {
      enter: (node) => {
        trail.push(ownCoordinate(node, info) ?? trail.at(-1));
        if (wanted.has(node)) found ??= trail.at(-1);
      },
      leave: () => void trail.pop(),
    }),
  );
  return found ?? schema.getRootType(selected.operation.operation)?.name ?? '';
}

function ownCoordinate(node: ASTNode, info: TypeInfo): string | undefined {
  switch (node.kind) {
    case Kind.FIELD: {
      const [parent, field] = [info.getParentType(), info.getFieldDef()];
      return parent && field ? `${parent.name}.${field.name}` : undefined;
    }
    case Kind.DIRECTIVE:
      return `@${node.name.value}`;
    case Kind.ARGUMENT: {
      const directive = info.getDirective();
      if (directive) return `@${directive.name}(${node.name.value}:)`;
      // Inside an argument the parent type is still that of the field.
      return `${info.getParentType()?.name}.${info.getFieldDef()?.name}(${node.name.value}:)`;
    }
    case Kind.OBJECT_FIELD: {
      const parent = getNamedType(info.getParentInputType());
      return isInputObjectType(parent) ? `${parent.name}.${node.name.value}` : undefined;
    }
    case Kind.ENUM: {
      const type = getNamedType(info.getInputType());
      return isEnumType(type) ? `${type.name}.${node.value}` : undefined;
    }
    case Kind.INLINE_FRAGMENT:
    case Kind.FRAGMENT_DEFINITION:
    case Kind.NAMED_TYPE:
      return node.kind === Kind.NAMED_TYPE ? node.name.value : node.typeCondition?.name.value;
    default:
      return undefined;
  }
}
