import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The project's folder, found from any file of it, compiled (`dist/…`) or not.
 * Files that the compiler does not copy (SQL migrations, SDL) are read relative to it.
 *
 * @throws Error when no package.json lies above this file.
 */
export function packageRoot(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`lastmile: no package.json above ${__dirname}`);
    folder = parent;
  }
  return folder;
}
