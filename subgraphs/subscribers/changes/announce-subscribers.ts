import { sql } from 'drizzle-orm';
import { type Database, type Queryable, textArray } from '../../kit/database';
import type { DomainEvent } from '../../kit/events';
import type { RoomDependencies } from '../../kit/room';

/** The topic that other rooms hear about subscribers on. */
export const SUBSCRIBER_CHANGED = 'subscribers.subscriber.changed';

/** The topic of subscribers that are new; a room that only has to know them is spared what changes later. */
export const SUBSCRIBER_ADDED = 'subscribers.subscriber.added';

/** Tells that there are these subscribers, in the transaction that makes them. Their state is told besides. */
export async function announceNewSubscribers(
  room: Pick<RoomDependencies, 'emit'>,
  tx: Queryable,
  subscriberIds: readonly string[],
): Promise<void> {
  await room.emit(
    tx,
    subscriberIds.map((subscriberId) => ({
      topic: SUBSCRIBER_ADDED,
      key: subscriberId,
      version: 1,
      payload: { subscriberId },
    })),
  );
}

/** Tells other rooms the present state of these subscribers, in the transaction that changed it. */
export async function announceSubscribers(
  room: Pick<RoomDependencies, 'database' | 'emit'>,
  tx: Queryable,
  subscriberIds: readonly string[],
): Promise<void> {
  await room.emit(tx, await eventsOf(room.database, tx, subscriberIds));
}

async function eventsOf(
  database: Database,
  tx: Queryable,
  subscriberIds: readonly string[],
): Promise<DomainEvent[]> {
  // LATERAL, or the view would sum up the subscriptions of everybody before the join.
  const rows = await database.rows<StateRow>(
    sql`SELECT subscriber.id, subscriber.version, subscriber.status, account.credit_hold,
          coalesce(entitlement.max_placements, 0) AS max_placements, coalesce(entitlement.vcpu, 0) AS vcpu,
          coalesce(entitlement.memory_mb, 0) AS memory_mb, coalesce(entitlement.disk_gb, 0) AS disk_gb,
          coalesce(entitlement.every_image, false) AS every_image, entitlement.allowed_image_tags
        FROM subscribers AS subscriber
        JOIN billing_accounts AS account ON account.id = subscriber.billing_account_id
        LEFT JOIN LATERAL (
          SELECT * FROM subscriber_entitlements WHERE subscriber_id = subscriber.id
        ) AS entitlement ON TRUE
        WHERE subscriber.id = ANY(${textArray(subscriberIds)})
        ORDER BY subscriber.id`,
    tx,
  );
  return rows.map(toEvent);
}

interface StateRow extends Record<string, unknown> {
  readonly id: string;
  readonly version: string;
  readonly status: string;
  readonly credit_hold: boolean;
  readonly max_placements: number;
  readonly vcpu: number;
  readonly memory_mb: number;
  readonly disk_gb: number;
  readonly every_image: boolean;
  readonly allowed_image_tags: readonly (readonly string[])[] | null;
}

function toEvent(row: StateRow): DomainEvent {
  // A plan that allows every image makes the tags of the others meaningless.
  const tags = row.every_image ? [] : [...new Set((row.allowed_image_tags ?? []).flat())].sort();
  return {
    topic: SUBSCRIBER_CHANGED,
    key: row.id,
    version: Number(row.version),
    payload: {
      subscriberId: row.id,
      status: row.status,
      creditHold: row.credit_hold,
      entitlement: {
        maxPlacements: row.max_placements,
        vcpu: row.vcpu,
        memoryMb: row.memory_mb,
        diskGb: row.disk_gb,
      },
      allowedImageTags: tags,
    },
  };
}
