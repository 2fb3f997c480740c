import { sql } from 'drizzle-orm';
import { type Database, type Queryable, textArray } from '../../kit/database';
import { type ReceivedEvent } from '../../kit/events';
import { newestByKey } from '../../kit/inbox';

/**
 * Takes over what the placements room says runs or shall run where, and renews the desired state of every box whose
 * list that changes: one version per box and delivery, however many placements came.
 */
export async function applyPlacements(
  database: Database,
  tx: Queryable,
  events: readonly ReceivedEvent[],
): Promise<void> {
  const rows = JSON.stringify(
    newestByKey(events).map(({ key, version, payload }) => ({ ...payload, placementId: key, version })),
  );
  const deviceIds = await boxesConcerned(database, tx, rows);
  await upsert(tx, rows);
  await renewDesired(tx, deviceIds);
}

/** The boxes these placements are on or were on, locked: two deliveries must not renew one box from half of each. */
async function boxesConcerned(database: Database, tx: Queryable, rows: string): Promise<string[]> {
  const found = await database.rows<{ id: string }>(
    sql`SELECT id FROM devices WHERE id IN (
          SELECT "deviceId" FROM jsonb_to_recordset(${rows}::jsonb) AS row("deviceId" text)
          UNION SELECT device_id FROM assignments WHERE placement_id IN (
            SELECT "placementId" FROM jsonb_to_recordset(${rows}::jsonb) AS row("placementId" text)))
        ORDER BY id FOR UPDATE`,
    tx,
  );
  return found.map((row) => row.id);
}

async function upsert(tx: Queryable, rows: string): Promise<void> {
  await tx.execute(sql`
    INSERT INTO assignments AS known (placement_id, device_id, image_id, subscriber_id, state, live, desired,
      size_bytes, vcpu, memory_mb, version)
    SELECT "placementId", "deviceId", "imageId", "subscriberId", state, live, desired,
      "sizeBytes", coalesce(vcpu, 0), coalesce("memoryMb", 0), version
    FROM jsonb_to_recordset(${rows}::jsonb) AS row("placementId" text, "deviceId" text, "imageId" text,
      "subscriberId" text, state text, live boolean, desired boolean, "sizeBytes" numeric, vcpu int, "memoryMb" int,
      version bigint)
    ORDER BY "placementId"
    ON CONFLICT (placement_id) DO UPDATE SET device_id = excluded.device_id, image_id = excluded.image_id,
      subscriber_id = excluded.subscriber_id, state = excluded.state, live = excluded.live,
      desired = excluded.desired, size_bytes = excluded.size_bytes, vcpu = excluded.vcpu,
      memory_mb = excluded.memory_mb, version = excluded.version, updated_at = now()
    WHERE known.version < excluded.version`);
}

/**
 * A box that never sent its list is believed to have what placements saw running on it, so it stays converged when
 * such placements become known; from its first list on, only the box itself says what it has.
 */
async function renewDesired(tx: Queryable, deviceIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    UPDATE devices box SET
      desired_placement_ids = wanted.ids,
      desired_version = box.desired_version + 1,
      reported_placement_ids =
        CASE WHEN box.reported_placements IS NULL THEN wanted.seen ELSE box.reported_placement_ids END,
      reported_version = CASE
        WHEN box.reported_placements IS NULL AND wanted.all_seen AND box.reported_version = box.desired_version
        THEN box.desired_version + 1 ELSE box.reported_version END,
      roster_version = nextval('roster_versions'),
      roster_transaction = pg_current_xact_id()::text::bigint
    FROM (
      SELECT concerned.id,
        coalesce(array_agg(a.placement_id ORDER BY a.placement_id) FILTER (WHERE a.desired), '{}') AS ids,
        coalesce(array_agg(a.placement_id ORDER BY a.placement_id)
          FILTER (WHERE a.state IN ('PULLING', 'STARTING', 'RUNNING', 'LOST')), '{}') AS seen,
        coalesce(bool_and(a.state IN ('RUNNING', 'LOST')) FILTER (WHERE a.desired), true) AS all_seen
      FROM unnest(${textArray(deviceIds)}) AS concerned(id)
      LEFT JOIN assignments a ON a.device_id = concerned.id AND (a.live OR a.desired)
      GROUP BY concerned.id
    ) AS wanted
    WHERE box.id = wanted.id AND box.desired_placement_ids IS DISTINCT FROM wanted.ids`);
}
