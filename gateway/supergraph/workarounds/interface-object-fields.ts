import {
  Kind,
  print,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { namedTypeOf } from './composite-types';
import { directivesNamed, graphOf, joinFieldOf, textArgument } from './graph-directives';
import {
  argumentOf,
  specificationNames,
  textArgumentOf,
  type SpecificationNames,
} from './specification-names';
import { subgraphNames } from './subgraph-names';

/** A supergraph whose fields are of interface objects where they can be of nothing else. */
export interface NarrowedFields {
  readonly document: DocumentNode;
  /** By the name of a subgraph: the interface object that each narrowed field is of, by `Type.field`. */
  readonly narrowed: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** The interfaces that those fields are of. */
  readonly interfaces: ReadonlySet<string>;
}

type ComposedType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Where all that implements an interface in a subgraph is one interface object, the planner knows no objects that a field of
 * the interface could be: it refuses `__typename` and drops fragments on them without a word. So such a field is said to
 * be of the interface object itself, which the planner knows its way from.
 */
export function narrowInterfaceFields(document: DocumentNode): NarrowedFields {
  const names = specificationNames(document);
  const types = document.definitions.filter(isComposed);
  const soleObjects = findSoleObjects(types, names);
  const narrowed = new Map<string, Map<string, string>>();
  const interfaces = new Set<string>();
  if (soleObjects.size === 0) return { document, narrowed, interfaces };
  const subgraphs = subgraphNames(document);
  const narrow = (type: ComposedType, field: FieldDefinitionNode): FieldDefinitionNode => {
    const graphs = [...new Set(directivesNamed(type, names.joinType).map(graphOf))];
    const joined = directivesNamed(field, names.joinField);
    const own = joined.length > 0 ? joined : graphs.map((graph) => joinFieldOf(names.joinField, graph));
    const changed = own.map((directive) => {
      const graph = graphOf(directive);
      const text = textArgumentOf(directive, 'type') ?? print(field.type);
      const objectType = soleObjects.get(`${graph} ${namedTypeOf(field.type)}`);
      // The field may be of another type in this subgraph already.
      if (objectType === undefined || !isOf(text, field.type)) return directive;
      const subgraph = subgraphs.get(graph) ?? graph;
      const ofSubgraph = narrowed.get(subgraph) ?? new Map<string, string>();
      narrowed.set(subgraph, ofSubgraph.set(`${type.name.value}.${field.name.value}`, objectType));
      interfaces.add(namedTypeOf(field.type));
      return withType(directive, text.replace(namedTypeOf(field.type), objectType));
    });
    if (changed.every((directive, index) => directive === own[index])) return field;
    const others = (field.directives ?? []).filter((directive) => !joined.includes(directive));
    return { ...field, directives: [...others, ...changed] };
  };
  const definitions = document.definitions.map((definition) =>
    isComposed(definition)
      ? { ...definition, fields: (definition.fields ?? []).map((field) => narrow(definition, field)) }
      : definition,
  );
  return { document: { ...document, definitions }, narrowed, interfaces };
}

/** The interface object that alone implements an interface in a subgraph, by `GRAPH Interface`. */
function findSoleObjects(
  types: readonly ComposedType[],
  names: SpecificationNames,
): ReadonlyMap<string, string> {
  const implementers = new Map<string, string[]>();
  for (const type of types) {
    for (const directive of directivesNamed(type, names.joinImplements)) {
      const key = `${graphOf(directive)} ${textArgumentOf(directive, 'interface') ?? ''}`;
      implementers.set(key, [...(implementers.get(key) ?? []), type.name.value]);
    }
  }
  const objects = new Set(
    types.flatMap((type) =>
      directivesNamed(type, names.joinType)
        .filter((directive) => argumentOf(directive, 'isInterfaceObject') === true)
        .map((directive) => `${graphOf(directive)} ${type.name.value}`),
    ),
  );
  return new Map(
    [...implementers].flatMap(([key, [sole = '', ...others]]): [string, string][] => {
      const [graph = ''] = key.split(' ');
      return others.length === 0 && objects.has(`${graph} ${sole}`) ? [[key, sole]] : [];
    }),
  );
}

function isComposed(definition: DocumentNode['definitions'][number]): definition is ComposedType {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION
  );
}

function isOf(text: string, type: TypeNode): boolean {
  return text.replaceAll(/[[\]!\s]/g, '') === namedTypeOf(type);
}

function withType(directive: ConstDirectiveNode, type: string): ConstDirectiveNode {
  const others = (directive.arguments ?? []).filter(({ name }) => name.value !== 'type');
  return { ...directive, arguments: [...others, textArgument('type', type)] };
}
