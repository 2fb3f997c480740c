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
import { isRecord } from '../support/is-record';

/** A variable that may carry enum values or input objects. */
interface NotedVariable {
  readonly name: string;
  readonly type: GraphQLNamedInputType;
}

/** What of the variables of an operation is worth noting. */
export interface NotedVariables {
  readonly variables: readonly NotedVariable[];
  /** How many names there are to be seen. */
  readonly possible: number;
}

/** The variables of an operation that may carry enum values or input objects; undefined when there are none. */
export function notedVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): NotedVariables | undefined {
  const names = new Set<string>();
  const variables = variableDefinitions.flatMap(({ variable, type: node }) => {
    const type = typeFromAST(schema, node);
    if (!isInputType(type)) return [];
    const named = getNamedType(type);
    if (!isEnumType(named) && !isInputObjectType(named)) return [];
    collectNames(named, names);
    return [{ name: variable.name.value, type: named }];
  });
  return variables.length > 0 ? { variables, possible: names.size } : undefined;
}

/** The enum values and input fields that were seen. They are names of the schema: nothing of a value gets in here. */
export class SeenInput {
  private readonly names = new Set<string>();

  constructor(private readonly noted: NotedVariables) {}

  /** Notes what valid variables carry. Once all there is has been seen it costs nothing. */
  note(given: Readonly<Record<string, unknown>>): void {
    if (this.names.size === this.noted.possible) return;
    for (const { name, type } of this.noted.variables) this.noteValue(type, given[name]);
  }

  /** `Enum.VALUE` by its enum. */
  get values(): Record<string, string[]> {
    const values: Record<string, string[]> = {};
    for (const name of [...this.names].sort()) {
      const [type = '', value = ''] = name.split('.');
      if (name.startsWith(ENUM)) (values[type.slice(ENUM.length)] ??= []).push(value);
    }
    return values;
  }

  /** `Input.field` of each field, and `Input` of each type of which there was an object. */
  get inputFields(): string[] {
    return [...this.names].filter((name) => !name.startsWith(ENUM)).sort();
  }

  private noteValue(type: GraphQLNamedInputType, value: unknown): void {
    if (Array.isArray(value)) {
      for (const item of value as readonly unknown[]) this.noteValue(type, item);
    } else if (isEnumType(type)) {
      if (typeof value === 'string' && type.getValue(value)) this.names.add(`${ENUM}${type.name}.${value}`);
    } else if (isInputObjectType(type) && isRecord(value)) {
      this.names.add(type.name);
      const fields = type.getFields();
      for (const name of Object.keys(value)) {
        const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
        if (!field) continue;
        this.names.add(`${type.name}.${name}`);
        this.noteValue(getNamedType(field.type), value[name]);
      }
    }
  }
}

/** Marks the names of enum values among all names. */
const ENUM = '=';

function collectNames(type: GraphQLNamedInputType, names: Set<string>): void {
  if (isEnumType(type)) {
    for (const { name } of type.getValues()) names.add(`${ENUM}${type.name}.${name}`);
  } else if (isInputObjectType(type) && !names.has(type.name)) {
    names.add(type.name);
    for (const field of Object.values(type.getFields())) {
      names.add(`${type.name}.${field.name}`);
      collectNames(getNamedType(field.type), names);
    }
  }
}
