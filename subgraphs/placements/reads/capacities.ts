import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';
import type { ResourceClass } from './inventories';

/** Capacity of one class in a PoP or region, as last counted. */
export interface CapacityRow {
  readonly placeId: string;
  readonly resourceClass: ResourceClass;
  readonly capacity: number;
  readonly used: number;
  /** Boxes by free amount: [0] none, [n] from 2^(n-1) up to 2^n - 1. */
  readonly freeBuckets: readonly number[];
  readonly asOf: Date;
}

interface RawCapacityRow extends Omit<CapacityRow, 'asOf'> {
  readonly asOf: string;
  readonly [column: string]: unknown;
}

/** The counters of these PoPs, class by class. */
export async function readCapacitiesOfPops(
  database: Database,
  popIds: readonly string[],
): Promise<CapacityRow[]> {
  const known = storableIds(popIds);
  if (known.length === 0) return [];
  const rows = await database.rows<RawCapacityRow>(sql`
    SELECT pop_id AS "placeId", resource_class AS "resourceClass", capacity::float8 AS capacity,
      used::float8 AS used, free_buckets AS "freeBuckets", as_of AS "asOf"
    FROM capacity_counters WHERE pop_id = ANY(${textArray(known)})
    ORDER BY pop_id, resource_class`);
  return rows.map(capacityRow);
}

/** The sums of these regions' PoPs, class by class; as old as the oldest of them. */
export async function readCapacitiesOfRegions(
  database: Database,
  regionIds: readonly string[],
): Promise<CapacityRow[]> {
  const known = storableIds(regionIds);
  if (known.length === 0) return [];
  const rows = await database.rows<RawCapacityRow>(sql`
    WITH counted AS (SELECT * FROM capacity_counters WHERE region_id = ANY(${textArray(known)})),
    buckets AS (
      SELECT region_id, resource_class, place, sum(boxes)::int AS boxes
      FROM counted, unnest(free_buckets) WITH ORDINALITY AS bucket (boxes, place)
      GROUP BY region_id, resource_class, place
    )
    SELECT region_id AS "placeId", resource_class AS "resourceClass", sum(capacity)::float8 AS capacity,
      sum(used)::float8 AS used, min(as_of) AS "asOf",
      ARRAY(SELECT boxes FROM buckets
            WHERE buckets.region_id = counted.region_id AND buckets.resource_class = counted.resource_class
            ORDER BY place) AS "freeBuckets"
    FROM counted GROUP BY region_id, resource_class ORDER BY region_id, resource_class`);
  return rows.map(capacityRow);
}

function capacityRow(raw: RawCapacityRow): CapacityRow {
  return { ...raw, asOf: new Date(raw.asOf) };
}
