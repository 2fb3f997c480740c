import { composeServices } from '@apollo/composition';
import { type ASTNode, type DocumentNode, GraphQLError, parse, Source } from 'graphql';
import { messageOf } from '../../gateway/support/message-of';
import type { CompositionFinding } from '../check/check-result';
import { type FindPlaces, findPlacesIn } from './finding-places';
import type { IndexedPlace, LocatedDocument } from './place-index';

/** One subgraph to compose. */
export interface SubgraphSource {
  readonly name: string;
  /** Where the gateway finds it unless its configuration says otherwise. */
  readonly url: string;
  readonly sdl: string;
  /** As the user named it, for messages. */
  readonly file: string | null;
}

/** What composition makes of subgraphs. */
export interface Composition {
  /** The supergraph SDL, or null when there are errors. */
  readonly supergraph: string | null;
  readonly errors: readonly CompositionFinding[];
  readonly hints: readonly CompositionFinding[];
}

/** Whether a line is news; of several places that a finding is about, the first new one is told. */
export type IsNewLine = (place: IndexedPlace) => boolean;

/**
 * Composes subgraphs into a supergraph (Apollo Federation 1 and 2). Never throws for what is wrong in the SDL. Every
 * finding has Apollo's code, and its file and line unless it is about no place at all.
 */
export function compose(sources: readonly SubgraphSource[], isNewLine: IsNewLine = () => false): Composition {
  const parsed = sources.map(parseSource);
  const syntaxErrors = parsed.flatMap((source) => ('error' in source ? [source.error] : []));
  if (syntaxErrors.length > 0) return refused(syntaxErrors);
  const services = parsed.flatMap((source) => ('typeDefs' in source ? [source] : []));
  const place = placing(findPlacesIn(services.map(located)), isNewLine);
  const result = composeSafely(services);
  if (result instanceof Error) {
    return refused([place('COMPOSITION_ERROR', `Composition failed: ${messageOf(result)}`, [])]);
  }
  if (result.errors)
    return refused(result.errors.map((error) => place(codeOf(error), error.message, error.nodes)));
  const hints = result.hints.map((hint) => place(hint.definition.code, hint.message, hint.nodes));
  return { supergraph: `${result.supergraphSdl.trimEnd()}\n`, errors: [], hints };
}

interface ParsedSource {
  readonly name: string;
  readonly url: string;
  readonly file: string | null;
  readonly typeDefs: DocumentNode;
}

function parseSource({ name, url, sdl, file }: SubgraphSource): ParsedSource | { error: CompositionFinding } {
  try {
    return { name, url, file, typeDefs: parse(new Source(sdl, file ?? name)) };
  } catch (error) {
    // A text that nests deeper than the stack is the one thing but syntax that stops the parser.
    const line = error instanceof GraphQLError ? (error.locations?.[0]?.line ?? null) : null;
    return { error: { code: 'INVALID_GRAPHQL', message: `[${name}] ${messageOf(error)}`, file, line } };
  }
}

function located({ name, file, typeDefs }: ParsedSource): LocatedDocument {
  return { subgraph: name, file, document: typeDefs };
}

/** What the package did not expect of a text surfaces as any error whatever. */
function composeSafely(services: readonly ParsedSource[]): ReturnType<typeof composeServices> | Error {
  try {
    return composeServices([...services]);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

type PlaceFinding = (code: string, message: string, nodes?: readonly ASTNode[]) => CompositionFinding;

function placing(findPlaces: FindPlaces, isNewLine: IsNewLine): PlaceFinding {
  return (code, message, nodes = []) => {
    const places = findPlaces({ message, nodes });
    const { file = null, line = null } = places.find(isNewLine) ?? places[0] ?? {};
    return { code, message, file, line };
  };
}

function codeOf(error: GraphQLError): string {
  const code = error.extensions['code'];
  return typeof code === 'string' ? code : 'COMPOSITION_ERROR';
}

function refused(errors: readonly CompositionFinding[]): Composition {
  return { supergraph: null, errors, hints: [] };
}
