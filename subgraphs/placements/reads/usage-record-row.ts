import { sql, type SQL } from 'drizzle-orm';
import type { CursorKey } from '../../kit/cursor';
import type { ResourceClass } from './inventories';

/** One usage record as it is read. */
export interface UsageRecordRow {
  readonly id: string;
  readonly placementId: string;
  readonly subscriberId: string;
  readonly imageId: string;
  readonly resourceClass: ResourceClass;
  /** Exact decimal text. */
  readonly quantity: string;
  readonly unit: string;
  readonly from: Date;
  readonly to: Date;
}

/** The same as the driver hands it over: instants as text. */
export interface RawUsageRecordRow extends Omit<UsageRecordRow, 'from' | 'to'> {
  readonly from: string;
  readonly to: string;
  readonly [column: string]: unknown;
}

/** The columns of a `UsageRecordRow` of the table that is called `u` in the statement. */
export const USAGE_RECORD_COLUMNS: SQL = sql.raw(`
  u.id, u.placement_id AS "placementId", u.subscriber_id AS "subscriberId", u.image_id AS "imageId",
  u.resource_class AS "resourceClass", u.quantity::text AS quantity, u.unit, u.from_at AS "from", u.to_at AS "to"`);

/** The row in JavaScript's own types. */
export function usageRecordRow(raw: RawUsageRecordRow): UsageRecordRow {
  return { ...raw, from: new Date(raw.from), to: new Date(raw.to) };
}

/** Where a record stands in the order of every list: by the begin of its interval, then by id. */
export function usageRecordKey(row: UsageRecordRow): CursorKey {
  return [row.from.toISOString(), row.id];
}
