import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { extendSchema, GraphQLError, type GraphQLSchema, Kind, parse, Source } from 'graphql';
import { composedDirectives } from '../../gateway/supergraph/composed-directives';
import { messageOf } from '../../gateway/support/message-of';
import type { CompositionFinding } from '../check/check-result';
import type { GraphVersion, VersionedSubgraph } from '../check/graph-version';
import { compose, type IsNewLine } from './compose';
import { isSupergraph } from './is-supergraph';
import { findPlacesIn } from './finding-places';
import type { GraphSource } from './graph-source';
import { subgraphsOfSupergraph } from './supergraph-subgraphs';

/** A version of the graph, or why it is none. */
export interface BuiltVersion {
  readonly version: GraphVersion | null;
  readonly errors: readonly CompositionFinding[];
  readonly hints: readonly CompositionFinding[];
}

/** Makes a version of what was read: subgraphs are composed, a supergraph is taken apart. Never throws for what is in it. */
export function buildVersion(source: GraphSource, isNewLine?: IsNewLine): BuiltVersion {
  if (source.kind === 'supergraph') return fromSupergraph(source.sdl, source.file);
  const { supergraph, errors, hints } = compose(source.subgraphs, isNewLine);
  if (supergraph === null) return { version: null, errors, hints };
  const built = fromSupergraph(supergraph, null, source.subgraphs);
  return { ...built, hints };
}

function fromSupergraph(
  sdl: string,
  file: string | null,
  subgraphs?: readonly VersionedSubgraph[],
): BuiltVersion {
  try {
    parse(new Source(sdl, file ?? 'supergraph'), { noLocation: true });
    if (!isSupergraph(sdl)) return { version: null, errors: [noSupergraph(file)], hints: [] };
    const supergraph = loadSupergraph(sdl);
    const api = clientSchema(supergraph, sdl);
    return {
      version: {
        subgraphs: subgraphs ?? subgraphsOfSupergraph(supergraph, sdl),
        supergraph: sdl,
        ...(file !== null && { supergraphFile: file }),
        api,
      },
      errors: [],
      hints: [],
    };
  } catch (error) {
    return { version: null, errors: refusals(error, sdl, file), hints: [] };
  }
}

/** What clients see, the directives that subgraphs let them use included. */
function clientSchema(supergraph: Supergraph, sdl: string): GraphQLSchema {
  const apiSchema = supergraph.apiSchema();
  const definitions = composedDirectives(sdl, supergraph.schema, apiSchema);
  const schema = apiSchema.toGraphQLJSSchema();
  if (definitions.length === 0) return schema;
  return extendSchema(schema, { kind: Kind.DOCUMENT, definitions }, { assumeValidSDL: true });
}

function loadSupergraph(sdl: string): Supergraph {
  return Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
}

function noSupergraph(file: string | null): CompositionFinding {
  const message =
    'It is no supergraph: it does not link https://specs.apollo.dev/join. Subgraphs are named by their folder.';
  return { code: 'INVALID_FEDERATION_SUPERGRAPH', message, file, line: file === null ? null : 1 };
}

/** The package gathers what is wrong with a schema in one error that carries the others. */
function refusals(error: unknown, sdl: string, file: string | null): CompositionFinding[] {
  const causes = isAggregate(error) ? error.causes : [error];
  return causes.map((cause) => {
    const code = cause instanceof GraphQLError ? cause.extensions['code'] : undefined;
    const isSyntax = cause instanceof GraphQLError && code === undefined;
    return {
      code: typeof code === 'string' ? code : isSyntax ? 'INVALID_GRAPHQL' : 'INVALID_FEDERATION_SUPERGRAPH',
      message: messageOf(cause),
      file,
      line: lineIn(cause, sdl, file),
    };
  });
}

function isAggregate(error: unknown): error is { readonly causes: readonly GraphQLError[] } {
  return error instanceof GraphQLError && 'causes' in error && Array.isArray(error.causes);
}

function lineIn(cause: unknown, sdl: string, file: string | null): number | null {
  if (!(cause instanceof GraphQLError)) return null;
  const own = cause.locations?.[0]?.line;
  if (own !== undefined) return own;
  try {
    const document = parse(sdl);
    return (
      findPlacesIn([{ subgraph: null, file, document }])({ message: cause.message, nodes: [] })[0]?.line ??
      null
    );
  } catch {
    return null;
  }
}
