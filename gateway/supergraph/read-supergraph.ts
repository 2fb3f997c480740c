import {
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
  type CoreFeatures,
} from '@apollo/federation-internals';
import { GraphQLError } from 'graphql';
import { messageOf } from '../support/message-of';

/** A supergraph that cannot be served; the message says why, for operators. */
export class SupergraphError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SupergraphError';
  }
}

/**
 * Reads the text of a supergraph of any join version. Throws SupergraphError when it is none, links an unknown feature
 * `for: SECURITY` or `EXECUTION`, or has subgraphs that are connectors.
 */
export function readSupergraph(sdl: string): Supergraph {
  const supergraph = build(sdl);
  refuseConnectors(supergraph.schema.coreFeatures);
  return supergraph;
}

function build(sdl: string): Supergraph {
  try {
    // Loading the security features is not enforcing them: `authorization/` does, from the same text.
    return Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  } catch (error) {
    if (error instanceof GraphQLError) throw new SupergraphError(error.message);
    // What the package did not expect of a text surfaces as any error whatever.
    throw new SupergraphError(`it is not a well-formed supergraph (${messageOf(error)})`);
  }
}

const CONNECT = 'https://specs.apollo.dev/connect';

/** The package loads connectors, but nobody here speaks to what stands behind them: their fields would be null for ever. */
function refuseConnectors(features: CoreFeatures | undefined): void {
  const connect = features?.getByIdentity(CONNECT);
  if (!connect) return;
  throw new SupergraphError(
    `it uses connectors (${connect.url.toString()}); expected subgraphs that speak GraphQL, for this gateway serves no other`,
  );
}
