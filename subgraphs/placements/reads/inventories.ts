import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';
import type { ResourceClass as ResourceClasses } from '../types/enums';

/** A class of resources. */
export type ResourceClass = keyof typeof ResourceClasses;

/** One class of one provider as it is read. */
export interface InventoryRow {
  readonly providerId: string;
  readonly resourceClass: ResourceClass;
  readonly total: number;
  readonly reserved: number;
  readonly allocationRatio: number;
  readonly minUnit: number;
  readonly maxUnit: number;
  readonly stepSize: number;
  readonly capacity: number;
  readonly used: number;
  /** What may still be claimed: 0 where an operator shrank the box below its use. */
  readonly free: number;
  readonly overcommitted: boolean;
  readonly [column: string]: unknown;
}

/** The inventories of these providers, class by class. */
export async function readInventories(
  database: Database,
  providerIds: readonly string[],
): Promise<InventoryRow[]> {
  const known = storableIds(providerIds);
  if (known.length === 0) return [];
  return database.rows<InventoryRow>(sql`
    SELECT provider_id AS "providerId", resource_class AS "resourceClass", total, reserved,
      allocation_ratio::float8 AS "allocationRatio", min_unit AS "minUnit", max_unit AS "maxUnit",
      step_size AS "stepSize", capacity, used, greatest(capacity - used, 0) AS free,
      used > capacity AS overcommitted
    FROM inventories WHERE provider_id = ANY(${textArray(known)})
    ORDER BY provider_id, resource_class`);
}
