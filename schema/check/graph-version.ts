import { type GraphQLSchema } from 'graphql';

/** The SDL of one subgraph of a version, and where it was read. */
export interface VersionedSubgraph {
  readonly name: string;
  readonly sdl: string;
  /** As the user named it, for messages; null for one that was extracted from a supergraph. */
  readonly file: string | null;
}

/** One version of the graph: it composes. */
export interface GraphVersion {
  readonly subgraphs: readonly VersionedSubgraph[];
  /** The composed supergraph's SDL. */
  readonly supergraph: string;
  /** The file that held the supergraph when it was read and not composed; then `subgraphs` were extracted from it. */
  readonly supergraphFile?: string;
  /** What clients see. */
  readonly api: GraphQLSchema;
}
