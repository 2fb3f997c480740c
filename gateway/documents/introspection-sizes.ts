import {
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** How many items a list of introspection has in the whole schema, and at most in one place. */
export interface IntrospectionSize {
  readonly total: number;
  readonly most: number;
}

/** The lists of introspection (GraphQL spec, section 4.2) by the names of their fields. */
export type IntrospectionSizes = ReadonlyMap<string, IntrospectionSize>;

/** How long the lists are that introspection of `schema` gives. */
export function introspectionSizes(schema: GraphQLSchema): IntrospectionSizes {
  const types = Object.values(schema.getTypeMap());
  const directives = schema.getDirectives();
  const ofTypes = (count: (type: GraphQLNamedType) => number): IntrospectionSize => sizeOf(types.map(count));
  return new Map([
    ['types', sizeOf([types.length])],
    ['directives', sizeOf([directives.length])],
    ['fields', ofTypes((type) => (isObjectType(type) || isInterfaceType(type) ? fieldsOf(type) : 0))],
    ['inputFields', ofTypes((type) => (isInputObjectType(type) ? fieldsOf(type) : 0))],
    ['enumValues', ofTypes((type) => (isEnumType(type) ? type.getValues().length : 0))],
    ['interfaces', ofTypes((type) => ('getInterfaces' in type ? type.getInterfaces().length : 0))],
    ['possibleTypes', ofTypes((type) => (isAbstractType(type) ? schema.getPossibleTypes(type).length : 0))],
    ['args', sizeOf([...types.flatMap(argumentsOf), ...directives.map(({ args }) => args.length)])],
  ]);
}

function fieldsOf(type: { getFields(): object }): number {
  return Object.keys(type.getFields()).length;
}

function argumentsOf(type: GraphQLNamedType): number[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).map(({ args }) => args.length);
}

function sizeOf(lengths: readonly number[]): IntrospectionSize {
  return {
    total: lengths.reduce((sum, length) => sum + length, 0),
    most: lengths.reduce((most, length) => Math.max(most, length), 0),
  };
}
