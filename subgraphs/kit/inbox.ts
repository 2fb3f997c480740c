import { sql } from 'drizzle-orm';
import type { Database } from './database';
import type { EventHandler, ReceivedEvent } from './events';

/**
 * Applies a delivery in one transaction: events seen before are left out, the others are handed to the
 * handler of their topic and remembered. Fails as a whole, so that the producer sends it again.
 *
 * @throws Error for a topic nobody here handles.
 */
export async function receive(
  database: Database,
  handlers: Readonly<Record<string, EventHandler>>,
  producer: string,
  events: readonly ReceivedEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await database.transaction(async (tx) => {
    const ids = JSON.stringify(events.map((event) => event.id));
    const fresh = await database.rows<{ event_id: string }>(
      sql`INSERT INTO inbox (producer, event_id)
          SELECT ${producer}, value::bigint FROM jsonb_array_elements_text(${ids}::jsonb)
          ON CONFLICT DO NOTHING RETURNING event_id`,
      tx,
    );
    const freshIds = new Set(fresh.map((row) => Number(row.event_id)));
    for (const [topic, group] of byTopic(events.filter((event) => freshIds.has(event.id)))) {
      const handle = handlers[topic];
      if (handle === undefined) throw new Error(`inbox: nobody handles the topic "${topic}" of ${producer}`);
      await handle(tx, group);
    }
  });
}

/** The newest event of each key, for handlers that only keep the latest state. */
export function newestByKey(events: readonly ReceivedEvent[]): ReceivedEvent[] {
  const newest = new Map<string, ReceivedEvent>();
  for (const event of events) {
    const known = newest.get(event.key);
    if (known === undefined || known.version <= event.version) newest.set(event.key, event);
  }
  return [...newest.values()];
}

function byTopic(events: readonly ReceivedEvent[]): Map<string, ReceivedEvent[]> {
  const groups = new Map<string, ReceivedEvent[]>();
  for (const event of events) {
    const group = groups.get(event.topic);
    if (group) group.push(event);
    else groups.set(event.topic, [event]);
  }
  return groups;
}
