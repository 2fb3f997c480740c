import {
  type ASTNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type NameNode,
} from 'graphql';
import type { SdlPlace } from '../check/check-result';

/** An SDL file that was parsed with its locations. */
export interface LocatedDocument {
  readonly subgraph: string | null;
  readonly file: string | null;
  readonly document: DocumentNode;
}

/** Where each coordinate is defined, in the order of the documents. A type may be defined or extended several times. */
export type PlaceIndex = ReadonlyMap<string, readonly IndexedPlace[]>;

/** A place that also knows whose file it is. */
export interface IndexedPlace extends SdlPlace {
  readonly subgraph: string | null;
}

/** Notes where every type, field, argument, enum value and directive of the documents is defined. */
export function indexPlaces(documents: readonly LocatedDocument[]): PlaceIndex {
  const index = new Map<string, IndexedPlace[]>();
  for (const { subgraph, file, document } of documents) {
    const note = (coordinate: string, name: NameNode): void => {
      const place = { subgraph, file, line: name.loc?.startToken.line ?? null };
      const known = index.get(coordinate);
      if (known) known.push(place);
      else index.set(coordinate, [place]);
    };
    for (const definition of document.definitions) noteDefinition(definition, note);
  }
  return index;
}

/**
 * Where a coordinate is defined: the most exact part of it that is known, so that an argument that is gone leads to
 * its field, and a field that is gone to its type. Null when not even the type is there.
 */
export function placeOfCoordinate(index: PlaceIndex, coordinate: string): IndexedPlace | null {
  for (const part of shorterAndShorter(coordinate)) {
    const place = index.get(part)?.[0];
    if (place) return place;
  }
  return null;
}

/** The line of a node: that of its name, since the first line of a definition may be its description's. */
export function lineOf(node: ASTNode): number | null {
  const named = 'name' in node && node.name?.kind === Kind.NAME ? node.name : node;
  const start = node.kind === Kind.DIRECTIVE || node.kind === Kind.ARGUMENT ? node : named;
  return (start.loc ?? node.loc)?.startToken.line ?? null;
}

type Note = (coordinate: string, name: NameNode) => void;

function noteDefinition(definition: DefinitionNode, note: Note): void {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) {
    note(`@${definition.name.value}`, definition.name);
    noteArguments(`@${definition.name.value}`, definition.arguments, note);
    return;
  }
  if (!('name' in definition) || !definition.name) return;
  const type = definition.name.value;
  note(type, definition.name);
  if ('values' in definition) {
    for (const value of definition.values ?? []) note(`${type}.${value.name.value}`, value.name);
  }
  if ('fields' in definition) {
    for (const field of definition.fields ?? []) noteField(type, field, note);
  }
}

function noteField(type: string, field: FieldDefinitionNode | InputValueDefinitionNode, note: Note): void {
  const coordinate = `${type}.${field.name.value}`;
  note(coordinate, field.name);
  if (field.kind === Kind.FIELD_DEFINITION) noteArguments(coordinate, field.arguments, note);
}

function noteArguments(
  owner: string,
  definitions: readonly InputValueDefinitionNode[] | undefined,
  note: Note,
): void {
  for (const argument of definitions ?? []) note(`${owner}(${argument.name.value}:)`, argument.name);
}

function shorterAndShorter(coordinate: string): string[] {
  const field = coordinate.replace(/\(.*$/s, '');
  const type = field.replace(/\..*$/s, '');
  return [coordinate, field, type];
}
