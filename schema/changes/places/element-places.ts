import {
  Kind,
  OperationTypeNode,
  parse,
  print,
  type ASTNode,
  type DocumentNode,
  type NameNode,
} from 'graphql';
import { type VersionedSubgraph } from '../../check/graph-version';

/** Where a subgraph writes an element. */
export interface ElementPlace {
  readonly subgraph: string;
  /** Null for a subgraph that was extracted from a supergraph, which has no lines of its own. */
  readonly file: string | null;
  readonly line: number | null;
  /** What is written there, formatted: two places that say the same are equal. */
  readonly text: () => string;
  /** The same without the members of a type. */
  readonly ownText: () => string;
}

/** All places of all elements of some subgraphs, by coordinate; each list is in the order of the subgraphs. */
export type ElementPlaces = ReadonlyMap<string, readonly ElementPlace[]>;

/** Finds where subgraphs write their elements. Coordinates are the graph's: root types have the graph's names. */
export function elementPlaces(subgraphs: readonly VersionedSubgraph[]): ElementPlaces {
  const places = new Map<string, ElementPlace[]>();
  for (const { name, sdl, file } of subgraphs) {
    const document = parse(sdl);
    const roots = rootNames(document);
    for (const [coordinate, node, nameNode] of elementsOf(document, roots)) {
      const known = places.get(coordinate) ?? [];
      places.set(coordinate, known);
      const line = file === null ? null : (nameNode.loc?.startToken.line ?? null);
      known.push({
        subgraph: name,
        file,
        line,
        text: () => print(node),
        ownText: () => print(withoutMembers(node)),
      });
    }
  }
  return places;
}

/** The coordinate of what contains an element; null for a type or directive. */
export function parentCoordinate(coordinate: string): string | null {
  const argument = coordinate.indexOf('(');
  if (argument >= 0) return coordinate.slice(0, argument);
  const member = coordinate.lastIndexOf('.');
  return member >= 0 ? coordinate.slice(0, member) : null;
}

function withoutMembers(node: ASTNode): ASTNode {
  // Printing needs no more than the lists to be there.
  return { ...node, fields: [], values: [] } as unknown as ASTNode;
}

type Element = readonly [coordinate: string, node: ASTNode, name: NameNode];

function* elementsOf(document: DocumentNode, roots: ReadonlyMap<string, string>): Iterable<Element> {
  for (const node of document.definitions) {
    if (node.kind === Kind.DIRECTIVE_DEFINITION) {
      const coordinate = `@${node.name.value}`;
      yield [coordinate, node, node.name];
      yield* argumentsOf(coordinate, node);
    } else if ('name' in node && node.name && isTypeKind(node.kind)) {
      const coordinate = roots.get(node.name.value) ?? node.name.value;
      yield [coordinate, node, node.name];
      yield* membersOf(coordinate, node);
    }
  }
}

function* membersOf(type: string, node: ASTNode): Iterable<Element> {
  const fields = 'fields' in node ? (node.fields ?? []) : [];
  const values = 'values' in node && node.kind !== Kind.LIST ? (node.values ?? []) : [];
  for (const member of [...fields, ...values]) {
    const coordinate = `${type}.${member.name.value}`;
    yield [coordinate, member, member.name];
    yield* argumentsOf(coordinate, member);
  }
}

function* argumentsOf(parent: string, node: ASTNode): Iterable<Element> {
  for (const argument of 'arguments' in node ? (node.arguments ?? []) : []) {
    yield [`${parent}(${argument.name.value}:)`, argument, argument.name];
  }
}

function isTypeKind(kind: Kind): boolean {
  return /Type(Definition|Extension)$/.test(kind);
}

const GRAPH_ROOTS: Readonly<Record<OperationTypeNode, string>> = {
  [OperationTypeNode.QUERY]: 'Query',
  [OperationTypeNode.MUTATION]: 'Mutation',
  [OperationTypeNode.SUBSCRIPTION]: 'Subscription',
};

/** What composition renames: a subgraph may call its root types as it likes. */
function rootNames(document: DocumentNode): ReadonlyMap<string, string> {
  return new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
        ? (node.operationTypes ?? []).map(
            ({ operation, type }) => [type.name.value, GRAPH_ROOTS[operation]] as const,
          )
        : [],
    ),
  );
}
