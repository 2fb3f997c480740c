import { pino } from 'pino';
import type { EnvelopeKeys } from '../../subgraphs/kit/envelope';
import type { Room } from '../../subgraphs/kit/room';
import { type RoomServer, startRoom } from '../../subgraphs/kit/start-room';
import { StartupError } from '../startup-error';

/** What one subgraph process is started with. */
export interface ServeRoomOptions {
  readonly room: Room;
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  readonly envelopeKeys: EnvelopeKeys;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Serves one room with what the environment says.
 *
 * `LASTMILE_PEERS` holds the other rooms as `name=url,name=url`; `LASTMILE_LOG_LEVEL` is pino's level (default `info`).
 * @throws StartupError `PORT_IN_USE` or `DATABASE_UNREACHABLE`.
 */
export async function serveRoom(options: ServeRoomOptions): Promise<RoomServer> {
  const { room, environment, envelopeKeys } = options;
  try {
    return await startRoom(room, {
      databaseUrl: options.databaseUrl,
      port: options.port,
      host: options.host,
      envelopeKeys,
      cursorSecret: cursorSecret(environment, envelopeKeys),
      peers: parsePeers(environment['LASTMILE_PEERS'] ?? ''),
      settings: environment,
      log: pino({ level: environment['LASTMILE_LOG_LEVEL'] ?? 'info', base: null }),
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new StartupError(
        'PORT_IN_USE',
        `Port ${options.port} on ${options.host} is taken; choose another with --port.`,
        {
          cause: error,
        },
      );
    }
    throw error;
  }
}

/** `name=url` pairs, separated by commas. */
export function parsePeers(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split(',')
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()]),
  );
}

/**
 * Cursors must hold over restarts and replicas: every process that has the envelope keys makes the same ones. A rotation
 * of the keys makes open cursors invalid unless `LASTMILE_CURSOR_SECRET` is set.
 */
function cursorSecret(environment: NodeJS.ProcessEnv, { keys }: EnvelopeKeys): string {
  const [oldest] = Object.keys(keys).sort();
  return environment['LASTMILE_CURSOR_SECRET'] ?? `cursor/${keys[oldest ?? ''] ?? ''}`;
}
