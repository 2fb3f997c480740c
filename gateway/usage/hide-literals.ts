import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  Kind,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
  type StringValueNode,
  type ValueNode,
} from 'graphql';

const NO_TEXT: StringValueNode = { kind: Kind.STRING, value: '' };

/**
 * The document with nothing of what its author wrote as values: texts are empty and numbers are 1. What the schema names
 * stays: enum values and input fields, and with them all that decides whether the document is valid.
 */
export function hideLiterals(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      StringValue: () => NO_TEXT,
      IntValue: () => ({ kind: Kind.INT, value: '1' }),
      FloatValue: () => ({ kind: Kind.FLOAT, value: '1.0' }),
      // Scalars may take values of any form, and then the names in them are the author's own.
      EnumValue: () => (isEnumType(getNamedType(types.getInputType())) ? undefined : NO_TEXT),
      ObjectValue: () =>
        isInputObjectType(getNamedType(types.getInputType())) ? undefined : { kind: Kind.OBJECT, fields: [] },
      ListValue: { leave: ({ values }) => ({ kind: Kind.LIST, values: withoutEqual(values) }) },
    }),
  );
}

/** Lists that differ in nothing but their length and their values would otherwise be so many documents. */
function withoutEqual(values: readonly ValueNode[]): readonly ValueNode[] {
  return [...new Map(values.map((value) => [print(value), value])).values()];
}
