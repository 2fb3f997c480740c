import { sql } from 'drizzle-orm';
import { bigint, boolean, check, integer, text } from 'drizzle-orm/pg-core';
import { placementsSchema } from './schema';

/** What images told about an image: all that a claim needs to know. */
export const images = placementsSchema.table('images', {
  id: text('id').primaryKey(),
  version: bigint('version', { mode: 'number' }).notNull(),
  applicationId: text('application_id').notNull(),
  status: text('status').notNull(),
  visibility: text('visibility').notNull(),
  ownerId: text('owner_id').notNull(),
  sharedWith: text('shared_with').array().notNull(),
  arch: text('arch').notNull(),
  vcpu: integer('vcpu').notNull(),
  memoryMb: integer('memory_mb').notNull(),
  diskGb: integer('disk_gb').notNull(),
  minRamMb: integer('min_ram_mb').notNull(),
  minDiskGb: integer('min_disk_gb').notNull(),
  requiredTraits: text('required_traits').array().notNull(),
  forbiddenTraits: text('forbidden_traits').array().notNull(),
  minDownlinkKbps: integer('min_downlink_kbps'),
  sizeBytes: bigint('size_bytes', { mode: 'number' }),
  virtualSizeBytes: bigint('virtual_size_bytes', { mode: 'number' }),
  tags: text('tags').array().notNull(),
});

/**
 * What subscribers told about a subscriber, and what the live placements use of it. The claim locks the row, so
 * two claims of one subscriber never both take the last unit of the entitlement (I9).
 */
export const subscribers = placementsSchema.table(
  'subscribers',
  {
    id: text('id').primaryKey(),
    version: bigint('version', { mode: 'number' }).notNull(),
    status: text('status').notNull(),
    creditHold: boolean('credit_hold').notNull(),
    maxPlacements: integer('max_placements').notNull(),
    maxVcpu: integer('max_vcpu').notNull(),
    maxMemoryMb: integer('max_memory_mb').notNull(),
    maxDiskGb: integer('max_disk_gb').notNull(),
    /** Empty = every image. */
    allowedImageTags: text('allowed_image_tags').array().notNull(),
    usedPlacements: integer('used_placements').notNull().default(0),
    usedVcpu: bigint('used_vcpu', { mode: 'number' }).notNull().default(0),
    usedMemoryMb: bigint('used_memory_mb', { mode: 'number' }).notNull().default(0),
    usedDiskGb: bigint('used_disk_gb', { mode: 'number' }).notNull().default(0),
    useVersion: bigint('use_version', { mode: 'number' }).notNull().default(0),
  },
  () => [
    check(
      'subscribers_use',
      sql`used_placements >= 0 AND used_vcpu >= 0 AND used_memory_mb >= 0 AND used_disk_gb >= 0`,
    ),
  ],
);
