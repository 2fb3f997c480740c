import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { GraphSource } from '../composition/graph-source';
import { findGraph, graphOfFile } from './find-graph';
import { folderTree } from './folder-tree';
import { type GitTree, openGitTree } from './git-tree';
import { inputError } from './input-error';
import { readTextFile, reasonOf } from './read-text-file';

/** Where references are read from. */
export interface RefSurroundings {
  /** The folder in which the command runs. */
  readonly folder: string;
  /** The other version, if it was named: a revision without a path is asked for the same path first. */
  readonly sibling?: string | undefined;
}

const GIT = 'git:';

/**
 * Reads the version of the graph that a reference names: a folder of subgraphs, the file of a supergraph, `git:REV` or
 * `git:REV:PATH`. Rejects with InputError when there is none.
 */
export async function readRef(ref: string, surroundings: RefSurroundings): Promise<GraphSource> {
  // It would name the folder at hand: a variable that CI did not set would compare a version with itself.
  if (ref === '')
    throw inputError('FILE_UNREADABLE', 'A version has an empty name; expected a reference.', null);
  if (ref.startsWith(GIT)) return readRevision(ref, surroundings);
  const where = path.resolve(surroundings.folder, ref);
  const isFolder = await folderOrFile(where, ref);
  if (!isFolder) return graphOfFile(await readTextFile(where, ref), ref);
  return (await findGraph(folderTree(where, ref), '')) ?? nothingIn(ref);
}

async function folderOrFile(where: string, ref: string): Promise<boolean> {
  try {
    return (await stat(where)).isDirectory();
  } catch (error) {
    throw inputError('FILE_UNREADABLE', `${ref} cannot be read: ${reasonOf(error)}.`, ref);
  }
}

async function readRevision(ref: string, { folder, sibling }: RefSurroundings): Promise<GraphSource> {
  const [revision, wanted] = splitRevision(ref.slice(GIT.length));
  const tree = await openGitTree(folder, revision);
  if (wanted !== null) return (await graphAt(tree, wanted)) ?? nothingIn(ref);
  const below = sibling === undefined ? null : await pathInRepository(tree, path.resolve(folder, sibling));
  for (const start of [below, tree.prefix, '']) {
    const found = start === null ? null : await graphAt(tree, start);
    if (found) return found;
  }
  return nothingIn(ref);
}

async function graphAt(tree: GitTree, where: string): Promise<GraphSource | null> {
  const found = await findGraph(tree, where);
  if (found || !(await isFile(tree, where))) return found;
  return graphOfFile(await tree.read(where), tree.label(where));
}

async function isFile(tree: GitTree, where: string): Promise<boolean> {
  const entries = await tree.list(path.posix.dirname(where).replace(/^\.$/, ''));
  return entries?.some(({ name, isFolder }) => !isFolder && name === path.posix.basename(where)) ?? false;
}

/** `REV:PATH`, as git writes it. A revision itself never holds a colon but in forms that start a search. */
function splitRevision(text: string): readonly [revision: string, path: string | null] {
  const colon = text.indexOf(':');
  if (colon <= 0) return [text, null];
  return [text.slice(0, colon), path.posix.normalize(text.slice(colon + 1)).replace(/\/$|^\.$/g, '')];
}

async function pathInRepository(tree: GitTree, where: string): Promise<string | null> {
  // Git tells the root without symbolic links.
  const real = await realpath(where).catch(() => where);
  const relative = path.relative(tree.root, real).split(path.sep).join('/');
  return relative.startsWith('..') || path.isAbsolute(relative) ? null : relative;
}

function nothingIn(ref: string): never {
  throw inputError('FOLDER_EMPTY', `${ref} holds no subgraphs (<name>.graphql) and no supergraph.`, ref);
}
