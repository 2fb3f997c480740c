import { type SQL, sql } from 'drizzle-orm';
import type { Database, Queryable } from '../../kit/database';
import type { DomainEvent } from '../../kit/events';
import { insertUsage } from '../usage/insert-usage';
import type { MeteredInterval, PlannedMetering } from './plan-metering';

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
    const metered = meteredBy(intervals.slice(start, start + CHUNK));
    events.push(...(await insertUsage(database, tx, metered)));
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

/** What ended holds nothing any more, so the amounts are those of the placements themselves. */
function meteredBy(intervals: readonly MeteredInterval[]): SQL {
  return sql`jsonb_to_recordset(${JSON.stringify(intervals)}::jsonb)
      AS metered ("placementId" text, "from" bigint, "to" bigint, "recordedAt" bigint)
    JOIN placements AS placement ON placement.id = metered."placementId"
    JOIN LATERAL (VALUES ('VCPU', vcpu), ('MEMORY_MB', memory_mb), ('DISK_GB', disk_gb))
      AS used (resource_class, amount) ON used.amount > 0
    CROSS JOIN LATERAL (SELECT to_timestamp("from" / 1000.0) AS from_at, to_timestamp("to" / 1000.0) AS to_at,
      to_timestamp("recordedAt" / 1000.0) AS recorded_at) AS piece`;
}
