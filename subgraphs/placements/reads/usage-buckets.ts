import { sql, type SQL } from 'drizzle-orm';
import type { CursorKey } from '../../kit/cursor';
import { type Database, textArray } from '../../kit/database';
import type { PageRequest } from '../../kit/page';
import { storableIds } from '../../kit/storable-text';
import type { UsageGroupBy as Groupings } from '../types/enums';
import type { ResourceClass } from './inventories';
import type { UsageRange } from './usage-range';

/** What one bucket stands for. */
export type UsageGroupBy = keyof typeof Groupings;

/** Which records are added up, and how. */
export interface UsageBucketFilter extends UsageRange {
  readonly groupBy: UsageGroupBy;
  /** Null = everybody. */
  readonly subscriberIds: readonly string[] | null;
}

/** One bucket as it is read. */
export interface UsageBucketRow {
  readonly subscriberId: string;
  /** Null when buckets are by subscriber only. */
  readonly imageId: string | null;
  readonly resourceClass: ResourceClass;
  /** The exact sum, decimal text. */
  readonly quantity: string;
  readonly unit: string;
  readonly records: number;
  readonly [column: string]: unknown;
}

/** One page of buckets, by subscriber, image and class; only the page's own records are added up. */
export async function readUsageBuckets(
  database: Database,
  filter: UsageBucketFilter,
  page: PageRequest,
): Promise<UsageBucketRow[]> {
  const subscriberIds = filter.subscriberIds === null ? null : storableIds(filter.subscriberIds);
  const image = filter.groupBy === 'SUBSCRIBER' ? sql`''` : sql`u.image_id`;
  const rows = await database.rows<UsageBucketRow & { imageId: string }>(sql`
    SELECT u.subscriber_id AS "subscriberId", ${image} AS "imageId", u.resource_class AS "resourceClass",
      sum(u.quantity)::text AS quantity, u.unit, count(*)::int AS records
    FROM usage_records u
    WHERE u.from_at >= ${filter.from}::timestamptz AND u.from_at < ${filter.to}::timestamptz
      AND ${subscriberIds === null ? sql`true` : sql`u.subscriber_id = ANY(${textArray(subscriberIds)})`}
      AND ${afterBucket(page.after, image)}
    GROUP BY u.subscriber_id, 2, u.resource_class, u.unit
    ORDER BY u.subscriber_id, 2, u.resource_class, u.unit LIMIT ${page.limit}`);
  return rows.map((row) => ({ ...row, imageId: row.imageId === '' ? null : row.imageId }));
}

/** Where a bucket stands in that order. */
export function bucketKey(row: UsageBucketRow): CursorKey {
  return [row.subscriberId, row.imageId ?? '', row.resourceClass, row.unit];
}

/** The first column alone, too: an index can use it. */
function afterBucket(after: CursorKey | null, image: SQL): SQL {
  if (after === null) return sql`true`;
  const [subscriberId, imageId, resourceClass, unit] = after.map(String);
  return sql`u.subscriber_id >= ${subscriberId} AND (u.subscriber_id, ${image}, u.resource_class, u.unit)
    > (${subscriberId}, ${imageId}, ${resourceClass}, ${unit})`;
}
