import { sql } from 'drizzle-orm';
import type { Queryable } from './database';
import type { DomainEvent, Routes } from './events';

/** Largest number of events announced one by one; a bulk load tells nobody who is watching. */
const MAX_ANNOUNCED = 1_000;

/** Rows of one INSERT. */
const CHUNK = 2_000;

/**
 * Writes events in the transaction that changes the records (transactional outbox), one row per consumer. Listeners of
 * this room are told by `announce`.
 *
 * @throws Error for a topic that the room did not declare.
 */
export async function store(tx: Queryable, routes: Routes, events: readonly DomainEvent[]): Promise<void> {
  const rows = events.flatMap((event) =>
    consumersOf(routes, event).map((consumer) => ({ consumer, ...event })),
  );
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = JSON.stringify(rows.slice(start, start + CHUNK));
    await tx.execute(sql`
      INSERT INTO outbox (consumer, topic, key, version, payload)
      SELECT consumer, topic, key, version, payload
      FROM jsonb_to_recordset(${chunk}::jsonb)
        AS row(consumer text, topic text, key text, version bigint, payload jsonb)`);
  }
}

/** Stores events and announces them to listeners of this room when the transaction commits. */
export async function emit(
  tx: Queryable,
  room: string,
  routes: Routes,
  events: readonly DomainEvent[],
): Promise<void> {
  await store(tx, routes, events);
  await announce(tx, room, events);
}

/** The channel a room's announcements go through (LISTEN / NOTIFY). */
export function channelOf(room: string): string {
  return `lastmile_${room}`;
}

/** Tells listeners of this room, in a transaction when it commits. */
export async function announce(tx: Queryable, room: string, events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0 || events.length > MAX_ANNOUNCED) return;
  const messages = JSON.stringify(events.map(({ topic, key }) => ({ topic, key })));
  await tx.execute(sql`
    SELECT pg_notify(${channelOf(room)}, message::text) FROM jsonb_array_elements(${messages}::jsonb) AS message`);
}

function consumersOf(routes: Routes, event: DomainEvent): readonly string[] {
  const consumers = routes[event.topic];
  if (consumers === undefined)
    throw new Error(`outbox: the topic "${event.topic}" is not declared by this room`);
  return consumers;
}
