import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

interface Noted {
  readonly coordinate: string;
  readonly name: string;
  readonly description: string | null;
  readonly deprecationReason: string | null;
}

/** A field of an object or interface. */
export interface LintedField extends Noted {
  readonly kind: 'field';
  readonly field: GraphQLField<unknown, unknown>;
  readonly parent: GraphQLObjectType | GraphQLInterfaceType;
}

/** Something that clients see and rules look at. */
export type LintElement =
  | LintedField
  | (Noted & { readonly kind: 'type'; readonly type: GraphQLNamedType })
  | (Noted & { readonly kind: 'argument'; readonly argument: GraphQLArgument })
  | (Noted & { readonly kind: 'inputField'; readonly field: GraphQLInputField })
  | (Noted & { readonly kind: 'value' })
  | (Noted & { readonly kind: 'directive' });

/** Everything that clients see of a graph but what GraphQL itself defines. */
export function* lintElements(api: GraphQLSchema): Iterable<LintElement> {
  for (const type of Object.values(api.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    yield { kind: 'type', type, ...noted(type.name, type) };
    yield* membersOf(type);
  }
  for (const directive of api.getDirectives()) {
    if (isSpecifiedDirective(directive)) continue;
    yield { kind: 'directive', ...noted(`@${directive.name}`, directive) };
    yield* argumentsOf(`@${directive.name}`, directive.args);
  }
}

function* membersOf(type: GraphQLNamedType): Iterable<LintElement> {
  if (isEnumType(type)) {
    for (const value of type.getValues())
      yield { kind: 'value', ...noted(`${type.name}.${value.name}`, value) };
  } else if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      yield { kind: 'inputField', field, ...noted(`${type.name}.${field.name}`, field) };
    }
  } else if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      yield { kind: 'field', field, parent: type, ...noted(coordinate, field) };
      yield* argumentsOf(coordinate, field.args);
    }
  }
}

function* argumentsOf(parent: string, args: readonly GraphQLArgument[]): Iterable<LintElement> {
  for (const argument of args) {
    yield { kind: 'argument', argument, ...noted(`${parent}(${argument.name}:)`, argument) };
  }
}

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly deprecationReason?: string | null | undefined;
}

function noted(coordinate: string, { name, description, deprecationReason }: Described): Noted {
  return {
    coordinate,
    name,
    description: description ?? null,
    deprecationReason: deprecationReason ?? null,
  };
}
