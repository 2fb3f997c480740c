import {
  Kind,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type TypeNode,
} from 'graphql';

/** A piece of the definition of an object or interface type. */
export type FieldsDefinition =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | InterfaceTypeExtensionNode;

/** An object or interface type of a supergraph, its extensions merged in. */
export interface CompositeType {
  readonly name: string;
  readonly isInterface: boolean;
  readonly directives: ConstDirectiveNode[];
  readonly interfaces: Set<string>;
  readonly fields: Map<string, FieldDefinitionNode>;
}

/** All object and interface types of a supergraph by their name. */
export class CompositeTypes {
  private readonly byName = new Map<string, CompositeType>();
  private readonly implementers = new Map<string, string[]>();

  constructor(document: DocumentNode) {
    for (const definition of document.definitions) if (isFieldsDefinition(definition)) this.add(definition);
    for (const type of this.byName.values()) {
      for (const name of type.interfaces) {
        this.implementers.set(name, [...(this.implementers.get(name) ?? []), type.name]);
      }
    }
  }

  get(name: string): CompositeType | undefined {
    return this.byName.get(name);
  }

  all(): IterableIterator<CompositeType> {
    return this.byName.values();
  }

  /** The objects and interfaces that implement the interface `name`. */
  implementersOf(name: string): readonly string[] {
    return this.implementers.get(name) ?? [];
  }

  private add(definition: FieldsDefinition): void {
    const name = definition.name.value;
    const type = this.byName.get(name) ?? emptyType(definition);
    this.byName.set(name, type);
    type.directives.push(...(definition.directives ?? []));
    for (const implemented of definition.interfaces ?? []) type.interfaces.add(implemented.name.value);
    for (const field of definition.fields ?? []) type.fields.set(field.name.value, field);
  }
}

/** True for definitions and extensions of object and interface types. */
export function isFieldsDefinition(definition: DefinitionNode): definition is FieldsDefinition {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.OBJECT_TYPE_EXTENSION ||
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION ||
    definition.kind === Kind.INTERFACE_TYPE_EXTENSION
  );
}

/** The name of a type without its lists and non-nulls. */
export function namedTypeOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
}

function emptyType({ name, kind }: FieldsDefinition): CompositeType {
  return {
    name: name.value,
    isInterface: kind === Kind.INTERFACE_TYPE_DEFINITION || kind === Kind.INTERFACE_TYPE_EXTENSION,
    directives: [],
    interfaces: new Set(),
    fields: new Map(),
  };
}
