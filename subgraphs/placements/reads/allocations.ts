import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import type { ResourceClass } from './inventories';

/** What a placement holds of one class. */
export interface AllocationRow {
  readonly placementId: string;
  readonly providerId: string;
  readonly resourceClass: ResourceClass;
  readonly used: number;
  readonly [column: string]: unknown;
}

/** What these placements hold, class by class; nothing for those that have ended. */
export async function readAllocations(
  database: Database,
  placementIds: readonly string[],
): Promise<AllocationRow[]> {
  return database.rows<AllocationRow>(sql`
    SELECT placement_id AS "placementId", provider_id AS "providerId", resource_class AS "resourceClass", used
    FROM allocations WHERE placement_id = ANY(${textArray(placementIds)})
    ORDER BY placement_id, resource_class`);
}
