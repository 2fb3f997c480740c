import {
  Kind,
  parse,
  print,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { type OperationUse } from '../usage/operation-use';

// Planning is what a check spends its time on, and most changes touch few operations. An operation has the same plan in two
// versions when all that the planner looks at for it is the same: the types and fields that it uses, where they are
// resolved, by which keys, and the same of all fields that keys and `@requires` name in turn.

/** All of a supergraph that can decide the plan of an operation, as text: equal texts, equal plans. */
export interface SupergraphSlices {
  /** Undefined when it cannot be told. */
  sliceFor(use: OperationUse): string | undefined;
}

/** Cuts the text of a supergraph, which is valid, into what each operation depends on. */
export function createSupergraphSlices(sdl: string): SupergraphSlices {
  const { definitions } = parse(sdl, { noLocation: true });
  const types = new Map<string, SlicedType>();
  for (const definition of definitions) {
    const type = slicedType(definition, definitions);
    if (type) types.set(type.name, type);
  }
  const graphs = graphNames(definitions);
  const roots = rootsOf(definitions);
  // What is set by `@context` comes from types above that no field of the operation names.
  const isContextual = sdl.includes('contextArguments: [{');
  return {
    sliceFor: (use) => {
      if (isContextual) return undefined;
      const slice = new Slice(types);
      for (const name of [...use.outputTypes, ...use.objectTypes]) slice.addType(name);
      for (const coordinate of use.fields.keys()) slice.addCoordinate(coordinate);
      return [...roots, ...slice.texts(), ...graphs].join('\n');
    },
  };
}

interface SlicedType {
  readonly name: string;
  /** All but its fields. */
  readonly head: string;
  readonly fields: ReadonlyMap<string, SlicedField>;
  /** Its interfaces and, of an abstract type, the types that may stand for it. */
  readonly relatives: readonly string[];
  /** Field sets of keys. */
  readonly keys: readonly string[];
}

interface SlicedField {
  readonly text: string;
  readonly typeName: string;
  /** Field sets on its own type. */
  readonly provides: readonly string[];
  /** Field sets on the type that it belongs to. */
  readonly requires: readonly string[];
}

class Slice {
  private readonly parts = new Map<string, string>();

  constructor(private readonly types: ReadonlyMap<string, SlicedType>) {}

  texts(): readonly string[] {
    return [...this.parts.keys()].sort().map((key) => this.parts.get(key) ?? '');
  }

  addType(name: string): void {
    const type = this.types.get(name);
    if (!type || this.parts.has(name)) return;
    this.parts.set(name, type.head);
    for (const relative of type.relatives) this.addType(relative);
    for (const key of type.keys) this.addFieldSet(name, key);
  }

  addCoordinate(coordinate: string): void {
    const [typeName = '', fieldName = ''] = coordinate.split('.');
    this.addField(typeName, fieldName);
  }

  private addField(typeName: string, fieldName: string): void {
    const type = this.types.get(typeName);
    const field = type?.fields.get(fieldName);
    const key = `${typeName}.${fieldName}`;
    if (!type || !field || this.parts.has(key)) return;
    this.parts.set(key, `${key}: ${field.text}`);
    this.addType(typeName);
    this.addType(field.typeName);
    // It may be resolved through an interface, or by each type that stands for it.
    for (const relative of type.relatives) this.addField(relative, fieldName);
    for (const set of field.requires) this.addFieldSet(typeName, set);
    for (const set of field.provides) this.addFieldSet(field.typeName, set);
  }

  private addFieldSet(typeName: string, set: string): void {
    const [definition] = parse(`{${set}}`, { noLocation: true }).definitions;
    if (definition?.kind === Kind.OPERATION_DEFINITION) this.addSelections(typeName, definition.selectionSet);
  }

  private addSelections(typeName: string, { selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        this.addField(typeName, selection.name.value);
        const inner = this.types.get(typeName)?.fields.get(selection.name.value)?.typeName;
        if (selection.selectionSet && inner !== undefined) this.addSelections(inner, selection.selectionSet);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value ?? typeName;
        this.addType(condition);
        this.addSelections(condition, selection.selectionSet);
      }
    }
  }
}

function slicedType(definition: DefinitionNode, all: readonly DefinitionNode[]): SlicedType | undefined {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION: {
      const name = definition.name.value;
      const interfaces = (definition.interfaces ?? []).map((each) => each.name.value);
      const implementing =
        definition.kind === Kind.INTERFACE_TYPE_DEFINITION
          ? all.flatMap((each) => (isFieldsType(each) && implementsIt(each, name) ? [each.name.value] : []))
          : [];
      return {
        name,
        head: `${definition.kind} ${name} ${[...interfaces, ...implementing].join(' ')} ${joins(definition.directives)}`,
        fields: new Map((definition.fields ?? []).map((field) => [field.name.value, slicedField(field)])),
        relatives: [...interfaces, ...implementing],
        keys: fieldSets(definition.directives, 'key'),
      };
    }
    case Kind.UNION_TYPE_DEFINITION: {
      const relatives = (definition.types ?? []).map((each) => each.name.value);
      const head = `union ${definition.name.value} ${relatives.join(' ')} ${joins(definition.directives)}`;
      return { name: definition.name.value, head, fields: new Map(), relatives, keys: [] };
    }
    default:
      return undefined;
  }
}

type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

function isFieldsType(definition: DefinitionNode): definition is FieldsType {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION
  );
}

function implementsIt({ interfaces = [] }: FieldsType, name: string): boolean {
  return interfaces.some((each) => each.name.value === name);
}

function slicedField({ type, arguments: args = [], directives }: FieldDefinitionNode): SlicedField {
  const shown = args.map((argument) => `${argument.name.value}: ${print(argument.type)}`);
  return {
    text: `(${shown.join(', ')}): ${print(type)} ${joins(directives)}`,
    typeName: namedType(type),
    provides: fieldSets(directives, 'provides'),
    requires: fieldSets(directives, 'requires'),
  };
}

/** Other directives, such as tags and costs, do not matter to the planner. */
function joins(directives: readonly ConstDirectiveNode[] = []): string {
  return directives
    .filter(({ name }) => /^(join__|inaccessible$)/.test(name.value))
    .map(print)
    .join(' ');
}

function fieldSets(directives: readonly ConstDirectiveNode[] = [], argument: string): readonly string[] {
  return directives.flatMap(({ arguments: given = [] }) => {
    const value = given.find(({ name }) => name.value === argument)?.value;
    return value?.kind === Kind.STRING ? [value.value] : [];
  });
}

function rootsOf(definitions: readonly DefinitionNode[]): readonly string[] {
  return definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION ? definition.operationTypes.map(print) : [],
  );
}

/** The subgraphs by the names that the planner knows them by; where they are found does not matter to it. */
function graphNames(definitions: readonly DefinitionNode[]): readonly string[] {
  return definitions.flatMap((definition) => {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') return [];
    return (definition.values ?? []).map(({ name, directives = [] }) => {
      const subgraph = fieldSets(directives, 'name').join();
      return `${name.value}=${subgraph}`;
    });
  });
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
