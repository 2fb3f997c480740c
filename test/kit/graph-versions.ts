import { type GraphVersion, type VersionedSubgraph } from '../../schema/check/graph-version';
import { compose } from '../../schema/composition/compose';
import { buildSupergraph } from '../../gateway/supergraph/supergraph';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.14", import: [
  "@key", "@external", "@requires", "@provides", "@shareable", "@interfaceObject", "@inaccessible", "@tag", "@override",
  "@context", "@fromContext", "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize", "@composeDirective",
  "@cacheTag"])`;

/**
 * A version of the graph that is written in a test: the SDL of each subgraph by its name, in the file `<name>.graphql`. One
 * that does not link federation itself gets all of it, on its first line. One called `<name>@<host>` is the subgraph
 * `<name>` elsewhere. Throws when they do not compose.
 */
export function graphVersion(subgraphs: Readonly<Record<string, string>>): GraphVersion {
  const hosts = new Map<string, string>();
  const versioned = Object.entries(subgraphs).map(([key, sdl]) => {
    const [name = key, host = `${name}.test`] = key.split('@');
    hosts.set(name, host);
    return versionedSubgraph(name, sdl);
  });
  const { supergraph, errors } = compose(
    versioned.map((subgraph) => ({ ...subgraph, url: `http://${hosts.get(subgraph.name)}/graphql` })),
  );
  if (supergraph === null) throw new Error(errors.map(({ message }) => message).join('\n'));
  return {
    subgraphs: versioned,
    supergraph,
    api: buildSupergraph(supergraph, {}, { defer: false }).clientSchema,
  };
}

function versionedSubgraph(name: string, sdl: string): VersionedSubgraph {
  const linked = sdl.includes('@link(') ? sdl : `${LINK.replaceAll('\n', ' ')} ${sdl}`;
  return { name, sdl: linked, file: `${name}.graphql` };
}
