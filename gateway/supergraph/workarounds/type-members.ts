import {
  Kind,
  type DefinitionNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql';

/** What a type consists of: a field, an input field or an enum value. */
export type Member = FieldDefinitionNode | EnumValueDefinitionNode | InputValueDefinitionNode;

/** True for definitions of types, without extensions. */
export function isTypeDefinition(definition: DefinitionNode): definition is TypeDefinitionNode {
  return definition.kind.endsWith('TypeDefinition');
}

/** The members of a type; none for scalars and unions. */
export function membersOf(type: TypeDefinitionNode): readonly Member[] {
  if (type.kind === Kind.ENUM_TYPE_DEFINITION) return type.values ?? [];
  return 'fields' in type ? (type.fields ?? []) : [];
}

/** The type with each member changed; a member must keep its kind. */
export function withMembers(
  type: TypeDefinitionNode,
  change: (member: Member) => Member,
): TypeDefinitionNode {
  // Members keep their kinds, so the type stays what it was.
  if (type.kind === Kind.ENUM_TYPE_DEFINITION) {
    return { ...type, values: membersOf(type).map(change) } as TypeDefinitionNode;
  }
  return 'fields' in type ? ({ ...type, fields: membersOf(type).map(change) } as TypeDefinitionNode) : type;
}
