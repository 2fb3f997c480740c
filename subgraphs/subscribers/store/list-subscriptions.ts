import { sql } from 'drizzle-orm';
import type { Database } from '../../kit/database';
import type { CursorKey } from '../../kit/cursor';
import type { SubscriptionStatus } from '../types/enums';
import type { ServiceSubscriptionRow } from './rows';

/** Whose subscriptions, and from where on. */
export interface SubscriptionsOf {
  readonly subscriberId: string;
  readonly after: CursorKey | null;
}

/** What a page of every parent has in common. */
export interface SubscriptionsPage {
  readonly limit: number;
  readonly status: SubscriptionStatus | null;
}

/** A row, and for which parent it was read. */
export interface SubscriptionOfParent extends ServiceSubscriptionRow {
  readonly parentIndex: number;
}

/** A page of subscriptions for each parent, oldest first, in one statement. */
export async function listSubscriptions(
  database: Database,
  parents: readonly SubscriptionsOf[],
  { limit, status }: SubscriptionsPage,
): Promise<SubscriptionOfParent[]> {
  const wanted = parents.map(({ subscriberId, after }, index) => ({
    parent_index: index,
    subscriber_id: subscriberId,
    after_created: after?.[0] ?? null,
    after_id: after?.[1] ?? null,
  }));
  const rows = await database.rows<RawRow>(sql`
    SELECT parent.parent_index, subscription.*
    FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
      AS parent(parent_index integer, subscriber_id text, after_created timestamptz, after_id text)
    CROSS JOIN LATERAL (
      SELECT * FROM service_subscriptions
      WHERE subscriber_id = parent.subscriber_id
        AND (${status}::text IS NULL OR status = ${status})
        AND (parent.after_id IS NULL OR (created_at, id) > (parent.after_created, parent.after_id))
      ORDER BY created_at, id
      LIMIT ${limit}
    ) AS subscription
    ORDER BY parent.parent_index, subscription.created_at, subscription.id`);
  return rows.map(toRow);
}

interface RawRow extends Record<string, unknown> {
  readonly parent_index: number;
  readonly id: string;
  readonly subscriber_id: string;
  readonly plan_id: string;
  readonly status: SubscriptionStatus;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly created_at: string;
  readonly version: number;
}

/** drizzle leaves instants of raw statements as PostgreSQL writes them. */
function toRow(row: RawRow): SubscriptionOfParent {
  return {
    parentIndex: row.parent_index,
    id: row.id,
    subscriberId: row.subscriber_id,
    planId: row.plan_id,
    status: row.status,
    startedAt: row.started_at === null ? null : new Date(row.started_at),
    endedAt: row.ended_at === null ? null : new Date(row.ended_at),
    createdAt: new Date(row.created_at),
    version: row.version,
  };
}
