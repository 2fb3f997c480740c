import { sql } from 'drizzle-orm';
import type { EventHandler } from '../../kit/events';
import { newestByKey } from '../../kit/inbox';

/** Keeps the newest use of each subscriber, as placements counts it. */
export const applySubscriberUse: EventHandler = async (tx, events) => {
  const rows = newestByKey(events).map(({ version, payload }) => ({ ...payload, version }));
  await tx.execute(sql`
    INSERT INTO subscriber_use AS known (subscriber_id, version, placements, vcpu, memory_mb, disk_gb)
    SELECT "subscriberId", version, placements, vcpu, "memoryMb", "diskGb"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row(
      "subscriberId" text, version bigint, placements bigint, vcpu bigint, "memoryMb" bigint, "diskGb" bigint)
    ON CONFLICT (subscriber_id) DO UPDATE SET
      version = excluded.version, placements = excluded.placements, vcpu = excluded.vcpu,
      memory_mb = excluded.memory_mb, disk_gb = excluded.disk_gb
    WHERE known.version < excluded.version`);
};
