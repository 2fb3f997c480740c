import { sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import type { EngineDependencies } from '../engine/dependencies';
import { insertUsage } from './insert-usage';

/** A placement that no longer runs, and when it was last known to. */
export interface MeteringEnd {
  readonly placementId: string;
  readonly until: Date;
}

/**
 * Records what placements used from when their metering began until the given moments, day by day (UTC), and announces
 * the records to be rated. Leaves `usage_open` to the caller.
 */
export async function recordIntervals(
  { database, emit, clock }: EngineDependencies,
  tx: Queryable,
  ends: readonly MeteringEnd[],
): Promise<void> {
  const metered = sql`jsonb_to_recordset(${JSON.stringify(ends)}::jsonb)
      AS metered("placementId" text, until timestamptz)
    JOIN usage_open AS open ON open.placement_id = metered."placementId"
    JOIN placements AS placement ON placement.id = open.placement_id
    JOIN LATERAL (
      SELECT resource_class, used AS amount FROM allocations WHERE placement_id = placement.id
    ) AS used ON true
    JOIN LATERAL (
      SELECT greatest(open.opened_at, day) AS from_at, least(metered.until, day + interval '24 hours') AS to_at,
        ${clock().toISOString()}::timestamptz AS recorded_at
      FROM generate_series(date_trunc('day', open.opened_at, 'UTC'), metered.until, interval '24 hours') AS day
    ) AS piece ON piece.to_at > piece.from_at`;
  await emit(tx, await insertUsage(database, tx, metered));
}
