import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Schema, type Supergraph } from '@apollo/federation-internals';
import {
  extendSchema,
  Kind,
  validateSchema,
  type DirectiveDefinitionNode,
  type GraphQLSchema,
} from 'graphql';
import { messageOf } from '../support/message-of';
import { composedDirectives } from './composed-directives';
import { readSupergraph, SupergraphError } from './read-supergraph';

/** A supergraph in every form the gateway needs. Immutable: a new file makes a new value. */
export interface LoadedSupergraph {
  /** The hash of its text. */
  readonly id: string;
  readonly sdl: string;
  readonly supergraph: Supergraph;
  /** What clients see, as the planner wants it. */
  readonly apiSchema: Schema;
  /** What clients see, as graphql-js wants it. */
  readonly clientSchema: GraphQLSchema;
  /** The directives of clients that are for the gateway alone: `apiSchema` and subgraphs may not know them. */
  readonly composedDirectives: ReadonlySet<string>;
  /** Everything, as graphql-js wants it. */
  readonly fullSchema: GraphQLSchema;
  /** The address of each subgraph by its name. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
}

/** What replaces the addresses of the supergraph, by the name of the subgraph. */
export type SubgraphOverrides = Readonly<Record<string, { readonly url?: string | undefined }>>;

/** What clients may do with the schema beyond what it says. */
export interface ClientAbilities {
  /** Whether operations may have `@defer`. @default true */
  readonly defer?: boolean;
}

/**
 * Loads the supergraph in `file`; undefined when its text is the one whose id is `knownId`. Rejects with SupergraphError
 * when it is missing, malformed or needs a feature unknown here.
 */
export async function loadSupergraph(
  file: string,
  overrides: SubgraphOverrides,
  knownId?: string,
  abilities: ClientAbilities = {},
): Promise<LoadedSupergraph | undefined> {
  let sdl: string;
  try {
    sdl = await readFile(file, 'utf8');
  } catch (error) {
    throw new SupergraphError(`The supergraph ${file} cannot be read: ${messageOf(error)}`);
  }
  if (idOf(sdl) === knownId) return undefined;
  try {
    return buildSupergraph(sdl, overrides, abilities);
  } catch (error) {
    throw new SupergraphError(`The supergraph ${file} cannot be served: ${messageOf(error)}`);
  }
}

/**
 * Builds all forms of the supergraph. Throws SupergraphError when it is invalid, needs a feature unknown here, or is not the
 * one that `overrides` are about.
 */
export function buildSupergraph(
  sdl: string,
  overrides: SubgraphOverrides = {},
  { defer = true }: ClientAbilities = {},
): LoadedSupergraph {
  try {
    const supergraph = readSupergraph(sdl);
    const apiSchema = supergraph.apiSchema();
    const composed = composedDirectives(sdl, supergraph.schema, apiSchema);
    return {
      id: idOf(sdl),
      sdl,
      supergraph,
      apiSchema,
      clientSchema: validated(withDirectives(apiSchema.toGraphQLJSSchema({ includeDefer: defer }), composed)),
      composedDirectives: new Set(composed.map(({ name }) => name.value)),
      fullSchema: supergraph.schema.toGraphQLJSSchema(),
      subgraphUrls: subgraphUrls(supergraph, overrides),
    };
  } catch (error) {
    throw new SupergraphError(messageOf(error));
  }
}

function withDirectives(
  schema: GraphQLSchema,
  definitions: readonly DirectiveDefinitionNode[],
): GraphQLSchema {
  if (definitions.length === 0) return schema;
  return extendSchema(schema, { kind: Kind.DOCUMENT, definitions }, { assumeValidSDL: true });
}

/** Operations are validated against it, which an invalid schema would make fail one by one. */
function validated(clientSchema: GraphQLSchema): GraphQLSchema {
  const [problem] = validateSchema(clientSchema);
  if (problem) throw new Error(`clients would see an invalid schema: ${problem.message}`);
  return clientSchema;
}

function idOf(sdl: string): string {
  return createHash('sha256').update(sdl).digest('hex');
}

function subgraphUrls(supergraph: Supergraph, overrides: SubgraphOverrides): ReadonlyMap<string, string> {
  const urls = new Map(supergraph.subgraphsMetadata().map(({ name, url }) => [name, url]));
  for (const [name, { url }] of Object.entries(overrides)) {
    if (!urls.has(name)) {
      throw new Error(
        `the configuration names the subgraph "${name}", which is not among ${[...urls.keys()].join(', ')}`,
      );
    }
    if (url !== undefined) urls.set(name, url);
  }
  return urls;
}
