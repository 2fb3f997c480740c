import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSupergraph } from '../../gateway/supergraph/supergraph';
import { type GraphVersion } from '../../schema/check/graph-version';
import { compose } from '../../schema/composition/compose';

/** A version of a graph, composed from the SDL of its subgraphs by name. */
export function composedVersion(subgraphs: Readonly<Record<string, string>>): GraphVersion {
  const sources = Object.entries(subgraphs).map(([name, sdl]) => ({ name, sdl, file: null }));
  const { supergraph, errors } = compose(sources.map((source) => ({ ...source, url: 'http://127.0.0.1:1' })));
  if (supergraph === null) throw new Error(errors.map(({ message }) => message).join('\n'));
  return { subgraphs: sources, supergraph, api: buildSupergraph(supergraph).clientSchema };
}

const ROOT = path.resolve(__dirname, '../..');

/** The SDL of the telco graph's subgraphs, from the project's folder. */
export function ownSubgraphs(root = ROOT): Record<string, string> {
  const names = ['devices', 'images', 'placements', 'subscribers'];
  const read = (name: string): string =>
    readFileSync(path.join(root, `subgraphs/${name}/schema.graphql`), 'utf8');
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}
