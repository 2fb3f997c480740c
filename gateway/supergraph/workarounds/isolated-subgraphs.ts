import {
  Kind,
  specifiedScalarTypes,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql';
import { namedTypeOf } from './composite-types';
import { fieldPaths, parseFieldSet } from './field-set';
import { directivesNamed, graphOf } from './graph-directives';
import { findRequiredChains, type RequiredChains } from './required-chains';
import {
  argumentOf,
  specificationNames,
  textArgumentOf,
  type SpecificationNames,
} from './specification-names';
import { isTypeDefinition, membersOf } from './type-members';

/** A subgraph that is made up for some fields of a real one that require something. */
export interface IsolatedSubgraph {
  /** Its value in the enum of subgraphs, and its name. */
  readonly value: string;
  readonly name: string;
  /** Those of the real one. */
  readonly graph: string;
  readonly realName: string;
  /** What of each entity goes there, by the name of the type. */
  readonly entities: Map<string, IsolatedFields>;
  /** The types that go there whole, without their keys. */
  readonly whole: Set<string>;
}

/** The fields of an entity in an isolated subgraph. */
export interface IsolatedFields {
  /** Those that require something; they leave the real subgraph. */
  readonly requiring: ReadonlySet<string>;
  /** What they require, and the keys. */
  readonly needed: ReadonlySet<string>;
  /** What they require that is external in the real subgraph; nobody else there needs it. */
  readonly external: ReadonlySet<string>;
}

/**
 * Decides which fields must be in subgraphs of their own so that chains of requirements are planned as chains: those of a
 * type that a chain goes through, one subgraph for each link. Left as they are: types whose external fields serve other
 * purposes, too, and fields that return abstract types.
 */
export function isolatedSubgraphs(document: DocumentNode): readonly IsolatedSubgraph[] {
  const chains = findRequiredChains(document);
  if (chains.traps.length === 0) return [];
  const isolation = new Isolation(document, chains);
  for (const { type, graph } of chains.traps) isolation.isolate(type, graph);
  return isolation.subgraphs;
}

const BUILT_IN: ReadonlySet<string> = new Set(specifiedScalarTypes.map(({ name }) => name));

class Isolation {
  readonly subgraphs: IsolatedSubgraph[] = [];
  private readonly names: SpecificationNames;
  private readonly types = new Map<string, TypeDefinitionNode>();
  private readonly realNames: ReadonlyMap<string, string>;

  constructor(
    document: DocumentNode,
    private readonly chains: RequiredChains,
  ) {
    this.names = specificationNames(document);
    for (const definition of document.definitions) {
      if (isTypeDefinition(definition)) this.types.set(definition.name.value, definition);
    }
    this.realNames = graphNames(this.types.values(), this.names);
  }

  isolate(typeName: string, graph: string): void {
    const type = this.types.get(typeName);
    if (type?.kind !== Kind.OBJECT_TYPE_DEFINITION) return;
    const fields = type.fields ?? [];
    const requiring = fields.filter((field) => this.requiredNames(field, graph).length > 0);
    const required = new Set(requiring.flatMap((field) => this.requiredNames(field, graph)));
    const external = fields.filter((field) => required.has(nameOf(field)) && this.isExternal(field, graph));
    const leaving = [...requiring, ...external].map(nameOf);
    const keys = this.keyNames(type, graph);
    if (keys.length === 0 || leaving.some((name) => keys.includes(name))) return;
    if (this.isInterfaceField(type, graph, leaving) || this.isProvided(graph, leaving)) return;
    const whole = new Set<string>();
    const involved = new Set([...leaving, ...required, ...keys]);
    const isKnown = fields
      .filter((field) => involved.has(nameOf(field)))
      .every((field) => this.collectField(field, graph, whole));
    if (!isKnown) return;
    for (const depth of new Set(requiring.map((field) => this.chains.depthOf(typeName, nameOf(field))))) {
      const own = requiring.filter((field) => this.chains.depthOf(typeName, nameOf(field)) === depth);
      const needed = own.flatMap((field) => this.requiredNames(field, graph));
      const subgraph = this.subgraphOf(graph, depth);
      for (const name of whole) subgraph.whole.add(name);
      subgraph.entities.set(typeName, {
        requiring: new Set(own.map(nameOf)),
        needed: new Set([...keys, ...needed]),
        external: new Set(external.map(nameOf).filter((name) => needed.includes(name))),
      });
    }
  }

  private subgraphOf(graph: string, depth: number): IsolatedSubgraph {
    const value = freeName(`${graph}__REQUIRING_${depth}`, [...this.realNames.keys()]);
    const known = this.subgraphs.find((subgraph) => subgraph.value === value);
    if (known) return known;
    const name = freeName(value.toLowerCase(), [...this.realNames.values()]);
    const realName = this.realNames.get(graph) ?? graph;
    const subgraph = { value, name, graph, realName, entities: new Map(), whole: new Set<string>() };
    this.subgraphs.push(subgraph);
    return subgraph;
  }

  private isInterfaceField(type: TypeDefinitionNode, graph: string, fields: readonly string[]): boolean {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) return false;
    return (type.interfaces ?? []).some(({ name }) => {
      const implemented = this.types.get(name.value);
      if (implemented?.kind !== Kind.INTERFACE_TYPE_DEFINITION || !this.isIn(implemented, graph))
        return false;
      return (implemented.fields ?? []).some((field) => fields.includes(nameOf(field)));
    });
  }

  /** By names alone: what is left as it is by mistake is planned as it always was. */
  private isProvided(graph: string, fields: readonly string[]): boolean {
    const directives = [...this.types.values()]
      .flatMap(membersOf)
      .flatMap((member) => directivesNamed(member, this.names.joinField));
    return directives
      .filter((directive) => graphOf(directive) === graph)
      .flatMap((directive) => pathsOf(textArgumentOf(directive, 'provides')))
      .some((path) => path.split('.').some((name) => fields.includes(name)));
  }

  /** Adds to `needed` what a field needs to be known; false when that is more than is done here. */
  private collectField(field: FieldDefinitionNode, graph: string, needed: Set<string>): boolean {
    const usesContext = (field.directives ?? []).some((one) => argumentOf(one, 'contextArguments'));
    if (usesContext) return false;
    return [field, ...(field.arguments ?? [])].every(({ type }) =>
      this.collect(namedTypeOf(type), graph, needed),
    );
  }

  private collect(name: string, graph: string, needed: Set<string>): boolean {
    if (BUILT_IN.has(name) || needed.has(name)) return true;
    const type = this.types.get(name);
    if (!type || type.kind === Kind.INTERFACE_TYPE_DEFINITION || type.kind === Kind.UNION_TYPE_DEFINITION) {
      return false;
    }
    needed.add(name);
    if (type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      return (type.fields ?? []).every((field) => this.collect(namedTypeOf(field.type), graph, needed));
    }
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) return true;
    const fields = (type.fields ?? []).filter((field) => this.isFieldIn(field, graph));
    return fields.every((field) => this.collectField(field, graph, needed));
  }

  private requiredNames(field: FieldDefinitionNode, graph: string): readonly string[] {
    return directivesNamed(field, this.names.joinField)
      .filter((directive) => graphOf(directive) === graph)
      .flatMap((directive) => topNames(textArgumentOf(directive, 'requires')));
  }

  private isExternal(field: FieldDefinitionNode, graph: string): boolean {
    return directivesNamed(field, this.names.joinField).some(
      (directive) => graphOf(directive) === graph && argumentOf(directive, 'external') === true,
    );
  }

  private keyNames(type: TypeDefinitionNode, graph: string): readonly string[] {
    return directivesNamed(type, this.names.joinType)
      .filter((directive) => graphOf(directive) === graph && argumentOf(directive, 'resolvable') !== false)
      .flatMap((directive) => topNames(textArgumentOf(directive, 'key')));
  }

  private isIn(type: TypeDefinitionNode, graph: string): boolean {
    return directivesNamed(type, this.names.joinType).some((directive) => graphOf(directive) === graph);
  }

  /** A field without the directive is in all subgraphs of its type. */
  private isFieldIn(field: FieldDefinitionNode, graph: string): boolean {
    const joined = directivesNamed(field, this.names.joinField);
    return joined.length === 0 || joined.some((directive) => graphOf(directive) === graph);
  }
}

/** The names of subgraphs by their values in the enum. */
function graphNames(
  types: Iterable<TypeDefinitionNode>,
  { joinGraph }: SpecificationNames,
): ReadonlyMap<string, string> {
  const isEnum = (type: TypeDefinitionNode): type is EnumTypeDefinitionNode =>
    type.kind === Kind.ENUM_TYPE_DEFINITION;
  const values = [...types].filter(isEnum).flatMap((type) => type.values ?? []);
  return new Map(
    values.flatMap((value) =>
      directivesNamed(value, joinGraph).map((directive): [string, string] => [
        value.name.value,
        textArgumentOf(directive, 'name') ?? value.name.value,
      ]),
    ),
  );
}

function nameOf({ name }: FieldDefinitionNode): string {
  return name.value;
}

function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  while (taken.includes(name)) name += '_';
  return name;
}

function topNames(text: string | undefined): readonly string[] {
  return pathsOf(text).map((path) => path.split('.')[0] ?? path);
}

function pathsOf(text: string | undefined): readonly string[] {
  const fieldSet = text === undefined ? undefined : parseFieldSet(text);
  return fieldSet ? fieldPaths(fieldSet) : [];
}
