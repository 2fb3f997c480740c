import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { isSystemError } from '../startup-error';
import { dataFolderError } from './data-folder-error';

/** Where everything lies below one data folder. All paths are absolute. */
export interface DataFolderLayout {
  root: string;
  /** PostgreSQL's own folder. */
  postgres: string;
  /** The private Redis' pid file and log. */
  redis: string;
  /** Keys of tokens and envelopes. */
  keys: string;
  /** Uploaded images. */
  images: string;
  logs: string;
  /** The gateway's configuration, written at every start. */
  gatewayConfig: string;
}

/** The layout of a data folder, whether it exists or not. */
export function dataFolderLayout(dataFolder: string): DataFolderLayout {
  const root = path.resolve(dataFolder);
  return {
    root,
    postgres: path.join(root, 'postgres'),
    redis: path.join(root, 'redis'),
    keys: path.join(root, 'keys'),
    images: path.join(root, 'images'),
    logs: path.join(root, 'logs'),
    gatewayConfig: path.join(root, 'gateway.yaml'),
  };
}

/**
 * Makes the data folder and what is in it, as far as it is not there yet; returns its layout. PostgreSQL makes its own
 * folder. The folder itself is open to other accounts (when started by root, the server's account must pass through),
 * what holds secrets is not.
 *
 * @throws StartupError `DATA_FOLDER_UNWRITABLE` naming the folder and what is wrong with it.
 */
export function createDataFolder(dataFolder: string): DataFolderLayout {
  const layout = dataFolderLayout(dataFolder);
  try {
    makeFolder(layout.root, 0o755);
    for (const folder of [layout.redis, layout.keys]) makeFolder(folder, 0o700);
    for (const folder of [layout.images, layout.logs]) makeFolder(folder, 0o755);
    for (const folder of [layout.root, layout.keys, layout.images, layout.logs]) {
      accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    }
    return layout;
  } catch (error) {
    throw dataFolderError(error, layout.root);
  }
}

/** The mode counts whatever the umask is, but only for a folder that is new: a user may have narrowed his own. */
function makeFolder(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return assertFolder(folder);
    // Not left to the option `recursive`, which never returns where the system answers ENOENT for good (below /proc).
    if (!isSystemError(error, 'ENOENT') || existsSync(path.dirname(folder))) throw error;
    makeFolder(path.dirname(folder), mode);
    mkdirSync(folder, { mode });
  }
  chmodSync(folder, mode);
}

function assertFolder(folder: string): void {
  const stat = statSync(folder);
  if (stat.isDirectory()) return;
  throw Object.assign(new Error(`${folder} is not a folder`), { code: 'EEXIST' });
}
