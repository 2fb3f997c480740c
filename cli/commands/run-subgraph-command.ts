import { ROOMS } from '../../schema/rooms';
import { createDataFolder } from '../data-folder/layout';
import { lockDataFolder } from '../data-folder/lock';
import { ensureKeys } from '../keys/key-files';
import { StartupError } from '../startup-error';
import { onStop } from '../supervisor/run-as-child';
import { givenDatabaseUrl, openDatabaseServer } from '../up/database-server';
import { serveRoom } from './serve-room';

/** What `lastmile subgraph` is told. */
export interface SubgraphOptions {
  readonly port?: number;
  readonly host: string;
  readonly data: string;
}

/**
 * Serves one subgraph until this process is asked to stop.
 *
 * @throws StartupError when a step refuses.
 */
export async function serveSubgraph(name: string, options: SubgraphOptions): Promise<void> {
  const entry = ROOMS.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    const names = ROOMS.map((candidate) => candidate.name).join(', ');
    throw new StartupError('SUBGRAPH_UNKNOWN', `Expected one of ${names}, got "${name}".`);
  }
  const layout = createDataFolder(options.data);
  // A part of the product gets its database from `lastmile up`, which holds the lock of the folder.
  const lock = givenDatabaseUrl(process.env) === null ? lockDataFolder(layout.root) : null;
  const { envelopeKeys } = ensureKeys(layout.keys);
  const database = await openDatabaseServer(layout, process.env);
  const server = await serveRoom({
    room: await entry.load(),
    port: options.port ?? entry.port,
    host: options.host,
    databaseUrl: database.url,
    envelopeKeys,
    environment: { LASTMILE_IMAGES_FOLDER: layout.images, ...process.env },
  }).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  onStop(async () => {
    await server.close();
    await database.close();
    lock?.release();
  });
  process.send?.({ type: 'ready', url: server.url });
}
