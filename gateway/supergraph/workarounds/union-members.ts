import {
  Kind,
  specifiedScalarTypes,
  type ConstDirectiveNode,
  type DocumentNode,
  type ObjectTypeDefinitionNode,
  type TypeDefinitionNode,
  type UnionTypeDefinitionNode,
} from 'graphql';
import { namedTypeOf } from './composite-types';
import { directivesNamed, graphOf, inGraph } from './graph-directives';
import { subgraphNames } from './subgraph-names';
import { isTypeDefinition } from './type-members';
import { argumentOf, specificationNames, type SpecificationNames } from './specification-names';

/** A supergraph whose unions have the same members in every subgraph. */
export interface SpreadUnions {
  readonly document: DocumentNode;
  /** By the name of a subgraph, the types that it does not know though `document` says so. */
  readonly madeUpTypes: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Where a union can be had from two subgraphs, the planner asks nobody for a member that one of them does not know. So all
 * are said to know all members, with all that these have; what the made-up ones are asked must be taken out of the plans.
 * Left as it is: a member that the subgraph knows outside of the union, one with inputs or abstract types unknown to it, and
 * one with values of which it knows a part only.
 */
export function spreadUnionMembers(document: DocumentNode): SpreadUnions {
  const spread = new Spread(document);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.UNION_TYPE_DEFINITION) spread.union(definition);
  }
  return spread.result();
}

const BUILT_IN: ReadonlySet<string> = new Set(specifiedScalarTypes.map(({ name }) => name));

class Spread {
  private readonly names: SpecificationNames;
  private readonly types = new Map<string, TypeDefinitionNode>();
  /** By the graph's value in the enum, the types it is to be given. */
  private readonly given = new Map<string, Set<string>>();
  private readonly members = new Map<string, ConstDirectiveNode[]>();

  constructor(private readonly document: DocumentNode) {
    this.names = specificationNames(document);
    for (const definition of document.definitions) {
      if ('name' in definition && definition.name && isTypeDefinition(definition)) {
        this.types.set(definition.name.value, definition);
      }
    }
  }

  union({ name, directives = [] }: UnionTypeDefinitionNode): void {
    const applied = directives.filter((directive) => directive.name.value === this.names.joinUnionMember);
    const graphs = new Set(directives.filter((one) => this.isJoinType(one)).map(graphOf));
    const all = new Set(applied.map((directive) => argumentOf(directive, 'member')));
    for (const graph of graphs) {
      const own = applied.filter((directive) => graphOf(directive) === graph);
      const known = new Set(own.map((directive) => argumentOf(directive, 'member')));
      for (const member of all) {
        const template = applied.find((directive) => argumentOf(directive, 'member') === member);
        if (known.has(member) || typeof member !== 'string' || !template || this.isIn(member, graph))
          continue;
        const needed = new Set(this.given.get(graph));
        if (!needed.has(member) && !this.collect(member, graph, needed)) continue;
        this.given.set(graph, needed);
        this.members.set(name.value, [...(this.members.get(name.value) ?? []), inGraph(template, graph)]);
      }
    }
  }

  result(): SpreadUnions {
    if (this.given.size === 0) return { document: this.document, madeUpTypes: new Map() };
    const definitions = this.document.definitions.map((definition) =>
      isTypeDefinition(definition) ? this.rewritten(definition) : definition,
    );
    const names = subgraphNames(this.document);
    const madeUpTypes = new Map([...this.given].map(([graph, types]) => [names.get(graph) ?? graph, types]));
    return { document: { ...this.document, definitions }, madeUpTypes };
  }

  /** Adds to `needed` what the graph must be given to know the type; false when that is more than is done here. */
  private collect(name: string, graph: string, needed: Set<string>): boolean {
    if (BUILT_IN.has(name) || needed.has(name)) return true;
    const type = this.types.get(name);
    if (this.isIn(name, graph)) return this.isWholeIn(type, graph);
    if (type?.kind === Kind.SCALAR_TYPE_DEFINITION || type?.kind === Kind.ENUM_TYPE_DEFINITION) {
      needed.add(name);
      return true;
    }
    if (type?.kind !== Kind.OBJECT_TYPE_DEFINITION) return false;
    needed.add(name);
    return (type.fields ?? []).every(
      (field) =>
        !field.directives?.some((directive) => argumentOf(directive, 'contextArguments')) &&
        [field, ...(field.arguments ?? [])].every((part) =>
          this.collect(namedTypeOf(part.type), graph, needed),
        ),
    );
  }

  /** False for a value type of which other subgraphs know more: that could not be had from what is made up here. */
  private isWholeIn(type: TypeDefinitionNode | undefined, graph: string): boolean {
    if (type?.kind !== Kind.OBJECT_TYPE_DEFINITION) return true;
    const joined = directivesNamed(type, this.names.joinType);
    if (joined.some((directive) => argumentOf(directive, 'key') !== undefined)) return true;
    return (type.fields ?? []).every((field) => {
      const own = directivesNamed(field, this.names.joinField);
      return own.length === 0 || own.some((directive) => graphOf(directive) === graph);
    });
  }

  private rewritten(definition: TypeDefinitionNode): TypeDefinitionNode {
    const members = this.members.get(definition.name.value);
    if (members) return { ...definition, directives: [...(definition.directives ?? []), ...members] };
    const graphs = [...this.given].flatMap(([graph, types]) =>
      types.has(definition.name.value) ? [graph] : [],
    );
    const template = definition.directives?.find((directive) => this.isJoinType(directive));
    if (graphs.length === 0 || !template) return definition;
    const own = {
      ...template,
      arguments: template.arguments?.filter(({ name }) => name.value === 'graph') ?? [],
    };
    const directives = [...(definition.directives ?? []), ...graphs.map((graph) => inGraph(own, graph))];
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
        return { ...definition, directives, fields: this.fieldsIn(definition, graphs) };
      case Kind.ENUM_TYPE_DEFINITION:
        return {
          ...definition,
          directives,
          values: (definition.values ?? []).map((value) => ({
            ...value,
            directives: this.alsoIn(value.directives ?? [], this.names.joinEnumValue, graphs),
          })),
        };
      default:
        return { ...definition, directives };
    }
  }

  private fieldsIn({ fields = [] }: ObjectTypeDefinitionNode, graphs: readonly string[]): typeof fields {
    return fields.map((field) => ({
      ...field,
      directives: this.alsoIn(field.directives ?? [], this.names.joinField, graphs),
    }));
  }

  /** Without such a directive, what carries it is in all graphs of its type. */
  private alsoIn(
    directives: readonly ConstDirectiveNode[],
    name: string,
    graphs: readonly string[],
  ): readonly ConstDirectiveNode[] {
    const template = directives.find(
      (one) => one.name.value === name && argumentOf(one, 'graph') !== undefined,
    );
    if (!template) return directives;
    const bare = {
      ...template,
      arguments: template.arguments?.filter((one) => one.name.value === 'graph') ?? [],
    };
    return [...directives, ...graphs.map((graph) => inGraph(bare, graph))];
  }

  private isIn(name: string, graph: string): boolean {
    const directives = this.types.get(name)?.directives ?? [];
    return directives.some((directive) => this.isJoinType(directive) && graphOf(directive) === graph);
  }

  private isJoinType({ name }: ConstDirectiveNode): boolean {
    return name.value === this.names.joinType;
  }
}
