import { sql } from 'drizzle-orm';
import type { EventHandler } from '../../kit/events';
import { newestByKey } from '../../kit/inbox';

/**
 * `images.image.changed`: keeps what claims need to know of images. Claims read it inside their transaction, so a
 * deactivation stops new ones at once; running placements stay until they are recalled (I8).
 */
export const imageChanged: EventHandler = async (tx, events) => {
  const rows = newestByKey(events).map(({ payload, version }) => ({ ...payload, version }));
  await tx.execute(sql`
    INSERT INTO images (id, version, application_id, status, visibility, owner_id, shared_with, arch, vcpu, memory_mb,
      disk_gb, min_ram_mb, min_disk_gb, required_traits, forbidden_traits, min_downlink_kbps, size_bytes,
      virtual_size_bytes, tags)
    SELECT "imageId", version, "applicationId", status, visibility, "ownerId", coalesce("sharedWith", '{}'), arch, vcpu,
      "memoryMb", "diskGb", coalesce("minRamMb", 0), coalesce("minDiskGb", 0), coalesce("requiredTraits", '{}'),
      coalesce("forbiddenTraits", '{}'), "minDownlinkKbps", "sizeBytes", "virtualSizeBytes", coalesce(tags, '{}')
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row("imageId" text, version bigint,
      "applicationId" text, status text, visibility text, "ownerId" text, "sharedWith" text[], arch text, vcpu integer,
      "memoryMb" integer, "diskGb" integer, "minRamMb" integer, "minDiskGb" integer, "requiredTraits" text[],
      "forbiddenTraits" text[], "minDownlinkKbps" integer, "sizeBytes" bigint, "virtualSizeBytes" bigint, tags text[])
    ORDER BY "imageId"
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, application_id = excluded.application_id,
      status = excluded.status, visibility = excluded.visibility, owner_id = excluded.owner_id,
      shared_with = excluded.shared_with, arch = excluded.arch, vcpu = excluded.vcpu, memory_mb = excluded.memory_mb,
      disk_gb = excluded.disk_gb, min_ram_mb = excluded.min_ram_mb, min_disk_gb = excluded.min_disk_gb,
      required_traits = excluded.required_traits, forbidden_traits = excluded.forbidden_traits,
      min_downlink_kbps = excluded.min_downlink_kbps, size_bytes = excluded.size_bytes,
      virtual_size_bytes = excluded.virtual_size_bytes, tags = excluded.tags
    WHERE images.version < excluded.version`);
};
