import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

/** The coordinates of all that clients see: types, fields, arguments, enum values, input fields and directives. */
export function apiCoordinates(schema: GraphQLSchema): ReadonlySet<string> {
  const seen = new Set(schema.getDirectives().map(({ name }) => `@${name}`));
  for (const type of Object.values(schema.getTypeMap())) {
    seen.add(type.name);
    if (isEnumType(type)) for (const { name } of type.getValues()) seen.add(`${type.name}.${name}`);
    if (isInputObjectType(type))
      for (const name of Object.keys(type.getFields())) seen.add(`${type.name}.${name}`);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const { name, args } of Object.values(type.getFields())) {
      seen.add(`${type.name}.${name}`);
      for (const argument of args) seen.add(`${type.name}.${name}(${argument.name}:)`);
    }
  }
  return seen;
}
