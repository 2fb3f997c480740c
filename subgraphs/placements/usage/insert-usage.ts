import { type SQL, sql } from 'drizzle-orm';
import type { Database, Queryable } from '../../kit/database';
import type { DomainEvent } from '../../kit/events';

/**
 * Writes usage records: one per piece of time and resource class, quantity = hours x amount, cut off after six decimals
 * so that it never exceeds the wall time. A piece that was recorded before is left as it is. Returns what is to be told
 * of the new ones, oldest first, for them to be rated.
 *
 * `metered` is what the records are made from, as it follows FROM: `placement` with the columns of its table,
 * `used (resource_class, amount)` and `piece (from_at, to_at, recorded_at)`.
 */
export async function insertUsage(database: Database, tx: Queryable, metered: SQL): Promise<DomainEvent[]> {
  const rows = await database.rows<UsageRow>(
    sql`
    INSERT INTO usage_records
      (id, placement_id, subscriber_id, image_id, resource_class, quantity, unit, from_at, to_at, recorded_at)
    SELECT placement.id || '/' || used.resource_class || '/'
        || to_char(piece.from_at AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISSMS') AS id,
      placement.id, placement.subscriber_id, placement.image_id, used.resource_class,
      trunc(used.amount * extract(epoch FROM piece.to_at - piece.from_at)::numeric / 3600, 6),
      CASE used.resource_class WHEN 'VCPU' THEN 'VCPU_HOUR' WHEN 'MEMORY_MB' THEN 'MB_HOUR'
        WHEN 'DISK_GB' THEN 'GB_HOUR' ELSE 'KBPS_HOUR' END,
      piece.from_at, piece.to_at, piece.recorded_at
    FROM ${metered}
    ORDER BY piece.from_at, 1
    ON CONFLICT DO NOTHING
    RETURNING id, subscriber_id, image_id, resource_class, unit, quantity::text, from_at, to_at`,
    tx,
  );
  return rows.map(toEvent);
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
