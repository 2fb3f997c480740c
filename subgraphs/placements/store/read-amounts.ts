import { sql } from 'drizzle-orm';
import type { Database, Queryable } from '../../kit/database';
import type { Amount } from '../engine-types';

/** What a live placement holds. */
export async function readAmounts(database: Database, on: Queryable, placementId: string): Promise<Amount[]> {
  return database.rows<Amount & Record<string, unknown>>(
    sql`SELECT resource_class AS "resourceClass", used AS amount FROM allocations
        WHERE placement_id = ${placementId} ORDER BY resource_class`,
    on,
  );
}
