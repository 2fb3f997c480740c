import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { buildRoomSchema } from './build-schema';
import { createCursorCodec } from './cursor';
import { type Database, openDatabase } from './database';
import type { EnvelopeKeys } from './envelope';
import { startFeed } from './feed';
import { receive } from './inbox';
import { startJobs } from './jobs';
import { announce, emit, store } from './outbox';
import { httpDelivery } from './peers';
import { prepareDatabase } from './prepare-database';
import { type Deliver, type Relay, type RelayOptions, startRelay } from './relay';
import type { ReceivedEvent } from './events';
import type { Room, RunningRoom } from './room';
import { createRoomServer } from './server';

export interface OpenRoomOptions {
  /** A login that may create roles and schemas; the room itself works under its own role. */
  readonly databaseUrl: string;
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
  /** See `DatabaseOptions.bulkLoad`. @default false */
  readonly bulkLoad?: boolean;
  /** Events of one delivery. @default 500 */
  readonly relayBatch?: number;
  /** The address others reach the room at, known when it listens. */
  readonly address?: () => string;
}

export interface StartRoomOptions extends OpenRoomOptions {
  /** 0 = any free port. */
  readonly port: number;
  /** @default 127.0.0.1 */
  readonly host?: string;
}

/** A room with its records and events, but nobody listening. */
export interface OpenRoom {
  readonly running: RunningRoom;
  readonly database: Database;
  readonly relay: Relay;
  /** Applies a delivery of another room. */
  receive(producer: string, events: readonly ReceivedEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** A subgraph that listens. */
export interface RoomServer extends OpenRoom {
  readonly url: string;
}

/**
 * Migrates and opens one room without serving it; the seed works on rooms like this.
 *
 * @throws Error when PostgreSQL cannot be reached.
 */
export async function openRoom(room: Room, options: OpenRoomOptions): Promise<OpenRoom> {
  const clock = options.clock ?? systemClock;
  const log = options.log.child({ subgraph: room.name });
  await prepareDatabase(options.databaseUrl, room.name);
  const database = openDatabase({
    url: options.databaseUrl,
    room: room.name,
    ...(options.onStatement && { onStatement: options.onStatement }),
    ...(options.poolSize && { poolSize: options.poolSize }),
    ...(options.bulkLoad && { bulkLoad: options.bulkLoad }),
  });
  const feed = await startFeed(options.databaseUrl, room.name, log);
  const relay = startRelay({ database, log, ...relayTo(room, options, clock) });
  const running = await room.start({
    database,
    cursors: createCursorCodec(options.cursorSecret),
    feed,
    relay,
    envelopeKeys: options.envelopeKeys,
    clock,
    log,
    settings: options.settings,
    emit: (tx, events) => emit(tx, room.name, room.produces, events),
    store: (tx, events) => store(tx, room.produces, events),
    announce: (events) => announce(database.db, room.name, events),
    address: options.address ?? (() => ''),
  });
  return {
    running,
    database,
    relay,
    async receive(producer, events) {
      await receive(database, running.handlers, producer, events);
      relay.wake();
    },
    async close() {
      await relay.stop();
      await feed.stop();
      await running.close?.();
      await database.close();
    },
  };
}

/**
 * Migrates, starts and serves one room.
 *
 * @throws Error when PostgreSQL cannot be reached or the port is in use.
 */
export async function startRoom(room: Room, options: StartRoomOptions): Promise<RoomServer> {
  let address = '';
  const open = await openRoom(room, { ...options, address: () => address });
  const log = options.log.child({ subgraph: room.name });
  const app = await createRoomServer({
    name: room.name,
    schema: buildRoomSchema(room.schema).executable,
    envelopeKeys: options.envelopeKeys,
    clock: options.clock ?? systemClock,
    log,
    contextFor: (caller) => open.running.contextFor(caller),
    receive: (producer, events) => open.receive(producer, events),
    isReady: async () => (await open.database.db.execute(sql`SELECT 1`)).rowCount === 1,
    ...(open.running.routes && { routes: (instance) => open.running.routes?.(instance) }),
  });
  address = await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  const jobs = startJobs(open.running.jobs, log);
  // Committed by an earlier process that ended before it could deliver.
  open.relay.wake();
  return {
    ...open,
    url: address,
    async close() {
      await app.close();
      await jobs.stop();
      await open.close();
    },
  };
}

function systemClock(): Date {
  return new Date();
}

/** The rooms that are told something here, and how. A room whose address is not known gets its events later. */
function relayTo(
  room: Room,
  options: OpenRoomOptions,
  clock: () => Date,
): Pick<RelayOptions, 'consumers' | 'deliver' | 'batch'> {
  const consumers = [...new Set(Object.values(room.produces).flat())];
  const batch = options.relayBatch ? { batch: options.relayBatch } : {};
  if (options.deliver) return { consumers, deliver: options.deliver, ...batch };
  return {
    consumers: consumers.filter((name) => options.peers[name] !== undefined),
    deliver: httpDelivery(room.name, options.peers, options.envelopeKeys, clock),
    ...batch,
  };
}
