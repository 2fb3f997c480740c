import { sql } from 'drizzle-orm';
import { type Database, type Queryable } from '../../kit/database';

/** Ids of the placements that hold something of a box, sorted. */
export async function livePlacementIds(
  database: Database,
  tx: Queryable,
  deviceId: string,
): Promise<string[]> {
  const rows = await database.rows<{ id: string }>(
    sql`SELECT placement_id AS id FROM assignments WHERE device_id = ${deviceId} AND live ORDER BY placement_id`,
    tx,
  );
  return rows.map((row) => row.id);
}
