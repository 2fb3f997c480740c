import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  numeric,
  pgSchema,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import { kitTables } from '../kit/tables';

/** The room's PostgreSQL schema. */
export const imagesSchema = pgSchema('images');

/** Compared byte by byte, whatever language the database speaks. */
const byteText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

/** Milliseconds, as JavaScript has them: a cursor made of an instant must find the very row again. */
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** Partners and the telco itself, who publish applications. */
export const publishers = imagesSchema.table('publishers', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull(),
});

/** What a customer picks. */
export const applications = imagesSchema.table(
  'applications',
  {
    id: text('id').primaryKey(),
    slug: byteText('slug').notNull().unique(),
    name: text('name').notNull(),
    publisherId: text('publisher_id')
      .notNull()
      .references(() => publishers.id),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('applications_by_publisher').on(table.publisherId, table.slug)],
);

/** One build of an application for one architecture, with Glance's columns. */
export const images = imagesSchema.table(
  'images',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    applicationId: text('application_id').references(() => applications.id),
    appVersion: text('app_version'),
    /** `versionKey(appVersion)`; empty without a version. */
    versionKey: byteText('version_key').notNull().default(''),
    ownerId: text('owner_id')
      .notNull()
      .references(() => publishers.id),
    status: text('status').notNull(),
    statusReason: text('status_reason'),
    visibility: text('visibility').notNull(),
    diskFormat: text('disk_format').notNull(),
    containerFormat: text('container_format').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }),
    virtualSizeBytes: bigint('virtual_size_bytes', { mode: 'number' }),
    hashAlgo: text('hash_algo'),
    hashValue: text('hash_value'),
    minRamMb: integer('min_ram_mb').notNull(),
    minDiskGb: integer('min_disk_gb').notNull(),
    /** Glance's free-form properties: architecture, hw_cpu_cores, trait:NAME=required|forbidden. */
    properties: jsonb('properties').notNull(),
    arch: text('arch')
      .notNull()
      .generatedAlwaysAs(sql`upper(properties ->> 'architecture')`),
    tags: text('tags').array().notNull(),
    protected: boolean('protected').notNull().default(false),
    hidden: boolean('hidden').notNull().default(false),
    priceAmount: numeric('price_amount'),
    priceCurrency: text('price_currency'),
    /** The upload that is writing its bytes, while SAVING. */
    uploadId: text('upload_id'),
    /** The advisory lock that the uploading process holds while it lives. */
    uploaderLock: bigint('uploader_lock', { mode: 'number' }),
    version: bigint('version', { mode: 'number' }).notNull().default(1),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('images_newest').on(table.createdAt, table.id),
    index('images_by_application').on(table.applicationId, table.versionKey, table.id),
    index('images_by_owner').on(table.ownerId),
    index('images_saving')
      .on(table.status)
      .where(sql`status = 'SAVING'`),
    check('images_sizes_not_negative', sql`min_ram_mb >= 0 AND min_disk_gb >= 0`),
    check('images_queued_without_size', sql`status <> 'QUEUED' OR size_bytes IS NULL`),
  ],
);

/** With whom a SHARED image is shared. */
export const imageMembers = imagesSchema.table(
  'image_members',
  {
    imageId: text('image_id')
      .notNull()
      .references(() => images.id),
    publisherId: text('publisher_id')
      .notNull()
      .references(() => publishers.id),
    accepted: boolean('accepted').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.imageId, table.publisherId] })],
);

/** What the placements room told of each placement: which image it uses, and whether it still does. */
export const imageUse = imagesSchema.table(
  'image_use',
  {
    placementId: text('placement_id').primaryKey(),
    imageId: text('image_id').notNull(),
    deviceId: text('device_id').notNull(),
    live: boolean('live').notNull(),
    version: bigint('version', { mode: 'number' }).notNull(),
  },
  (table) => [
    index('image_use_live')
      .on(table.imageId)
      .where(sql`live`),
  ],
);

/** Which box has which image in its cache: whatever it once started. */
export const deviceImages = imagesSchema.table(
  'device_images',
  {
    deviceId: text('device_id').notNull(),
    imageId: text('image_id').notNull(),
    cachedAt: instant('cached_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.deviceId, table.imageId] })],
);

/** The furniture of every room. */
export const { outbox, inbox, idempotencyKeys, seedState } = kitTables(imagesSchema);
