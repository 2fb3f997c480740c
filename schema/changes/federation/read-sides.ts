import {
  buildSubgraph,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from '@apollo/federation-internals';
import { type GraphVersion } from '../../check/graph-version';
import { snapshotOf, type SchemaSnapshot } from './snapshot';

/** A subgraph of one version. */
export interface SubgraphSide {
  readonly name: string;
  readonly url: string;
  /** The version of federation that it links; null where the document is not known. */
  readonly federation: string | null;
  readonly snapshot: SchemaSnapshot;
}

/** One version of the graph as federation sees it. */
export interface FederatedSide {
  readonly supergraph: SchemaSnapshot;
  readonly subgraphs: ReadonlyMap<string, SubgraphSide>;
  /** The name of each subgraph by its name in `join__Graph`. */
  readonly graphNames: ReadonlyMap<string, string>;
}

/** Both versions in comparable form. */
export interface FederatedSides {
  readonly base: FederatedSide;
  readonly candidate: FederatedSide;
  /** At least one version is known only by its supergraph, so that subgraphs are as they can be extracted from one. */
  readonly isExtracted: boolean;
  /** Both versions say where subgraphs are, or neither does. */
  readonly hasComparableUrls: boolean;
}

/**
 * Reads two versions. A supergraph does not tell everything that its subgraphs said, `@shareable` for instance. So when one
 * version is known only by its supergraph, the subgraphs of both are extracted from their supergraphs: what is made up or
 * lost on the way is so on both sides.
 */
export function readSides(base: GraphVersion, candidate: GraphVersion): FederatedSides {
  const [isBaseExtracted, isCandidateExtracted] = [isExtracted(base), isExtracted(candidate)];
  const extract = isBaseExtracted || isCandidateExtracted;
  return {
    base: readSide(base, extract),
    candidate: readSide(candidate, extract),
    isExtracted: extract,
    hasComparableUrls: isBaseExtracted === isCandidateExtracted,
  };
}

function isExtracted({ subgraphs }: GraphVersion): boolean {
  return subgraphs.some(({ file }) => file === null);
}

function readSide(version: GraphVersion, extract: boolean): FederatedSide {
  // It composed, or it was loaded: to validate it again is most of the time that a comparison takes.
  const supergraph = Supergraph.build(version.supergraph, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  });
  const urls = new Map(supergraph.subgraphsMetadata().map(({ name, url }) => [name, url]));
  const subgraphs = extract ? extracted(supergraph) : written(version);
  return {
    supergraph: snapshotOf(supergraph.schema),
    subgraphs: new Map(
      subgraphs.map((subgraph) => [subgraph.name, { ...subgraph, url: urls.get(subgraph.name) ?? '' }]),
    ),
    graphNames: new Map([...supergraph.subgraphNameToGraphEnumValue()].map(([name, graph]) => [graph, name])),
  };
}

type UnlocatedSide = Omit<SubgraphSide, 'url'>;

function extracted(supergraph: Supergraph): readonly UnlocatedSide[] {
  return supergraph
    .subgraphs()
    .values()
    .map(({ name, schema }) => ({ name, federation: null, snapshot: snapshotOf(schema) }));
}

function written({ subgraphs }: GraphVersion): readonly UnlocatedSide[] {
  return subgraphs.map(({ name, sdl }) => {
    const { schema } = buildSubgraph(name, '', sdl);
    const link = schema.coreFeatures?.getByIdentity('https://specs.apollo.dev/federation');
    return { name, federation: link?.url.version.toString() ?? 'v1', snapshot: snapshotOf(schema) };
  });
}
