import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';

/** How many boxes each of these subscribers has; who has none is left out. A household's few, so they are counted. */
export async function countsOfSubscribers(
  database: Database,
  subscriberIds: readonly string[],
): Promise<{ readonly subscriberId: string; readonly boxes: number }[]> {
  return database.rows<{ subscriberId: string; boxes: number }>(sql`
    SELECT subscriber_id AS "subscriberId", count(*)::int AS boxes FROM devices
    WHERE subscriber_id = ANY(${textArray(storableIds(subscriberIds))}) GROUP BY subscriber_id`);
}
