import type { Command } from 'commander';
import { createDataFolder } from '../data-folder/layout';
import { lockDataFolder } from '../data-folder/lock';
import { ensureKeys } from '../keys/key-files';
import { StartupError } from '../startup-error';
import { onStop } from '../supervisor/run-as-child';
import { givenDatabaseUrl, openDatabaseServer } from '../up/database-server';
import { DEFAULT_DATA_FOLDER, DEFAULT_HOST } from './defaults';
import { portNumber } from './parse-option';
import { serveRoom } from './serve-room';

interface SubgraphOptions {
  readonly port?: number;
  readonly host: string;
  readonly data: string;
}

/** `lastmile subgraph devices --port 4102`: one subgraph, alone or as a part of the product. */
export function addSubgraph(program: Command): void {
  program
    .command('subgraph')
    .description('serve one subgraph')
    .argument('<name>', 'subscribers | devices | images | placements')
    .option('--port <number>', '0 = any free one (default: 4101 to 4104, by name)', portNumber)
    .option('--host <address>', 'the address to listen on', DEFAULT_HOST)
    .option('--data <folder>', 'keys, uploads and, without DATABASE_URL, the records', DEFAULT_DATA_FOLDER)
    .action(serve);
}

async function serve(name: string, options: SubgraphOptions): Promise<void> {
  const { rooms, DEFAULT_PORTS } = await import('../../schema/rooms.js');
  const room = rooms.find((candidate) => candidate.name === name);
  if (room === undefined) {
    const names = rooms.map((candidate) => candidate.name).join(', ');
    throw new StartupError('SUBGRAPH_UNKNOWN', `Expected one of ${names}, got "${name}".`);
  }
  const layout = createDataFolder(options.data);
  // A part of the product gets its database from `lastmile up`, which holds the lock of the folder.
  const lock = givenDatabaseUrl(process.env) === null ? lockDataFolder(layout.root) : null;
  const { envelopeKeys } = ensureKeys(layout.keys);
  const database = await openDatabaseServer(layout, process.env);
  const server = await serveRoom({
    room,
    port: options.port ?? DEFAULT_PORTS[name] ?? 0,
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
