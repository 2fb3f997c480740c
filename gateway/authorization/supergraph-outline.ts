import {
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type TypeNode,
} from 'graphql';

/** One field of the supergraph, as far as authorization looks at it. */
export interface FieldOutline {
  readonly typeName: string;
  readonly directives: readonly ConstDirectiveNode[];
}

/** One type of the supergraph, its extensions merged in. */
export interface TypeOutline {
  readonly name: string;
  readonly kind: 'object' | 'interface' | 'union' | 'leaf' | 'input';
  readonly directives: ConstDirectiveNode[];
  readonly interfaces: Set<string>;
  readonly members: Set<string>;
  readonly fields: Map<string, FieldOutline>;
}

const KINDS: Readonly<Partial<Record<Kind, TypeOutline['kind']>>> = {
  [Kind.OBJECT_TYPE_DEFINITION]: 'object',
  [Kind.OBJECT_TYPE_EXTENSION]: 'object',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'interface',
  [Kind.INTERFACE_TYPE_EXTENSION]: 'interface',
  [Kind.UNION_TYPE_DEFINITION]: 'union',
  [Kind.UNION_TYPE_EXTENSION]: 'union',
  [Kind.ENUM_TYPE_DEFINITION]: 'leaf',
  [Kind.ENUM_TYPE_EXTENSION]: 'leaf',
  [Kind.SCALAR_TYPE_DEFINITION]: 'leaf',
  [Kind.SCALAR_TYPE_EXTENSION]: 'leaf',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'input',
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: 'input',
};

/** All types of a supergraph by name, with the directives written on them. */
export function outlineSupergraph(sdl: string): ReadonlyMap<string, TypeOutline> {
  const types = new Map<string, TypeOutline>();
  for (const definition of parse(sdl, { noLocation: true }).definitions) addDefinition(types, definition);
  return types;
}

/** The value of one argument of a directive; undefined when it is absent. */
export function directiveArgument(directive: ConstDirectiveNode, name: string): unknown {
  const argument = directive.arguments?.find((candidate) => candidate.name.value === name);
  return argument && valueFromASTUntyped(argument.value);
}

/** The names of the object types a value of type `name` can have; the type itself for an object. */
export function possibleTypes(types: ReadonlyMap<string, TypeOutline>, name: string): readonly string[] {
  const type = types.get(name);
  if (type?.kind === 'object') return [name];
  if (type?.kind === 'union') return [...type.members];
  return [...types.values()]
    .filter((candidate) => candidate.kind === 'object' && candidate.interfaces.has(name))
    .map((candidate) => candidate.name);
}

function addDefinition(types: Map<string, TypeOutline>, definition: DefinitionNode): void {
  const kind = KINDS[definition.kind];
  if (kind === undefined || !('name' in definition) || definition.name === undefined) return;
  const name = definition.name.value;
  const type = types.get(name) ?? emptyType(name, kind);
  types.set(name, type);
  if ('directives' in definition && definition.directives) {
    for (const directive of definition.directives) {
      // Directives on type definitions are always constant; the union with executable definitions hides that.
      type.directives.push(directive as ConstDirectiveNode);
    }
  }
  if ('interfaces' in definition) {
    for (const implemented of definition.interfaces ?? []) type.interfaces.add(implemented.name.value);
  }
  if ('types' in definition) for (const member of definition.types ?? []) type.members.add(member.name.value);
  if ('fields' in definition) for (const field of definition.fields ?? []) addField(type, field);
}

function addField(type: TypeOutline, field: Pick<FieldDefinitionNode, 'name' | 'type' | 'directives'>): void {
  type.fields.set(field.name.value, { typeName: namedType(field.type), directives: field.directives ?? [] });
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function emptyType(name: string, kind: TypeOutline['kind']): TypeOutline {
  return { name, kind, directives: [], interfaces: new Set(), members: new Set(), fields: new Map() };
}
