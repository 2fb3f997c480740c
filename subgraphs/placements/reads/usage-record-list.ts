import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../../kit/database';
import type { PageRequest } from '../../kit/page';
import { isStorableId, storableIds } from '../../kit/storable-text';
import type { UsageRange } from './usage-range';
import {
  type RawUsageRecordRow,
  USAGE_RECORD_COLUMNS,
  usageRecordRow,
  type UsageRecordRow,
} from './usage-record-row';

/** Which records; null lets everything pass. */
export interface UsageRecordFilter extends UsageRange {
  readonly subscriberId: string | null;
  /** Records that became known at this instant or later: what came late for a day that was rated already. */
  readonly recordedSince: string | null;
}

/** One page of the records that pass the filter, the oldest interval first. */
export async function readUsageRecords(
  database: Database,
  filter: UsageRecordFilter,
  page: PageRequest,
): Promise<UsageRecordRow[]> {
  if (filter.subscriberId !== null && !isStorableId(filter.subscriberId)) return [];
  const { after } = page;
  const rows = await database.rows<RawUsageRecordRow>(sql`
    SELECT ${USAGE_RECORD_COLUMNS} FROM usage_records u
    WHERE u.from_at >= ${filter.from}::timestamptz AND u.from_at < ${filter.to}::timestamptz
      AND ${filter.subscriberId === null ? sql`true` : sql`u.subscriber_id = ${filter.subscriberId}`}
      AND ${filter.recordedSince === null ? sql`true` : sql`u.recorded_at >= ${filter.recordedSince}::timestamptz`}
      AND ${after === null ? sql`true` : sql`(u.from_at, u.id) > (${String(after[0])}::timestamptz, ${String(after[1])})`}
    ORDER BY u.from_at, u.id LIMIT ${page.limit}`);
  return rows.map(usageRecordRow);
}

/** The records with these ids, in any order. */
export async function readUsageRecordsById(
  database: Database,
  ids: readonly string[],
): Promise<UsageRecordRow[]> {
  const known = storableIds(ids);
  if (known.length === 0) return [];
  const rows = await database.rows<RawUsageRecordRow>(
    sql`SELECT ${USAGE_RECORD_COLUMNS} FROM usage_records u WHERE u.id = ANY(${textArray(known)})`,
  );
  return rows.map(usageRecordRow);
}

/** What these placements used in the range, the oldest interval first. */
export async function readUsageOf(
  database: Database,
  placementIds: readonly string[],
  range: UsageRange,
): Promise<UsageRecordRow[]> {
  const rows = await database.rows<RawUsageRecordRow>(sql`
    SELECT ${USAGE_RECORD_COLUMNS} FROM usage_records u
    WHERE u.placement_id = ANY(${textArray(placementIds)})
      AND u.from_at >= ${range.from}::timestamptz AND u.from_at < ${range.to}::timestamptz
    ORDER BY u.from_at, u.id`);
  return rows.map(usageRecordRow);
}
