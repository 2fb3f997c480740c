import { composeServices } from '@apollo/composition';
import { type ASTNode, type GraphQLError, parse } from 'graphql';

/** One subgraph to compose. */
export interface SubgraphSource {
  readonly name: string;
  /** Where the gateway finds it unless its configuration says otherwise. */
  readonly url: string;
  readonly sdl: string;
}

/** What composition says about a place in the subgraphs. Lines count from 1. */
export interface CompositionMessage {
  /** Apollo's code, e.g. `FIELD_TYPE_MISMATCH`. */
  readonly code: string;
  readonly message: string;
  readonly subgraph: string | null;
  readonly line: number | null;
}

export interface Composition {
  /** The supergraph SDL, or null when there are errors. */
  readonly supergraph: string | null;
  readonly errors: readonly CompositionMessage[];
  readonly hints: readonly CompositionMessage[];
}

/** Composes subgraphs into a supergraph (Apollo Federation 2). Never throws for what is wrong in the SDL. */
export function compose(sources: readonly SubgraphSource[]): Composition {
  const parsed = sources.map(parseSource);
  const syntaxErrors = parsed.flatMap((source) => ('error' in source ? [source.error] : []));
  if (syntaxErrors.length > 0) return { supergraph: null, errors: syntaxErrors, hints: [] };
  const services = parsed.flatMap((source) => ('typeDefs' in source ? [source] : []));
  const result = composeServices(services);
  if (result.errors) return { supergraph: null, errors: result.errors.map(fromError), hints: [] };
  const hints = result.hints.map((hint) => ({
    code: hint.definition.code,
    message: hint.message,
    ...placeOf(hint.nodes?.[0]),
  }));
  return { supergraph: `${result.supergraphSdl.trimEnd()}\n`, errors: [], hints };
}

type Parsed =
  | { readonly name: string; readonly url: string; readonly typeDefs: ReturnType<typeof parse> }
  | { readonly error: CompositionMessage };

function parseSource({ name, url, sdl }: SubgraphSource): Parsed {
  try {
    return { name, url, typeDefs: parse(sdl) };
  } catch (cause) {
    // `parse` throws GraphQLError and nothing else.
    const error = cause as GraphQLError;
    const line = error.locations?.[0]?.line ?? null;
    return { error: { code: 'INVALID_GRAPHQL', message: error.message, subgraph: name, line } };
  }
}

function fromError(error: GraphQLError): CompositionMessage {
  const code = error.extensions['code'];
  return {
    code: typeof code === 'string' ? code : 'COMPOSITION_ERROR',
    message: error.message,
    ...placeOf(error.nodes?.[0]),
  };
}

/** Composition adds the subgraph's name to the nodes it reports. */
function placeOf(
  node: (ASTNode & { subgraph?: string }) | undefined,
): Pick<CompositionMessage, 'subgraph' | 'line'> {
  return { subgraph: node?.subgraph ?? null, line: node?.loc?.startToken.line ?? null };
}
