import { sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import type { DomainEvent } from '../../kit/events';
import type { EngineDependencies } from '../engine/dependencies';

/** A placement that no longer runs, and when it was last known to. */
export interface MeteringEnd {
  readonly placementId: string;
  readonly until: Date;
}

/**
 * Records what placements used from when their metering began until the given moments: one row per interval,
 * resource class and day (UTC), quantity = hours x amount, cut off after six decimals so that it never exceeds the
 * wall time. Announces the rows to be rated. Leaves `usage_open` to the caller.
 */
export async function recordIntervals(
  { database, emit, clock }: EngineDependencies,
  tx: Queryable,
  ends: readonly MeteringEnd[],
): Promise<void> {
  const rows = await database.rows<UsageRow>(
    sql`
    INSERT INTO usage_records
      (id, placement_id, subscriber_id, image_id, resource_class, quantity, unit, from_at, to_at, recorded_at)
    SELECT placement.id || '/' || allocation.resource_class || '/'
        || to_char(piece.from_at AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISSMS'),
      placement.id, placement.subscriber_id, placement.image_id, allocation.resource_class,
      trunc(allocation.used * extract(epoch FROM piece.to_at - piece.from_at)::numeric / 3600, 6),
      CASE allocation.resource_class WHEN 'VCPU' THEN 'VCPU_HOUR' WHEN 'MEMORY_MB' THEN 'MB_HOUR'
        WHEN 'DISK_GB' THEN 'GB_HOUR' ELSE 'KBPS_HOUR' END,
      piece.from_at, piece.to_at, ${clock().toISOString()}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) AS metered("placementId" text, until timestamptz)
    JOIN usage_open AS open ON open.placement_id = metered."placementId"
    JOIN placements AS placement ON placement.id = open.placement_id
    JOIN allocations AS allocation ON allocation.placement_id = placement.id
    CROSS JOIN LATERAL (
      SELECT greatest(open.opened_at, day) AS from_at, least(metered.until, day + interval '24 hours') AS to_at
      FROM generate_series(date_trunc('day', open.opened_at, 'UTC'), metered.until, interval '24 hours') AS day
    ) AS piece
    WHERE piece.to_at > piece.from_at
    ON CONFLICT DO NOTHING
    RETURNING id, subscriber_id, image_id, resource_class, unit, quantity::text, from_at, to_at`,
    tx,
  );
  await emit(tx, rows.map(toEvent));
}

interface UsageRow extends Record<string, unknown> {
  readonly id: string;
  readonly subscriber_id: string;
  readonly image_id: string;
  readonly resource_class: string;
  readonly unit: string;
  readonly quantity: string;
  readonly from_at: string | Date;
  readonly to_at: string | Date;
}

function toEvent(row: UsageRow): DomainEvent {
  return {
    topic: 'placements.usage.recorded',
    key: row.id,
    version: 1,
    payload: {
      usageRecordId: row.id,
      subscriberId: row.subscriber_id,
      imageId: row.image_id,
      resourceClass: row.resource_class,
      unit: row.unit,
      quantity: row.quantity,
      from: new Date(row.from_at).toISOString(),
      to: new Date(row.to_at).toISOString(),
    },
  };
}
