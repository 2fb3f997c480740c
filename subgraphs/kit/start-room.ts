import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { buildRoomSchema } from './build-schema';
import { createCursorCodec } from './cursor';
import { type Database, openDatabase } from './database';
import type { EnvelopeKeys } from './envelope';
import { startFeed } from './feed';
import { receive } from './inbox';
import { startJobs } from './jobs';
import { emit } from './outbox';
import { httpDelivery } from './peers';
import { prepareDatabase } from './prepare-database';
import { type Deliver, startRelay } from './relay';
import type { Room, RoomDependencies, RunningRoom } from './room';
import { createRoomServer } from './server';

export interface StartRoomOptions {
  /** A login that may create roles and schemas; the room itself works under its own role. */
  readonly databaseUrl: string;
  /** 0 = any free port. */
  readonly port: number;
  /** @default 127.0.0.1 */
  readonly host?: string;
  readonly envelopeKeys: EnvelopeKeys;
  readonly cursorSecret: string;
  /** Where the other rooms are, by name. Events for a room that is not here wait in the outbox. */
  readonly peers: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  /** @default the system clock */
  readonly clock?: () => Date;
  /** Called with each SQL statement; tests count them. */
  readonly onStatement?: (statement: string) => void;
  /** How events get to the other rooms. @default HTTP to `peers` */
  readonly deliver?: Deliver;
  /** @default 6 */
  readonly poolSize?: number;
}

/** A subgraph that listens. */
export interface RoomServer {
  readonly url: string;
  readonly room: RunningRoom;
  readonly database: Database;
  /** Applies a delivery of another room; what `POST /events` does. */
  receive(producer: string, events: Parameters<typeof receive>[3]): Promise<void>;
  /** Delivers all waiting events. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Migrates, starts and serves one room.
 *
 * @throws Error when PostgreSQL cannot be reached or the port is in use.
 */
export async function startRoom(room: Room, options: StartRoomOptions): Promise<RoomServer> {
  const clock = options.clock ?? (() => new Date());
  const log = options.log.child({ subgraph: room.name });
  await prepareDatabase(options.databaseUrl, room.name);
  const database = openDatabase({
    url: options.databaseUrl,
    room: room.name,
    ...(options.onStatement && { onStatement: options.onStatement }),
    ...(options.poolSize && { poolSize: options.poolSize }),
  });
  const feed = await startFeed(options.databaseUrl, room.name, log);
  const consumers = [...new Set(Object.values(room.produces).flat())];
  const deliver = options.deliver ?? httpDelivery(room.name, options.peers, options.envelopeKeys, clock);
  const reachable = options.deliver
    ? consumers
    : consumers.filter((name) => options.peers[name] !== undefined);
  const relay = startRelay(database, reachable, deliver, log);
  let address = '';
  const dependencies: RoomDependencies = {
    database,
    cursors: createCursorCodec(options.cursorSecret),
    feed,
    relay,
    envelopeKeys: options.envelopeKeys,
    clock,
    log,
    settings: options.settings,
    emit: (tx, events) => emit(tx, room.name, room.produces, events),
    address: () => address,
  };
  const running = await room.start(dependencies);
  const receiveHere: RoomServer['receive'] = async (producer, events) => {
    await receive(database, running.handlers, producer, events);
    relay.wake();
  };
  const app = await createRoomServer({
    name: room.name,
    schema: buildRoomSchema(room.schema).executable,
    envelopeKeys: options.envelopeKeys,
    clock,
    log,
    contextFor: (caller) => running.contextFor(caller),
    receive: receiveHere,
    isReady: async () => (await database.db.execute(sql`SELECT 1`)).rowCount === 1,
    ...(running.routes && { routes: (instance) => running.routes?.(instance) }),
  });
  address = await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  const jobs = startJobs(running.jobs, log);
  // Committed by an earlier process that ended before it could deliver.
  relay.wake();
  return {
    url: address,
    room: running,
    database,
    receive: receiveHere,
    flush: () => relay.flush(),
    async close() {
      await app.close();
      await jobs.stop();
      await relay.stop();
      await feed.stop();
      await running.close?.();
      await database.close();
    },
  };
}
