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
    for (const { topic, events: group } of inGroups(events.filter((event) => freshIds.has(event.id)))) {
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

interface Group {
  readonly topic: string;
  readonly events: ReceivedEvent[];
}

/**
 * Groups of one topic, few and large, in an order that keeps the producer's for each key: "swapped" and then "retired"
 * of one box must not become "retired" first because other boxes changed before. An event joins the earliest group
 * of its topic that comes no sooner than the group of its key's last event.
 */
function inGroups(events: readonly ReceivedEvent[]): readonly Group[] {
  const groups: Group[] = [];
  const lastOfKey = new Map<string, number>();
  for (const event of events) {
    const soonest = lastOfKey.get(event.key) ?? 0;
    const joined = groups.findIndex((group, index) => index >= soonest && group.topic === event.topic);
    const position = joined === -1 ? groups.length : joined;
    if (joined === -1) groups.push({ topic: event.topic, events: [event] });
    else groups[joined]?.events.push(event);
    lastOfKey.set(event.key, position);
  }
  return groups;
}
