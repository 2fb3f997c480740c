import { sql } from 'drizzle-orm';
import { type Database, type Queryable, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';
import { type DeviceLifecycle } from '../types/enums';

/** How many boxes of a PoP are in a stage of life. */
export interface PopCount {
  readonly popId: string;
  readonly regionId: string;
  readonly lifecycle: DeviceLifecycle;
  readonly boxes: number;
}

/** A change of a counter. */
export interface CountChange {
  readonly popId: string;
  readonly lifecycle: DeviceLifecycle;
  readonly by: number;
}

/** The counters of these PoPs. */
export async function countsOfPops(database: Database, popIds: readonly string[]): Promise<PopCount[]> {
  return database.rows<{ popId: string; regionId: string; lifecycle: DeviceLifecycle; boxes: number }>(sql`
    SELECT c.pop_id AS "popId", p.region_id AS "regionId", c.lifecycle, c.boxes
    FROM pop_device_counts c JOIN pops p ON p.id = c.pop_id
    WHERE c.pop_id = ANY(${textArray(storableIds(popIds))})`);
}

/** The counters summed over one region, or over all of them, by stage of life. */
export async function countsOfRegion(
  database: Database,
  regionId: string | null,
): Promise<ReadonlyMap<DeviceLifecycle, number>> {
  const narrowed =
    regionId === null
      ? sql``
      : sql`WHERE pop_id IN (SELECT id FROM pops WHERE region_id = ANY(${textArray(storableIds([regionId]))}))`;
  const sums = await database.rows<{ lifecycle: DeviceLifecycle; boxes: string }>(
    sql`SELECT lifecycle, sum(boxes) AS boxes FROM pop_device_counts ${narrowed} GROUP BY lifecycle`,
  );
  return new Map(sums.map((row) => [row.lifecycle, Number(row.boxes)]));
}

/**
 * Adds to the counters in the transaction that changes the boxes. The rows are taken in one order, so that two
 * changes never wait for each other in a circle.
 */
export async function addToCounts(tx: Queryable, changes: readonly CountChange[]): Promise<void> {
  const sums = new Map<string, CountChange>();
  for (const change of changes) {
    const key = `${change.popId}\n${change.lifecycle}`;
    sums.set(key, { ...change, by: (sums.get(key)?.by ?? 0) + change.by });
  }
  const rows = [...sums.values()].filter((change) => change.by !== 0);
  if (rows.length === 0) return;
  await tx.execute(sql`
    INSERT INTO pop_device_counts AS known (pop_id, lifecycle, boxes)
    SELECT "popId", lifecycle, by FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS change("popId" text, lifecycle text, by int)
    ORDER BY "popId", lifecycle
    ON CONFLICT (pop_id, lifecycle) DO UPDATE SET boxes = known.boxes + excluded.boxes`);
}
