import {
  Kind,
  type ConstDirectiveNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type EnumValueDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql';
import {
  bareJoinType,
  directivesNamed,
  externalFieldOf,
  graphOf,
  inGraph,
  joinFieldOf,
  joinGraphOf,
} from './graph-directives';
import { isolatedSubgraphs, type IsolatedFields, type IsolatedSubgraph } from './isolated-subgraphs';
import { argumentOf, specificationNames, type SpecificationNames } from './specification-names';
import { isTypeDefinition, withMembers, type Member } from './type-members';

/** A supergraph in which no chain of requirements can be mistaken for none. */
export interface IsolatedRequirements {
  readonly document: DocumentNode;
  /** The name of the real subgraph by that of each one that was made up for a part of it. */
  readonly realSubgraphs: ReadonlyMap<string, string>;
}

/**
 * The planner asks a subgraph even for a field that is `@external` there, when a chain of requirements comes by: `f2` of b
 * requires `f1` of a, which requires `f0` of b, and so a is asked for `f0` and `f1` at once, and answers nonsense. So each
 * link of such a chain becomes a subgraph of its own, the only one that declares what it requires: whoever wants it has
 * to go there. In finished plans it is the real subgraph again.
 */
export function isolateRequirements(document: DocumentNode): IsolatedRequirements {
  const subgraphs = isolatedSubgraphs(document);
  if (subgraphs.length === 0) return { document, realSubgraphs: new Map() };
  const names = specificationNames(document);
  const definitions = document.definitions.map((definition) => {
    if (!isTypeDefinition(definition)) return definition;
    return withSubgraphs(isolateIn(definition, subgraphs, names), subgraphs, names);
  });
  return {
    document: { ...document, definitions },
    realSubgraphs: new Map(subgraphs.map(({ name, realName }) => [name, realName])),
  };
}

/** The enum of subgraphs with the new ones; any other type as it is. */
function withSubgraphs(
  type: TypeDefinitionNode,
  subgraphs: readonly IsolatedSubgraph[],
  { joinGraph }: SpecificationNames,
): TypeDefinitionNode {
  if (type.kind !== Kind.ENUM_TYPE_DEFINITION || !isEnumOfGraphs(type, joinGraph)) return type;
  const added = subgraphs.map(({ value, name }): EnumValueDefinitionNode => ({
    kind: Kind.ENUM_VALUE_DEFINITION,
    name: { kind: Kind.NAME, value },
    directives: [joinGraphOf(joinGraph, name)],
  }));
  return { ...type, values: [...(type.values ?? []), ...added] };
}

function isEnumOfGraphs({ values = [] }: EnumTypeDefinitionNode, joinGraph: string): boolean {
  return values.some((value) => directivesNamed(value, joinGraph).length > 0);
}

function isolateIn(
  type: TypeDefinitionNode,
  subgraphs: readonly IsolatedSubgraph[],
  names: SpecificationNames,
): TypeDefinitionNode {
  const name = type.name.value;
  const joined = directivesNamed(type, names.joinType);
  const involved = subgraphs.filter(
    ({ graph, entities, others }) =>
      // Every subgraph has a root for queries, if only for its entities.
      (name === 'Query' || entities.has(name) || others.has(name)) &&
      joined.some((directive) => graphOf(directive) === graph),
  );
  if (involved.length === 0) return type;
  const added = involved.flatMap(({ graph, value, entities }) => {
    const own = joined.filter((directive) => graphOf(directive) === graph);
    const kept = entities.has(name) ? own : own.slice(0, 1).map(bareJoinType);
    return kept.map((directive) => inGraph(directive, value));
  });
  const graphs = [...new Set(joined.map(graphOf))];
  const isWhole = involved.every((subgraph) => takesWhole(subgraph, name));
  return withMembers({ ...type, directives: [...(type.directives ?? []), ...added] }, (member) => {
    let changed = isWhole ? member : explicit(member, graphs, names);
    for (const subgraph of involved) {
      const fields = subgraph.entities.get(name);
      if (fields) changed = isolateMember(changed, fields, subgraph, name, names);
      else if (takes(subgraph, name, member)) changed = copyMember(changed, subgraph, names);
    }
    return changed;
  });
}

function takesWhole({ entities, others }: IsolatedSubgraph, name: string): boolean {
  return !entities.has(name) && others.has(name) && others.get(name) === undefined;
}

function takes({ others }: IsolatedSubgraph, name: string, member: Member): boolean {
  return others.has(name) && others.get(name)?.has(member.name.value) !== false;
}

/** Says of which subgraphs a field is, so that it does not become one of a new subgraph, too. */
function explicit(member: Member, graphs: readonly string[], { joinField }: SpecificationNames): Member {
  if (directivesNamed(member, joinField).length > 0) return member;
  return withDirectives(
    member,
    graphs.map((graph) => joinFieldOf(joinField, graph)),
  );
}

/** What a member of an entity becomes when some of its fields are isolated. */
function isolateMember(
  member: Member,
  { requiring, needed, external }: IsolatedFields,
  { graph, value, others }: IsolatedSubgraph,
  typeName: string,
  { joinField }: SpecificationNames,
): Member {
  const name = member.name.value;
  const real = directivesNamed(member, joinField).filter((one) => graphOf(one) === graph);
  if (requiring.has(name)) {
    const moved = real.map((one) => inGraph(one, value));
    return withDirectives(withoutDirectives(member, real), moved);
  }
  // What is required may be in other objects of the same type.
  if (!needed.has(name) && !others.get(typeName)?.has(name)) return member;
  // Another link of the chain may have taken it out of the real subgraph before.
  const isGiven = real.length > 0 && real.every((one) => argumentOf(one, 'requires') === undefined);
  const added = isGiven ? real.map((one) => inGraph(one, value)) : [externalFieldOf(joinField, value)];
  return withDirectives(external.has(name) ? withoutDirectives(member, real) : member, added);
}

/** A member of a type that goes to a new subgraph whole. */
function copyMember(
  member: Member,
  { graph, value }: IsolatedSubgraph,
  { joinField, joinEnumValue }: SpecificationNames,
): Member {
  const own = [...directivesNamed(member, joinField), ...directivesNamed(member, joinEnumValue)].filter(
    (one) => graphOf(one) === graph && argumentOf(one, 'requires') === undefined,
  );
  return withDirectives(
    member,
    own.map((one) => inGraph(one, value)),
  );
}

function withDirectives(member: Member, added: readonly ConstDirectiveNode[]): Member {
  return added.length === 0 ? member : { ...member, directives: [...(member.directives ?? []), ...added] };
}

function withoutDirectives(member: Member, removed: readonly ConstDirectiveNode[]): Member {
  return { ...member, directives: (member.directives ?? []).filter((one) => !removed.includes(one)) };
}
