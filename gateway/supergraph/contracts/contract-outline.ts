import {
  baseType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  type FieldDefinition,
  type InterfaceType,
  type NamedSchemaElement,
  type NamedType,
  type ObjectType,
  type Schema,
  type Type,
} from '@apollo/federation-internals';

/** What a contract looks at of any element. */
export interface OutlinedElement {
  readonly coordinate: string;
  /** Its own tags, and those of what contains it. */
  readonly tags: ReadonlySet<string>;
  /** Hidden from everyone, contract or not. */
  readonly isInaccessible: boolean;
}

/** An argument of a field. */
export interface OutlinedArgument extends OutlinedElement {
  readonly type: string;
  readonly isRequired: boolean;
}

/** A field, an input field or an enum value. */
export interface OutlinedMember extends OutlinedElement {
  readonly name: string;
  /** Null for an enum value, which has no type. */
  readonly type: string | null;
  readonly arguments: readonly OutlinedArgument[];
}

/** A type that clients may see. */
export interface OutlinedType extends OutlinedElement {
  readonly kind: 'object' | 'interface' | 'union' | 'enum' | 'input' | 'scalar';
  readonly members: readonly OutlinedMember[];
  /** The members of a union, or the objects of an interface. */
  readonly possibleTypes: readonly string[];
  /** Whether it or anything in it carries any tag. */
  readonly isTagged: boolean;
  /** Whether some subgraph has a key for it. */
  readonly isEntity: boolean;
  readonly isRoot: boolean;
}

/** The names that specifications have in one supergraph; undefined for one that is not linked. */
export interface OutlineNames {
  readonly tag: string | undefined;
  readonly inaccessible: string | undefined;
  readonly joinType: string | undefined;
}

/** Reads the names of the directives that contracts are about. */
export function outlineNames(schema: Schema): OutlineNames {
  const nameOf = (specification: string, directive: string): string | undefined =>
    schema.coreFeatures
      ?.getByIdentity(`https://specs.apollo.dev/${specification}`)
      ?.directiveNameInSchema(directive);
  return {
    tag: nameOf('tag', 'tag'),
    inaccessible: nameOf('inaccessible', 'inaccessible'),
    joinType: nameOf('join', 'type'),
  };
}

/** All types of a supergraph by name but those that say how supergraphs are written. */
export function outlineContract(schema: Schema): ReadonlyMap<string, OutlinedType> {
  const reader = new OutlineReader(schema, outlineNames(schema));
  return new Map(
    schema
      .types()
      .filter((type) => schema.coreFeatures?.sourceFeature(type) === undefined)
      .map((type) => [type.name, reader.type(type)]),
  );
}

type AnyElement = NamedSchemaElement<never, never, never>;
type AnyField = FieldDefinition<ObjectType> | FieldDefinition<InterfaceType>;
type AnyArgument = ReturnType<AnyField['arguments']>[number];

class OutlineReader {
  private readonly roots: ReadonlySet<NamedType>;

  constructor(
    schema: Schema,
    private readonly names: OutlineNames,
  ) {
    this.roots = new Set(schema.schemaDefinition.roots().map(({ type }) => type));
  }

  type(type: NamedType): OutlinedType {
    const element = this.element(type, new Set());
    const members = this.members(type, element.tags);
    const inside = members.flatMap((member) => [member, ...member.arguments]);
    return {
      ...element,
      kind: kindOf(type),
      members,
      possibleTypes: isUnionType(type) || isInterfaceType(type) ? possibleTypes(type) : [],
      isTagged: [element, ...inside].some(({ tags }) => tags.size > 0),
      isEntity: this.hasKey(type),
      isRoot: this.roots.has(type),
    };
  }

  private members(type: NamedType, inherited: ReadonlySet<string>): readonly OutlinedMember[] {
    if (isEnumType(type)) {
      return type.values.map((value) => ({
        ...this.element(value, inherited),
        name: value.name,
        type: null,
        arguments: [],
      }));
    }
    if (isInputObjectType(type)) {
      return type.fields().map((field) => ({
        ...this.element(field, inherited),
        name: field.name,
        type: namedType(field.type),
        arguments: [],
      }));
    }
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    return type.fields().map((field) => this.field(field, inherited));
  }

  private field(field: AnyField, inherited: ReadonlySet<string>): OutlinedMember {
    const element = this.element(field, inherited);
    return {
      ...element,
      name: field.name,
      type: namedType(field.type),
      arguments: field.arguments().map((argument) => this.argument(argument, element.tags)),
    };
  }

  private argument(argument: AnyArgument, inherited: ReadonlySet<string>): OutlinedArgument {
    return {
      ...this.element(argument, inherited),
      type: namedType(argument.type),
      isRequired: argument.isRequired(),
    };
  }

  private element(element: unknown, inherited: ReadonlySet<string>): OutlinedElement {
    // The package's elements are generic over their parents, which do not matter here.
    const known = element as AnyElement;
    const { tag, inaccessible } = this.names;
    const own = tag === undefined ? [] : known.appliedDirectivesOf<{ name: string }>(tag);
    return {
      coordinate: known.coordinate,
      tags: new Set([...inherited, ...own.map((application) => application.arguments().name)]),
      isInaccessible: inaccessible !== undefined && known.hasAppliedDirective(inaccessible),
    };
  }

  private hasKey(type: NamedType): boolean {
    const { joinType } = this.names;
    if (joinType === undefined) return false;
    return type
      .appliedDirectivesOf<{ key?: string }>(joinType)
      .some((application) => application.arguments().key !== undefined);
  }
}

function namedType(type: Type | undefined): string {
  // A schema that was built has a type for each of its elements.
  return baseType(type as Type).name;
}

function possibleTypes(type: NamedType): readonly string[] {
  if (isUnionType(type)) return type.types().map(({ name }) => name);
  return isInterfaceType(type) ? type.possibleRuntimeTypes().map(({ name }) => name) : [];
}

function kindOf(type: NamedType): OutlinedType['kind'] {
  if (isObjectType(type)) return 'object';
  if (isInterfaceType(type)) return 'interface';
  if (isUnionType(type)) return 'union';
  if (isEnumType(type)) return 'enum';
  return isScalarType(type) ? 'scalar' : 'input';
}
