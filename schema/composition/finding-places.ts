import { type ASTNode, type DocumentNode, print, visit } from 'graphql';
import { indexPlaces, lineOf, type IndexedPlace, type LocatedDocument, type PlaceIndex } from './place-index';

/** What composition tells about a finding, before it is known which lines it is about. */
export interface UnplacedFinding {
  readonly message: string;
  readonly nodes: readonly ASTNode[];
}

/** Finds the places that a finding of composition is about, the most telling first; an empty list when none is known. */
export type FindPlaces = (finding: UnplacedFinding) => readonly IndexedPlace[];

/**
 * Composition gives most findings the nodes of the SDL, some of them nodes that it made itself, and some nothing but a
 * message. So: the nodes as they are; then equal text in the subgraph's file; then the coordinates that the message
 * names; at last the first line of the subgraph that it names.
 */
export function findPlacesIn(documents: readonly LocatedDocument[]): FindPlaces {
  const index = indexPlaces(documents);
  return (finding) => {
    const attempts = [
      () => placesOfNodes(finding.nodes, documents),
      () => placesOfCopies(finding, documents),
      () => placesOfNames(finding.message, index),
      () => placesOfSubgraphs(finding.message, documents),
    ];
    for (const attempt of attempts) {
      const places = attempt();
      if (places.length > 0) return places;
    }
    return [];
  };
}

function placesOfNodes(nodes: readonly ASTNode[], documents: readonly LocatedDocument[]): IndexedPlace[] {
  return nodes.flatMap((node) => {
    const line = lineOf(node);
    const source = (node.loc ?? undefined)?.source;
    const owner = documents.find(({ document }) => source !== undefined && document.loc?.source === source);
    return line === null || !owner ? [] : [{ subgraph: owner.subgraph, file: owner.file, line }];
  });
}

/** Nodes that composition made itself have no location, but the same text stands in the file. */
function placesOfCopies(finding: UnplacedFinding, documents: readonly LocatedDocument[]): IndexedPlace[] {
  const named = namedSubgraphs(finding.message, documents);
  return finding.nodes.flatMap((copy) =>
    (named.length > 0 ? named : documents).flatMap(({ subgraph, file, document }) => {
      const line = lineOfEqual(copy, document);
      return line === null ? [] : [{ subgraph, file, line }];
    }),
  );
}

function lineOfEqual(copy: ASTNode, document: DocumentNode): number | null {
  const text = print(copy);
  let line: number | null = null;
  visit(document, {
    enter(node) {
      if (line === null && node.kind === copy.kind && print(node) === text) line = lineOf(node);
    },
  });
  return line;
}

/** `Type.field(arg:)`, `Type.field`, `Type` or `@directive` between quotes, and types that graphql-js leaves unquoted. */
const NAMED = /"(@?\w+(?:\.\w+)?(?:\(\w+:\))?)"|\btype (\w+)\b|\b([A-Z]\w*\.\w+)\b/g;

/** What the builder of the schema says of what is defined twice, without quotes. */
const TWICE = /\bField (\w+) already exists on (\w+)|(@\w+) already exists\b/;

function namesIn(message: string): string[] {
  const [, field, type, directive] = TWICE.exec(message) ?? [];
  if (directive !== undefined) return [directive];
  if (field !== undefined) return [`${type}.${field}`];
  return [...message.matchAll(NAMED)].flatMap((match) => match[1] ?? match[2] ?? match[3] ?? []);
}

function placesOfNames(message: string, index: PlaceIndex): IndexedPlace[] {
  const names = namesIn(message);
  const subgraphs = subgraphNamesIn(message);
  const all = names.map((name) => index.get(name) ?? []);
  if (IS_TWICE.test(message)) return all.flatMap((places) => secondOf(places, subgraphs) ?? []);
  const ofNamed = all.flatMap((places) =>
    places.filter(({ subgraph }) => subgraph !== null && subgraphs.has(subgraph)),
  );
  // The longest coordinate says most: "A.x" before "A".
  return ofNamed.length > 0 ? ofNamed : all.flatMap((places) => places[0] ?? []);
}

const IS_TWICE = /only one|only be defined once|already exists/;

/** The one too many: other subgraphs may have the same, once. */
function secondOf(places: readonly IndexedPlace[], named: ReadonlySet<string>): IndexedPlace | undefined {
  const again = places.filter(({ subgraph }, at) =>
    places.slice(0, at).some((known) => known.subgraph === subgraph),
  );
  return again.find(({ subgraph }) => named.has(subgraph ?? '')) ?? again[0] ?? places[0];
}

function placesOfSubgraphs(message: string, documents: readonly LocatedDocument[]): IndexedPlace[] {
  const named = namedSubgraphs(message, documents);
  const concerned = named.length === 0 && documents.length === 1 ? documents : named;
  return concerned.map(({ subgraph, file }) => ({ subgraph, file, line: 1 }));
}

function namedSubgraphs(message: string, documents: readonly LocatedDocument[]): LocatedDocument[] {
  const names = subgraphNamesIn(message);
  return documents.filter(({ subgraph }) => subgraph !== null && names.has(subgraph));
}

/** `[name] …` and `subgraph "name"`, as composition writes them. */
function subgraphNamesIn(message: string): Set<string> {
  const bracketed = /^\[([^\]]+)\]/.exec(message)?.[1];
  const quoted = [...message.matchAll(/subgraphs? ((?:"[^"]+"(?:, | and )?)+)/g)]
    .flatMap((match) => [...(match[1] ?? '').matchAll(/"([^"]+)"/g)])
    .map((match) => match[1] ?? '');
  return new Set(bracketed === undefined ? quoted : [bracketed, ...quoted]);
}
