import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
} from 'graphql';
import { type Choices } from '../choices';

/** The variables of an operation while it is written. */
export interface VariablesInMaking {
  readonly definitions: string[];
  readonly values: Record<string, unknown>;
}

/** Writes the arguments of a field, with parentheses; empty when none is given. */
export function writeArguments(
  choose: Choices,
  declared: readonly GraphQLArgument[],
  variables: VariablesInMaking,
): string {
  const given = declared.flatMap((argument) => {
    if (!isRequired(argument) && choose.oneIn(3)) return [];
    return [`${argument.name}: ${writeValue(choose, argument.type, variables, 3)}`];
  });
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}

/** Defines a variable of `type` and gives it a value, or none where it may do without. Returns `$name`. */
export function writeVariable(choose: Choices, type: GraphQLInputType, variables: VariablesInMaking): string {
  const name = `v${variables.definitions.length}`;
  const isOptional = !isNonNullType(type);
  // A default lets a nullable variable stand where null must not.
  const defaults = choose.oneIn(3) ? ` = ${writeLiteral(choose, getNullableType(type), 2)}` : '';
  const declared = defaults !== '' && !isOptional && choose.oneIn(2) ? getNullableType(type) : type;
  variables.definitions.push(`$${name}: ${String(declared)}${defaults}`);
  const mayOmit = defaults !== '' || isOptional;
  if (!mayOmit || !choose.oneIn(3)) {
    const value = chooseValue(choose, type, 2);
    // `__proto__` as a key of JSON is a key like any other.
    Object.defineProperty(variables.values, name, { value, enumerable: true, configurable: true });
  }
  return `$${name}`;
}

function isRequired({ type, defaultValue }: GraphQLArgument | GraphQLInputField): boolean {
  return isNonNullType(type) && defaultValue === undefined;
}

function writeValue(
  choose: Choices,
  type: GraphQLInputType,
  variables: VariablesInMaking,
  depth: number,
): string {
  if (choose.oneIn(3)) return writeVariable(choose, type, variables);
  const nullable = getNullableType(type);
  if (!isNonNullType(type) && choose.oneIn(8)) return 'null';
  if (isListType(nullable)) {
    const { ofType } = nullable as { readonly ofType: GraphQLInputType }; // lists of input hold input
    return writeList(choose, () => writeValue(choose, ofType, variables, depth - 1));
  }
  if (isInputObjectType(nullable)) {
    return writeObject(choose, Object.values(nullable.getFields()), depth, (field) =>
      writeValue(choose, field, variables, depth - 1),
    );
  }
  return writeLiteral(choose, nullable, depth);
}

/** A constant of `type`, as the source text of a document. */
function writeLiteral(choose: Choices, type: GraphQLInputType, depth: number): string {
  const nullable = getNullableType(type);
  if (!isNonNullType(type) && choose.oneIn(10)) return 'null';
  if (isListType(nullable)) {
    const { ofType } = nullable as { readonly ofType: GraphQLInputType }; // lists of input hold input
    // A single value stands for a list of one.
    if (choose.oneIn(6)) return writeLiteral(choose, ofType, depth - 1);
    return writeList(choose, () => writeLiteral(choose, ofType, depth - 1));
  }
  if (isInputObjectType(nullable)) {
    return writeObject(choose, Object.values(nullable.getFields()), depth, (field) =>
      writeLiteral(choose, field, depth - 1),
    );
  }
  if (isEnumType(nullable)) return choose.of(nullable.getValues()).name;
  return choose.of(LITERALS[nullable.name] ?? ['1']);
}

const LITERALS: Readonly<Record<string, readonly string[]>> = {
  Int: ['0', '1', '-7', '2147483647'],
  Float: ['0.5', '3', '-1e10'],
  String: ['""', '"a \\"quoted\\" text"', '"""block\n  text"""', '"\\u00e9 😀"'],
  Boolean: ['true', 'false'],
  ID: ['"id"', '7', '"7"'],
  JSON: ['{a: 1, b: [true, null, "x"]}', '"text"', '1.5', '[]', '{}'],
};

function writeList(choose: Choices, item: () => string): string {
  return `[${Array.from({ length: choose.below(3) }, item).join(', ')}]`;
}

function writeObject(
  choose: Choices,
  fields: readonly GraphQLInputField[],
  depth: number,
  write: (type: GraphQLInputType) => string,
): string {
  const given = fields.flatMap((field) => {
    if (!isRequired(field) && (depth <= 0 || choose.oneIn(2))) return [];
    return [`${field.name}: ${write(field.type)}`];
  });
  return `{${given.join(', ')}}`;
}

const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  Int: [0, 1, -7, 2147483647],
  Float: [0.5, 3, -1e10],
  String: ['', 'a "quoted" \\ text', '\u2028', '😀'],
  Boolean: [true, false],
  ID: ['id', 7, '7'],
  JSON: [JSON.parse('{"a":1,"__proto__":{"b":null}}'), 'text', 1.5, [], {}, [[null]]],
};

/** A value of `type` as a client sends it. */
function chooseValue(choose: Choices, type: GraphQLInputType, depth: number): unknown {
  const nullable = getNullableType(type);
  if (!isNonNullType(type) && choose.oneIn(6)) return null;
  if (isListType(nullable)) {
    const { ofType } = nullable as { readonly ofType: GraphQLInputType }; // lists of input hold input
    return Array.from({ length: choose.below(3) }, () => chooseValue(choose, ofType, depth - 1));
  }
  if (isInputObjectType(nullable)) {
    const given = Object.values(nullable.getFields()).filter(
      (field) => isRequired(field) || (depth > 0 && choose.oneIn(2)),
    );
    return Object.fromEntries(
      given.map(({ name, type: inner }) => [name, chooseValue(choose, inner, depth - 1)]),
    );
  }
  if (isEnumType(nullable)) return choose.of(nullable.getValues()).name;
  return choose.of(VALUES[nullable.name] ?? [1]);
}
