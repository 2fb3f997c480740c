import { type Supergraph } from '@apollo/federation-internals';
import {
  type ASTNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  type StringValueNode,
  visit,
} from 'graphql';
import type { VersionedSubgraph } from '../check/graph-version';

/**
 * The subgraphs of a supergraph as SDL. The package extracts what planning needs; what only clients, partners and
 * gateways look at (descriptions, tags, requirements, cost, custom directives) is put back from the supergraph.
 */
export function subgraphsOfSupergraph(supergraph: Supergraph, sdl: string): readonly VersionedSubgraph[] {
  const decorations = collectDecorations(parse(sdl, { noLocation: true }));
  return supergraph
    .subgraphs()
    .values()
    .map((subgraph) => ({
      name: subgraph.name,
      sdl: `${print(decorate(parse(subgraph.toString(), { noLocation: true }), decorations))}\n`,
      file: null,
    }));
}

interface Decoration {
  readonly description?: StringValueNode | undefined;
  readonly directives: readonly ConstDirectiveNode[];
}

/** What says how the supergraph was made, and nothing about the graph. */
const OF_THE_SUPERGRAPH_ALONE = /^(?:join__|link$|core$|link__)/;

function collectDecorations(document: DocumentNode): Map<string, Decoration> {
  const decorations = new Map<string, Decoration>();
  walk(document, (coordinate, node) => {
    const directives = directivesOf(node).filter(({ name }) => !OF_THE_SUPERGRAPH_ALONE.test(name.value));
    decorations.set(coordinate, { description: descriptionOf(node), directives });
    return node;
  });
  return decorations;
}

function decorate(document: DocumentNode, decorations: ReadonlyMap<string, Decoration>): DocumentNode {
  const used = new Set<string>();
  const decorated = walk(document, (coordinate, node) => {
    const decoration = decorations.get(coordinate);
    if (!decoration) return node;
    const known = directivesOf(node);
    const missing = decoration.directives.filter(
      (directive) => !known.some((own) => print(own) === print(directive)),
    );
    for (const directive of missing) used.add(directive.name.value);
    return {
      ...node,
      ...(decoration.description && { description: decoration.description }),
      directives: [...known, ...missing],
    };
  });
  return importing(decorated, used);
}

/** Directives of the federation specification that a supergraph carries over; they keep their meaning only when imported. */
const OF_FEDERATION = new Set([
  'authenticated', 'requiresScopes', 'policy', 'cost', 'listSize', 'tag', 'inaccessible', 'cacheTag',
]); // prettier-ignore

function importing(document: DocumentNode, used: ReadonlySet<string>): DocumentNode {
  const wanted = [...used].filter((name) => OF_FEDERATION.has(name)).map((name) => `@${name}`);
  return visit(document, {
    Argument(node) {
      if (node.name.value !== 'import' || node.value.kind !== Kind.LIST) return undefined;
      const known = new Set(
        node.value.values.map((value) => (value.kind === Kind.STRING ? value.value : '')),
      );
      const added = wanted
        .filter((name) => !known.has(name))
        .map((value) => ({ kind: Kind.STRING as const, value }));
      return { ...node, value: { ...node.value, values: [...node.value.values, ...added] } };
    },
  });
}

type Change = <T extends ASTNode>(coordinate: string, node: T) => T;

/** Hands every type, field, argument and enum value to `change`, with its coordinate. */
function walk(document: DocumentNode, change: Change): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((definition) => walkDefinition(definition, change)),
  };
}

function walkDefinition(definition: DefinitionNode, change: Change): DefinitionNode {
  if (!('name' in definition) || !definition.name) return definition;
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) return definition;
  const type = definition.name.value;
  const inner = { ...definition };
  if ('values' in inner && inner.values) {
    const values = inner.values.map((value) => change(`${type}.${value.name.value}`, value));
    return change(type, { ...inner, values });
  }
  if ('fields' in inner && inner.fields) {
    const fields = inner.fields.map((field) => {
      const coordinate = `${type}.${field.name.value}`;
      const walked = change(coordinate, field);
      if (!('arguments' in walked) || !walked.arguments) return walked;
      const walkedArguments = walked.arguments.map((one) => change(`${coordinate}(${one.name.value}:)`, one));
      return { ...walked, arguments: walkedArguments };
    });
    return change(type, { ...inner, fields } as DefinitionNode);
  }
  return change(type, inner);
}

function directivesOf(node: ASTNode): readonly ConstDirectiveNode[] {
  return 'directives' in node ? ((node.directives ?? []) as readonly ConstDirectiveNode[]) : [];
}

function descriptionOf(node: ASTNode): StringValueNode | undefined {
  return 'description' in node ? node.description : undefined;
}
