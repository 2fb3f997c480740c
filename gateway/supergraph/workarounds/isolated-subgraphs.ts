import {
  Kind,
  specifiedScalarTypes,
  type DocumentNode,
  type FieldDefinitionNode,
  type SelectionSetNode,
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
import { subgraphNames } from './subgraph-names';
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
  /** What of other types goes there, without their keys: all their fields, or some. */
  readonly others: NeededTypes;
}

/** The types that a subgraph needs for its fields, by their name, with the fields that it needs; undefined for all. */
export type NeededTypes = Map<string, Set<string> | undefined>;

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
    this.realNames = subgraphNames(document);
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
    const others: NeededTypes = new Map();
    const needed = [
      ...requiring.flatMap((field) => this.fieldSets(field, graph, 'requires')),
      ...this.fieldSets(type, graph, 'key'),
    ];
    const isKnown =
      requiring.every((field) => this.addField(field, graph, others)) &&
      needed.every((fieldSet) => this.addSelected(fieldSet, typeName, graph, others));
    if (!isKnown) return;
    for (const depth of new Set(requiring.map((field) => this.chains.depthOf(typeName, nameOf(field))))) {
      const own = requiring.filter((field) => this.chains.depthOf(typeName, nameOf(field)) === depth);
      const needed = own.flatMap((field) => this.requiredNames(field, graph));
      const subgraph = this.subgraphOf(graph, depth);
      addAll(subgraph.others, others);
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
    const subgraph = { value, name, graph, realName, entities: new Map(), others: new Map() };
    this.subgraphs.push(subgraph);
    return subgraph;
  }

  private isInterfaceField(type: TypeDefinitionNode, graph: string, fields: readonly string[]): boolean {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) return false;
    return (type.interfaces ?? []).some(({ name }) => {
      const implemented = this.types.get(name.value);
      if (implemented?.kind !== Kind.INTERFACE_TYPE_DEFINITION || !this.isIn(implemented, graph))
        return false;
      return (implemented.fields ?? []).some(
        (field) => fields.includes(nameOf(field)) && this.isFieldIn(field, graph),
      );
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
  private addField(field: FieldDefinitionNode, graph: string, needed: NeededTypes): boolean {
    return this.addArguments(field, graph, needed) && this.addWhole(namedTypeOf(field.type), graph, needed);
  }

  private addArguments(field: FieldDefinitionNode, graph: string, needed: NeededTypes): boolean {
    const usesContext = (field.directives ?? []).some((one) => argumentOf(one, 'contextArguments'));
    if (usesContext) return false;
    return (field.arguments ?? []).every(({ type }) => this.addWhole(namedTypeOf(type), graph, needed));
  }

  private addWhole(name: string, graph: string, needed: NeededTypes): boolean {
    if (BUILT_IN.has(name) || (needed.has(name) && needed.get(name) === undefined)) return true;
    const type = this.types.get(name);
    if (!type || type.kind === Kind.INTERFACE_TYPE_DEFINITION || type.kind === Kind.UNION_TYPE_DEFINITION) {
      return false;
    }
    needed.set(name, undefined);
    if (type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      return (type.fields ?? []).every((field) => this.addWhole(namedTypeOf(field.type), graph, needed));
    }
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) return true;
    const fields = (type.fields ?? []).filter((field) => this.isFieldIn(field, graph));
    return fields.every((field) => this.addField(field, graph, needed));
  }

  /** The same for what a field set selects of a type. */
  private addSelected(
    { selections }: SelectionSetNode,
    typeName: string,
    graph: string,
    needed: NeededTypes,
  ): boolean {
    const type = this.types.get(typeName);
    if (type?.kind !== Kind.OBJECT_TYPE_DEFINITION) return false;
    return selections.every((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value ?? typeName;
        return condition === typeName && this.addSelected(selection.selectionSet, typeName, graph, needed);
      }
      const field = type.fields?.find(({ name }) => name.value === selection.name.value);
      if (!field) return selection.name.value === '__typename';
      needed.get(typeName)?.add(selection.name.value);
      const inner = namedTypeOf(field.type);
      if (!this.addArguments(field, graph, needed)) return false;
      if (!selection.selectionSet) return this.addWhole(inner, graph, needed);
      if (!needed.has(inner)) needed.set(inner, new Set());
      return this.addSelected(selection.selectionSet, inner, graph, needed);
    });
  }

  private fieldSets(
    node: FieldDefinitionNode | TypeDefinitionNode,
    graph: string,
    argument: 'key' | 'requires',
  ): readonly SelectionSetNode[] {
    const { joinField, joinType } = this.names;
    return directivesNamed(node, argument === 'key' ? joinType : joinField)
      .filter((directive) => graphOf(directive) === graph)
      .flatMap((directive) => parseFieldSet(textArgumentOf(directive, argument) ?? '') ?? []);
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

/** What is needed whole for one reason is needed whole. */
function addAll(needed: NeededTypes, added: NeededTypes): void {
  for (const [name, fields] of added) {
    const known = needed.get(name);
    if (!needed.has(name)) needed.set(name, fields && new Set(fields));
    else if (!fields) needed.set(name, undefined);
    else if (known) for (const field of fields) known.add(field);
  }
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
