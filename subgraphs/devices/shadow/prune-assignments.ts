import { sql } from 'drizzle-orm';
import { type DevicesServices } from '../request/services';

/** Ended placements are kept this long: an event that comes later than that does not come. */
const KEPT_DAYS = 7;
/** Rows of one statement, so that nothing waits long for it. */
const BATCH = 5_000;

/** Forgets placements that ended long ago. */
export async function pruneAssignments({ database, clock }: DevicesServices): Promise<void> {
  const before = new Date(clock().getTime() - KEPT_DAYS * 86_400_000).toISOString();
  for (let deleted = BATCH; deleted === BATCH;) {
    const result = await database.db.execute(sql`
      DELETE FROM assignments WHERE placement_id IN (
        SELECT placement_id FROM assignments
        WHERE NOT live AND NOT desired AND updated_at < ${before}::timestamptz LIMIT ${BATCH})`);
    deleted = result.rowCount ?? 0;
  }
}
