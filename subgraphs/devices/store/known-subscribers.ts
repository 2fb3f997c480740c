import { sql } from 'drizzle-orm';
import { type Database, type Queryable } from '../../kit/database';
import { type EventHandler } from '../../kit/events';
import { isStorableId } from '../../kit/storable-text';

/** Remembers which subscribers there are; nobody who was one stops being one. */
export const rememberSubscribers: EventHandler = async (tx, events) => {
  const ids = JSON.stringify(events.map(({ key }) => key));
  await tx.execute(sql`
    INSERT INTO known_subscribers (subscriber_id)
    SELECT DISTINCT value FROM jsonb_array_elements_text(${ids}::jsonb)
    ON CONFLICT DO NOTHING`);
};

/** Whether the subscribers room has told of this one. Ids of any shape are asked for. */
export async function isKnownSubscriber(
  database: Database,
  tx: Queryable,
  subscriberId: string,
): Promise<boolean> {
  if (!isStorableId(subscriberId)) return false;
  const rows = await database.rows(
    sql`SELECT 1 FROM known_subscribers WHERE subscriber_id = ${subscriberId}`,
    tx,
  );
  return rows.length > 0;
}
