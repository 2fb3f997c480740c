import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type TypeNode,
} from 'graphql';

/** A set of subgraphs, one bit each. */
export type SubgraphSet = bigint;

/** Which subgraphs can resolve one field. */
export interface FieldChoices {
  readonly typeName: string;
  readonly subgraphs: SubgraphSet;
}

/** Which subgraphs know one type, and where its objects can be entered by a key. */
export interface TypeChoices {
  readonly subgraphs: SubgraphSet;
  readonly enterable: SubgraphSet;
  readonly fields: ReadonlyMap<string, FieldChoices>;
}

/** The object, interface and union types of a supergraph by name. */
export interface SupergraphChoices {
  readonly types: ReadonlyMap<string, TypeChoices>;
  /** All subgraphs. */
  readonly everywhere: SubgraphSet;
  readonly roots: { readonly query: string; readonly mutation: string; readonly subscription: string };
}

/** Reads from the join directives of a supergraph who can resolve what. Throws when the text is not GraphQL. */
export function subgraphChoices(sdl: string): SupergraphChoices {
  const { definitions } = parse(sdl, { noLocation: true });
  const bits = new Map<string, SubgraphSet>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const { name } of definition.values ?? []) bits.set(name.value, 1n << BigInt(bits.size));
  }
  const types = new Map<string, TypeChoices>();
  for (const definition of definitions) {
    if (
      definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
      definition.kind === Kind.INTERFACE_TYPE_DEFINITION ||
      definition.kind === Kind.UNION_TYPE_DEFINITION
    ) {
      types.set(definition.name.value, typeChoices(definition, bits));
    }
  }
  return { types, everywhere: (1n << BigInt(bits.size)) - 1n, roots: rootNames(definitions) };
}

function typeChoices(
  definition: {
    readonly directives?: readonly ConstDirectiveNode[];
    readonly fields?: readonly FieldDefinitionNode[];
  },
  bits: ReadonlyMap<string, SubgraphSet>,
): TypeChoices {
  const joins = directivesNamed(definition.directives, 'join__type');
  const subgraphs = union(joins, bits);
  const keys = joins.filter((join) => has(join, 'key') && !isSaid(join, 'resolvable', false));
  const fields = new Map<string, FieldChoices>();
  for (const field of definition.fields ?? []) {
    fields.set(field.name.value, {
      typeName: namedType(field.type),
      subgraphs: fieldSubgraphs(field, subgraphs, bits),
    });
  }
  return { subgraphs, enterable: union(keys, bits), fields };
}

/** A field without join directives is in every subgraph of its type; so is one whose directives name no subgraph. */
function fieldSubgraphs(
  field: FieldDefinitionNode,
  ofType: SubgraphSet,
  bits: ReadonlyMap<string, SubgraphSet>,
): SubgraphSet {
  const joins = directivesNamed(field.directives, 'join__field').filter((join) => has(join, 'graph'));
  if (joins.length === 0) return ofType;
  return union(
    joins.filter((join) => !isSaid(join, 'external', true) && !isSaid(join, 'usedOverridden', true)),
    bits,
  );
}

function union(joins: readonly ConstDirectiveNode[], bits: ReadonlyMap<string, SubgraphSet>): SubgraphSet {
  let set = 0n;
  for (const join of joins) {
    const graph = join.arguments?.find(({ name }) => name.value === 'graph')?.value;
    if (graph?.kind === Kind.ENUM) set |= bits.get(graph.value) ?? 0n;
  }
  return set;
}

function directivesNamed(
  directives: readonly ConstDirectiveNode[] | undefined,
  wanted: string,
): readonly ConstDirectiveNode[] {
  return (directives ?? []).filter(({ name }) => name.value === wanted);
}

function has(directive: ConstDirectiveNode, argument: string): boolean {
  return directive.arguments?.some(({ name }) => name.value === argument) ?? false;
}

function isSaid(directive: ConstDirectiveNode, argument: string, value: boolean): boolean {
  return (
    directive.arguments?.some(
      (given) =>
        given.name.value === argument && given.value.kind === Kind.BOOLEAN && given.value.value === value,
    ) ?? false
  );
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function rootNames(definitions: readonly DefinitionNode[]): SupergraphChoices['roots'] {
  const roots = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };
  for (const definition of definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const { operation, type } of definition.operationTypes ?? []) roots[operation] = type.name.value;
  }
  return roots;
}
