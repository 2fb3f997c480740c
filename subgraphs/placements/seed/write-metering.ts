import { sql } from 'drizzle-orm';
import type { Database, Queryable } from '../../kit/database';
import type { DomainEvent } from '../../kit/events';
import type { PlannedMetering } from './plan-metering';

/** Rows of one statement. */
const CHUNK = 2_000;

/** Writes usage records, three for each interval, and since when what runs is metered. Returns the events to emit. */
export async function writeMetering(
  database: Database,
  tx: Queryable,
  { intervals, open }: PlannedMetering,
): Promise<DomainEvent[]> {
  const events: DomainEvent[] = [];
  for (let start = 0; start < intervals.length; start += CHUNK) {
    const chunk = JSON.stringify(intervals.slice(start, start + CHUNK));
    const rows = await database.rows<UsageEventRow>(insertUsage(chunk), tx);
    events.push(...rows.map(({ id, payload }) => ({ topic: TOPIC, key: id, version: 1, payload })));
  }
  for (let start = 0; start < open.length; start += CHUNK) {
    await tx.execute(sql`
      INSERT INTO usage_open (placement_id, opened_at)
      SELECT "placementId", to_timestamp("openedAt" / 1000.0)
      FROM jsonb_to_recordset(${JSON.stringify(open.slice(start, start + CHUNK))}::jsonb)
        AS row ("placementId" text, "openedAt" bigint)`);
  }
  return events;
}

const TOPIC = 'placements.usage.recorded';

interface UsageEventRow extends Record<string, unknown> {
  readonly id: string;
  readonly payload: object;
}

/** The same ids, units and rounding as the engine's own records (`usage/record-intervals.ts`). */
function insertUsage(chunk: string): ReturnType<typeof sql> {
  return sql`
    WITH recorded AS (
      INSERT INTO usage_records
        (id, placement_id, subscriber_id, image_id, resource_class, quantity, unit, from_at, to_at, recorded_at)
      SELECT placement.id || '/' || class.name || '/' || to_char(piece.from_at AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISSMS'),
        placement.id, placement.subscriber_id, placement.image_id, class.name,
        trunc(class.amount * extract(epoch FROM piece.to_at - piece.from_at)::numeric / 3600, 6), class.unit,
        piece.from_at, piece.to_at, piece.recorded_at
      FROM jsonb_to_recordset(${chunk}::jsonb)
        AS metered ("placementId" text, "from" bigint, "to" bigint, "recordedAt" bigint)
      JOIN placements AS placement ON placement.id = metered."placementId"
      CROSS JOIN LATERAL (SELECT to_timestamp("from" / 1000.0) AS from_at, to_timestamp("to" / 1000.0) AS to_at,
        to_timestamp("recordedAt" / 1000.0) AS recorded_at) AS piece
      CROSS JOIN LATERAL (VALUES ('VCPU', vcpu, 'VCPU_HOUR'), ('MEMORY_MB', memory_mb, 'MB_HOUR'),
        ('DISK_GB', disk_gb, 'GB_HOUR')) AS class (name, amount, unit)
      WHERE class.amount > 0
      RETURNING *
    )
    SELECT id, jsonb_build_object('usageRecordId', id, 'subscriberId', subscriber_id, 'imageId', image_id,
      'resourceClass', resource_class, 'unit', unit, 'quantity', quantity::text,
      'from', to_char(from_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'to', to_char(to_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS payload
    FROM recorded ORDER BY from_at, id`;
}
