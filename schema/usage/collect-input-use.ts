import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  Kind,
  type ArgumentNode,
  type GraphQLArgument,
  type GraphQLInputType,
  type ObjectValueNode,
  type ValueNode,
} from 'graphql';
import { type ArgumentUse, type VariableInput, type WrittenInput } from './operation-use';

/** The variables of an operation: whether each may be absent, and whether it may be null. */
export type VariableTraits = ReadonlyMap<
  string,
  { readonly mayBeAbsent: boolean; readonly mayBeNull: boolean }
>;

/** Notes how `given` uses `definitions`, in `use` and, for what is written in it, in `written`. */
export function collectArguments(
  definitions: readonly GraphQLArgument[],
  given: readonly ArgumentNode[],
  variables: VariableTraits,
  use: ArgumentUse,
  written: WrittenInput,
): void {
  for (const { name, type } of definitions) {
    const value = given.find((argument) => argument.name.value === name)?.value;
    noteGiven(use, name, value, variables);
    if (!value) continue;
    use.given.add(name);
    collectValue(type, value, variables, written);
  }
}

/** Notes what a value in a document sends. */
export function collectValue(
  type: GraphQLInputType,
  value: ValueNode,
  variables: VariableTraits,
  written: WrittenInput,
): void {
  const named = getNamedType(type);
  if (value.kind === Kind.VARIABLE || value.kind === Kind.NULL) return;
  if (value.kind === Kind.LIST) {
    // Types of items differ from the list's in nothing that matters here.
    for (const item of value.values) collectValue(named, item, variables, written);
    return;
  }
  written.types.add(named.name);
  if (value.kind === Kind.OBJECT && isInputObjectType(named)) {
    if (!isOneField(value, variables)) written.notOneField.add(named.name);
    for (const field of Object.values(named.getFields())) {
      const coordinate = `${named.name}.${field.name}`;
      const inner = value.fields.find(({ name }) => name.value === field.name)?.value;
      noteGiven(written, coordinate, inner, variables);
      if (!inner) continue;
      written.fields.add(coordinate);
      collectValue(field.type, inner, variables, written);
    }
  } else if (value.kind === Kind.ENUM && isEnumType(named)) {
    written.values.add(`${named.name}.${value.value}`);
  }
}

function isOneField({ fields }: ObjectValueNode, variables: VariableTraits): boolean {
  const [first] = fields;
  if (fields.length !== 1 || !first || first.value.kind === Kind.NULL) return false;
  return first.value.kind !== Kind.VARIABLE || !variables.get(first.value.name.value)?.mayBeNull;
}

/** Notes all that a variable of a type may carry. */
export function collectPossible(type: GraphQLInputType, use: VariableInput): void {
  const named = getNamedType(type);
  if (use.types.has(named.name)) return;
  use.types.add(named.name);
  if (isEnumType(named)) {
    use.enums.add(named.name);
    for (const { name } of named.getValues()) use.values.add(`${named.name}.${name}`);
  } else if (isInputObjectType(named)) {
    use.objects.add(named.name);
    for (const field of Object.values(named.getFields())) {
      use.fields.add(`${named.name}.${field.name}`);
      collectPossible(field.type, use);
    }
  }
}

function noteGiven(
  use: { readonly leftOut: Set<string>; readonly nullable: Set<string> },
  key: string,
  value: ValueNode | undefined,
  variables: VariableTraits,
): void {
  const variable = value?.kind === Kind.VARIABLE ? variables.get(value.name.value) : undefined;
  if (!value || variable?.mayBeAbsent) use.leftOut.add(key);
  if (value?.kind === Kind.NULL || variable?.mayBeNull) use.nullable.add(key);
}
