import { sql } from 'drizzle-orm';
import type { EventHandler } from '../../kit/events';
import { newestByKey } from '../../kit/inbox';

/**
 * `subscribers.subscriber.changed`: keeps what a subscriber may use. What it uses is this room's own and stays. A smaller
 * entitlement ends nothing; it only refuses the next claim (I9).
 */
export const subscriberChanged: EventHandler = async (tx, events) => {
  const rows = newestByKey(events).map(({ payload, version }) => ({ ...payload, version }));
  await tx.execute(sql`
    INSERT INTO subscribers (id, version, status, credit_hold, max_placements, max_vcpu, max_memory_mb, max_disk_gb,
      allowed_image_tags)
    SELECT "subscriberId", version, status, "creditHold", (entitlement->>'maxPlacements')::integer,
      (entitlement->>'vcpu')::integer, (entitlement->>'memoryMb')::integer, (entitlement->>'diskGb')::integer,
      coalesce("allowedImageTags", '{}')
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row("subscriberId" text, version bigint, status text,
      "creditHold" boolean, entitlement jsonb, "allowedImageTags" text[])
    ORDER BY "subscriberId"
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status,
      credit_hold = excluded.credit_hold, max_placements = excluded.max_placements, max_vcpu = excluded.max_vcpu,
      max_memory_mb = excluded.max_memory_mb, max_disk_gb = excluded.max_disk_gb,
      allowed_image_tags = excluded.allowed_image_tags
    WHERE subscribers.version < excluded.version`);
};
