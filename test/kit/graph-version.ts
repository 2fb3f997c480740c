import { buildSchema } from 'graphql';
import { type GraphVersion } from '../../schema/check/graph-version';

/** A version of which only what clients see matters. */
export function versionOf(api: string): GraphVersion {
  return { subgraphs: [], supergraph: '', api: buildSchema(api) };
}
