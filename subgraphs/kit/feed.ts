import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { channelOf } from './outbox';

/** Something changed: which topic and which aggregate. The listener reads the state itself. */
export interface Announcement {
  readonly topic: string;
  readonly key: string;
}

/** What the room's processes announce to each other through PostgreSQL (LISTEN / NOTIFY, sent on commit). */
export interface Feed {
  /** Calls `listener` for each announcement until the returned function is called. */
  listen(listener: (announcement: Announcement) => void): () => void;
  stop(): Promise<void>;
}

const MAX_RETRY_MS = 5_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** Listens on one connection of its own and comes back by itself after PostgreSQL was away. */
export async function startFeed(url: string, room: string, log: Logger): Promise<Feed> {
  const listeners = new Set<(announcement: Announcement) => void>();
  const stopping = new AbortController();
  let reconnecting: Promise<void> = Promise.resolve();
  let client = await connect(url, room, tell, lost);

  function tell(payload: string): void {
    // Only `emit` writes to this channel, in this shape.
    const announcement = JSON.parse(payload) as Announcement;
    for (const listener of listeners) listener(announcement);
  }

  function lost(): void {
    if (!stopping.signal.aborted) reconnecting = reconnect();
  }

  async function reconnect(): Promise<void> {
    for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, MAX_RETRY_MS)) {
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        client = await connect(url, room, tell, lost);
        log.info('feed: listening again');
        return;
      } catch (error) {
        log.warn({ err: error }, 'feed: PostgreSQL cannot be reached');
      }
    }
  }

  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopping.abort();
      listeners.clear();
      // A connection that is being made must not outlive the room.
      await reconnecting;
      await client.end().catch(() => undefined);
    },
  };
}

async function connect(
  url: string,
  room: string,
  tell: (payload: string) => void,
  lost: () => void,
): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: `lastmile-${room}-feed`,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  await client.connect();
  client.on('notification', (message) => tell(message.payload ?? '{}'));
  await client.query(`LISTEN ${channelOf(room)}`);
  // Only now: a connection that never listened is reported by the error above, once.
  client.on('end', lost);
  return client;
}
