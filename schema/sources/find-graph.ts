import type { GraphSource } from '../composition/graph-source';
import { isSupergraph } from '../composition/is-supergraph';
import { joinPath, type Tree } from './tree';

/** How a schema may lie below a folder, in the order of preference. Empty = the folder itself. */
const LAYOUTS: readonly Layout[] = [
  { folder: '', files: 'beside each other' },
  { folder: '', files: 'in folders' },
  { folder: 'subgraphs', files: 'in folders' },
  { folder: 'subgraphs', files: 'beside each other' },
  { folder: 'schema/subgraphs', files: 'beside each other' },
  { folder: 'schema', files: 'in folders' },
  { folder: 'schema', files: 'beside each other' },
];

interface Layout {
  readonly folder: string;
  /** `<name>.graphql`, or `<name>/schema.graphql`. */
  readonly files: 'beside each other' | 'in folders';
}

/**
 * The graph below a folder of a tree: subgraphs where one of the known layouts has some, else a lone supergraph.
 * Null when there is none. Rejects with InputError when a file cannot be read.
 */
export async function findGraph(tree: Tree, start: string): Promise<GraphSource | null> {
  let supergraph: GraphSource | null = null;
  for (const layout of LAYOUTS) {
    const files = await readAll(tree, await filesOf(tree, start, layout));
    const subgraphs = files.filter(({ sdl }) => !isSupergraph(sdl));
    if (subgraphs.length > 0) return { kind: 'subgraphs', subgraphs };
    const lone = files.find(({ name }) => name === 'supergraph') ?? files[0];
    if (lone) supergraph ??= { kind: 'supergraph', sdl: lone.sdl, file: lone.file };
  }
  return supergraph;
}

/** The graph in one file. */
export function graphOfFile(sdl: string, file: string): GraphSource {
  return { kind: 'supergraph', sdl, file };
}

interface NamedFile {
  readonly name: string;
  readonly path: string;
}

async function filesOf(tree: Tree, start: string, layout: Layout): Promise<readonly NamedFile[]> {
  const folder = joinPath(start, layout.folder);
  const entries = (await tree.list(folder)) ?? [];
  if (layout.files === 'beside each other') {
    return entries
      .filter(({ name, isFolder }) => !isFolder && /.\.graphql$/.test(name))
      .map(({ name }) => ({ name: name.slice(0, -'.graphql'.length), path: joinPath(folder, name) }));
  }
  const found: NamedFile[] = [];
  for (const { name, isFolder } of entries) {
    if (!isFolder || name.startsWith('.') || name === 'node_modules') continue;
    const inner = joinPath(folder, name);
    const has = (await tree.list(inner))?.some((entry) => entry.name === 'schema.graphql' && !entry.isFolder);
    if (has === true) found.push({ name, path: joinPath(inner, 'schema.graphql') });
  }
  return found;
}

async function readAll(tree: Tree, files: readonly NamedFile[]) {
  return Promise.all(
    files.map(async ({ name, path }) => ({
      name,
      url: `http://${name}/graphql`,
      sdl: await tree.read(path),
      file: tree.label(path),
    })),
  );
}
