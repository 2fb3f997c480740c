import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  typeFromAST,
  type GraphQLNamedInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** An enum or input object, with the names that are noted for its values: making them for each value would cost more. */
export type NotedType = NotedEnum | NotedObject;

export interface NotedEnum {
  readonly kind: 'enum';
  readonly name: string;
  readonly values: ReadonlySet<string>;
}

export interface NotedObject {
  readonly kind: 'object';
  readonly name: string;
  readonly fields: ReadonlyMap<string, NotedField>;
}

export interface NotedField {
  /** `Input.field`. */
  readonly coordinate: string;
  /** Absent for scalars, whose values are nobody's business. */
  readonly type: NotedType | undefined;
}

/** What of the variables of an operation is worth noting. */
export interface NotedVariables {
  readonly variables: readonly { readonly name: string; readonly type: NotedType }[];
  /** How many names there are to be seen. */
  readonly possible: number;
}

/** The variables of an operation that may carry enum values or input objects; undefined when there are none. */
export function notedVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): NotedVariables | undefined {
  const variables = variableDefinitions.flatMap(({ variable, type: node }) => {
    const type = typeFromAST(schema, node);
    const noted = isInputType(type) ? notedType(getNamedType(type)) : undefined;
    return noted ? [{ name: variable.name.value, type: noted }] : [];
  });
  if (variables.length === 0) return undefined;
  const types = new Set<NotedType>();
  for (const { type } of variables) collectTypes(type, types);
  return { variables, possible: [...types].reduce((sum, type) => sum + namesOf(type), 0) };
}

const known = new WeakMap<GraphQLNamedInputType, NotedType>();

function notedType(type: GraphQLNamedInputType): NotedType | undefined {
  const remembered = known.get(type);
  if (remembered) return remembered;
  if (isEnumType(type)) {
    const noted: NotedEnum = {
      kind: 'enum',
      name: type.name,
      values: new Set(type.getValues().map(({ name }) => name)),
    };
    known.set(type, noted);
    return noted;
  }
  if (!isInputObjectType(type)) return undefined;
  const fields = new Map<string, NotedField>();
  // Known before its fields are, which may be of its own type.
  const noted: NotedObject = { kind: 'object', name: type.name, fields };
  known.set(type, noted);
  for (const field of Object.values(type.getFields())) {
    const coordinate = `${type.name}.${field.name}`;
    fields.set(field.name, { coordinate, type: notedType(getNamedType(field.type)) });
  }
  return noted;
}

function collectTypes(type: NotedType, types: Set<NotedType>): void {
  if (types.has(type)) return;
  types.add(type);
  if (type.kind === 'enum') return;
  for (const field of type.fields.values()) if (field.type) collectTypes(field.type, types);
}

/** Of an object its own name is noted besides those of its fields. */
function namesOf(type: NotedType): number {
  return type.kind === 'enum' ? type.values.size : type.fields.size + 1;
}
