import { type Placeholder, type SQL, sql } from 'drizzle-orm';

/** A SELECT of one image as `ImageFacts` in JSON. */
export function imageJson(imageId: string | Placeholder): SQL {
  return sql`
    SELECT jsonb_build_object('id', id, 'status', status, 'visibility', visibility, 'ownerId', owner_id,
      'sharedWith', shared_with, 'arch', arch, 'vcpu', vcpu, 'memoryMb', memory_mb, 'diskGb', disk_gb,
      'minRamMb', min_ram_mb, 'minDiskGb', min_disk_gb, 'requiredTraits', required_traits,
      'forbiddenTraits', forbidden_traits, 'minDownlinkKbps', min_downlink_kbps, 'sizeBytes', size_bytes,
      'virtualSizeBytes', virtual_size_bytes, 'tags', tags)
    FROM images WHERE id = ${imageId}`;
}
