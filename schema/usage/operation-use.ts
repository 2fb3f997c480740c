/** How the arguments of a field are given where an operation selects it. */
export interface ArgumentUse {
  readonly given: Set<string>;
  /** Left out at least once, or given by a variable that may be absent. */
  readonly leftOut: Set<string>;
  /** Null at least once, or given by a variable that may be null. */
  readonly nullable: Set<string>;
}

/** What of the input types a document sends. */
export interface WrittenInput {
  /** Names of input objects, enums and scalars. */
  readonly types: Set<string>;
  /** `Input.field`. */
  readonly fields: Set<string>;
  /** `Enum.VALUE`. */
  readonly values: Set<string>;
  /** `Input.field` that is left out at least once although its object is sent. */
  readonly leftOut: Set<string>;
  /** `Input.field` that is null at least once, or given by a variable that may be null. */
  readonly nullable: Set<string>;
  /** Input objects that are given another number of fields than one at least once, or null as the only one. */
  readonly notOneField: Set<string>;
}

/** What of the input types variables may carry. */
export interface VariableInput {
  /** Names of input objects, enums and scalars. */
  readonly types: Set<string>;
  readonly objects: Set<string>;
  readonly enums: Set<string>;
  /** `Input.field`. */
  readonly fields: Set<string>;
  /** `Enum.VALUE`. */
  readonly values: Set<string>;
}

/** How an operation uses a directive. */
export interface DirectiveUse {
  readonly arguments: ArgumentUse;
  readonly locations: Set<string>;
  isRepeated: boolean;
}

/** All that one operation touches of a schema. */
export interface OperationUse {
  /** The root type, types of selected fields, and types that fragments are on. */
  readonly outputTypes: Set<string>;
  /** Types of the objects of which a field is selected, also where only an interface or union is named. */
  readonly objectTypes: Set<string>;
  /** `Type.field`, of the type that the document names and of each object type that may answer there. */
  readonly fields: Map<string, ArgumentUse>;
  /** `Abstract>Object`: objects of this type are asked for something where the interface or union is expected. */
  readonly members: Set<string>;
  readonly directives: Map<string, DirectiveUse>;
  /** What is written in the document. */
  readonly written: WrittenInput;
  /** What variables may carry by their types. */
  readonly variable: VariableInput;
}

/** Nothing yet. */
export function noArgumentUse(): ArgumentUse {
  return { given: new Set(), leftOut: new Set(), nullable: new Set() };
}

/** Nothing yet. */
export function noUse(): OperationUse {
  return {
    outputTypes: new Set(),
    objectTypes: new Set(),
    fields: new Map(),
    members: new Set(),
    directives: new Map(),
    written: {
      types: new Set(),
      fields: new Set(),
      values: new Set(),
      leftOut: new Set(),
      nullable: new Set(),
      notOneField: new Set(),
    },
    variable: {
      types: new Set(),
      objects: new Set(),
      enums: new Set(),
      fields: new Set(),
      values: new Set(),
    },
  };
}
