import {
  getNamedType,
  isInterfaceType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type InlineFragmentNode,
} from 'graphql';

/**
 * The document with `__typename` of the interfaces `interfaces` asked on everything that implements them. Of an object that
 * a subgraph knows as an interface object, only another subgraph knows the type; the planner remembers that for the
 * interface itself, and forgets it where the object is reached by an interface of that interface.
 */
export function askTypenamesBelow(
  document: DocumentNode,
  interfaces: ReadonlySet<string>,
  schema: GraphQLSchema,
): DocumentNode {
  if (interfaces.size === 0) return document;
  const info = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(info, {
      Field: (field): InlineFragmentNode | undefined => {
        const parent = getNamedType(info.getParentType());
        if (field.name.value !== '__typename' || !isInterfaceType(parent)) return undefined;
        if (!interfaces.has(parent.name)) return undefined;
        return askedBelow(field, implementersOf(parent.name, schema));
      },
    }),
  );
}

/** Implementing interfaces, and the objects that none of these has. */
function implementersOf(name: string, schema: GraphQLSchema): readonly string[] {
  const type = schema.getType(name);
  if (!isInterfaceType(type)) return [];
  const { interfaces, objects } = schema.getImplementations(type);
  const others = objects.filter((object) => !interfaces.some((one) => schema.isSubType(one, object)));
  return [...interfaces, ...others].map((one) => one.name);
}

function askedBelow(field: FieldNode, types: readonly string[]): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    directives: [],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: types.map((name) => ({
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } },
        directives: [],
        selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
      })),
    },
  };
}
