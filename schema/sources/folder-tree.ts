import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readTextFile } from './read-text-file';
import type { Tree } from './tree';

/**
 * The files below a folder of the machine.
 *
 * @param name how the user called the folder; messages do so, too
 */
export function folderTree(root: string, name: string): Tree {
  const label = (file: string) => path.join(name, file);
  return {
    label,
    read: (file) => readTextFile(path.join(root, file), label(file)),
    list: async (folder) => {
      try {
        const entries = await readdir(path.join(root, folder), { withFileTypes: true });
        return entries
          .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
      } catch {
        return undefined;
      }
    },
  };
}
