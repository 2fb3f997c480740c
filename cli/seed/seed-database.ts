import { Client } from 'pg';
import type { Logger } from 'pino';
import type { EnvelopeKeys } from '../../subgraphs/kit/envelope';
import type { ReceivedEvent } from '../../subgraphs/kit/events';
import type { Room, SeedOptions } from '../../subgraphs/kit/room';
import { type OpenRoom, openRoom } from '../../subgraphs/kit/start-room';
import { readSeedState, type SeedState, startOver } from './seed-state';

/** Events per delivery while seeding: both ends are in this process. */
const BATCH = 2_000;

export interface SeedDatabaseOptions {
  readonly databaseUrl: string;
  readonly rooms: readonly Room[];
  readonly envelopeKeys: EnvelopeKeys;
  readonly settings: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  readonly data: Omit<SeedOptions, 'progress'>;
  /** Called with the room at work and how much of the whole is done, 0 to 1. */
  readonly onProgress: (room: string, done: number) => void;
}

/**
 * Writes the demonstration data once. A database that holds records of somebody else is left alone; one whose
 * seeding was interrupted is emptied and seeded again. Returns what it found at first.
 *
 * @throws Error when PostgreSQL goes away or a room cannot apply another's events.
 */
export async function seedDatabase(options: SeedDatabaseOptions): Promise<SeedState> {
  const opened = new Map<string, OpenRoom>();
  try {
    for (const room of options.rooms) opened.set(room.name, await openSeedRoom(room, options, opened));
    return await withAdmin(options.databaseUrl, async (admin) => {
      const names = options.rooms.map((room) => room.name);
      const state = await readSeedState(admin, names);
      if (state === 'finished' || state === 'foreign') return state;
      await startOver(admin, names);
      await seedRooms(options, opened, admin);
      for (const name of names) {
        await admin.query(`INSERT INTO ${name}.seed_state (name) VALUES ('finished')`);
      }
      return state;
    });
  } finally {
    await Promise.all([...opened.values()].map((room) => room.close()));
  }
}

function openSeedRoom(
  room: Room,
  options: SeedDatabaseOptions,
  opened: ReadonlyMap<string, OpenRoom>,
): Promise<OpenRoom> {
  const deliver = async (consumer: string, events: readonly ReceivedEvent[]): Promise<void> => {
    const target = opened.get(consumer);
    if (target === undefined) throw new Error(`seed: the room "${consumer}" is not open yet`);
    await target.receive(room.name, events);
  };
  return openRoom(room, {
    databaseUrl: options.databaseUrl,
    envelopeKeys: options.envelopeKeys,
    cursorSecret: 'the seed hands out no cursors',
    peers: {},
    settings: options.settings,
    log: options.log,
    deliver,
    relayBatch: BATCH,
    poolSize: 4,
    bulkLoad: true,
  });
}

async function seedRooms(
  options: SeedDatabaseOptions,
  opened: ReadonlyMap<string, OpenRoom>,
  admin: Client,
): Promise<void> {
  const share = 1 / options.rooms.length;
  for (const [index, { name }] of options.rooms.entries()) {
    const room = opened.get(name);
    if (room === undefined) continue;
    const progress = (done: number): void => options.onProgress(name, (index + done * 0.6) * share);
    progress(0);
    await room.running.seed({ ...options.data, progress });
    await deliverEverything(opened);
    // The next room reads what this one sent; without statistics PostgreSQL takes its tables for empty ones.
    await admin.query('ANALYZE');
    options.onProgress(name, (index + 1) * share);
  }
}

/** Until no outbox holds anything: applying an event may give rise to others. */
async function deliverEverything(opened: ReadonlyMap<string, OpenRoom>): Promise<void> {
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    for (const room of opened.values()) await room.relay.drain();
    const waiting = await countWaiting(opened);
    if (waiting === 0) return;
    if (waiting >= before) throw new Error(`seed: ${waiting} events cannot be applied; the log says why`);
    before = waiting;
  }
}

async function countWaiting(opened: ReadonlyMap<string, OpenRoom>): Promise<number> {
  const counts = await Promise.all(
    [...opened.values()].map(async ({ database }) => {
      const { rows } = await database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox');
      return rows[0]?.n ?? 0;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function withAdmin<T>(url: string, work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
