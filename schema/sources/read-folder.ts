import { stat } from 'node:fs/promises';
import path from 'node:path';
import { folderTree } from './folder-tree';
import { inputError } from './input-error';
import { reasonOf } from './read-text-file';
import { joinPath, type Tree } from './tree';

/** A file of a folder that was named. */
export interface FolderFile {
  /** Its path below the folder, with `/` between the parts. */
  readonly path: string;
  /** As messages call it. */
  readonly file: string;
  readonly text: string;
}

/**
 * The files below a folder whose names end in one of the extensions, sorted by path. Rejects with InputError when it is
 * no folder or holds none.
 */
export async function readFolder(
  location: string,
  name: string,
  extensions: readonly string[],
): Promise<readonly FolderFile[]> {
  await assertFolder(location, name);
  const tree = folderTree(location, name);
  const paths = await pathsBelow(tree, '', extensions);
  if (paths.length === 0) {
    throw inputError('FOLDER_EMPTY', `${name} holds no ${extensions.join(' or ')} file.`, name);
  }
  return Promise.all(
    paths.map(async (file) => ({ path: file, file: tree.label(file), text: await tree.read(file) })),
  );
}

async function assertFolder(location: string, name: string): Promise<void> {
  const status = await stat(location).catch((error: unknown) => reasonOf(error));
  if (typeof status === 'string') {
    throw inputError('FILE_UNREADABLE', `${name} cannot be read: ${status}.`, name);
  }
  if (!status.isDirectory()) {
    throw inputError(
      'FILE_UNREADABLE',
      `${name} cannot be read: it is a file, and a folder was expected.`,
      name,
    );
  }
}

async function pathsBelow(tree: Tree, folder: string, extensions: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const { name, isFolder } of (await tree.list(folder)) ?? []) {
    const inner = joinPath(folder, name);
    if (isFolder) found.push(...(await pathsBelow(tree, inner, extensions)));
    else if (extensions.includes(path.posix.extname(name))) found.push(inner);
  }
  return found;
}
