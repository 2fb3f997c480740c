import { sql } from 'drizzle-orm';
import type { Queryable } from '../kit/database';
import type { RoomDependencies, SeedOptions } from '../kit/room';
import { seedPlan } from '../kit/seed-plan';
import { announceImages } from './events';
import { CATALOGUE } from './seed/catalogue';
import { applicationId, type PlannedImage, planImages } from './seed/image-plan';
import { PUBLISHER_NAMES } from './seed/publisher-names';

/** Writes the demonstration catalogue and tells the other rooms. */
export async function seedImages(room: RoomDependencies, options: SeedOptions): Promise<void> {
  const images = planImages(options.now);
  await room.database.transaction(async (tx) => {
    await insertPublishers(tx, options);
    await insertApplications(tx, options);
    await insertImages(tx, images);
    await insertMembers(tx, images);
    await announceImages(
      room,
      tx,
      images.map(({ id }) => id),
      { status: false },
    );
  });
  options.progress(1);
}

async function insertPublishers(tx: Queryable, options: SeedOptions): Promise<void> {
  const rows = seedPlan(options).publisherIds.map((id) => ({ id, name: PUBLISHER_NAMES[id] ?? id }));
  await tx.execute(sql`
    INSERT INTO publishers (id, name, created_at)
    SELECT id, name, ${since(options)}::timestamptz FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row(id text, name text)`);
}

async function insertApplications(tx: Queryable, options: SeedOptions): Promise<void> {
  const rows = CATALOGUE.map(({ slug, name, publisherId }) => ({
    id: applicationId(slug),
    slug,
    name,
    publisher: publisherId,
  }));
  await tx.execute(sql`
    INSERT INTO applications (id, slug, name, publisher_id, created_at)
    SELECT id, slug, name, publisher, ${since(options)}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row(id text, slug text, name text, publisher text)`);
}

async function insertImages(tx: Queryable, images: readonly PlannedImage[]): Promise<void> {
  await tx.execute(sql`
    INSERT INTO images (id, name, application_id, app_version, version_key, owner_id, status, visibility, disk_format,
      container_format, size_bytes, virtual_size_bytes, hash_algo, hash_value, min_ram_mb, min_disk_gb, properties,
      tags, protected, hidden, price_amount, price_currency, created_at, updated_at)
    SELECT id, name, "applicationId", "appVersion", "versionKey", "ownerId", status, visibility, "diskFormat",
      "containerFormat", "sizeBytes", "virtualSizeBytes", "hashAlgo", "hashValue", "minRamMb", "minDiskGb", properties,
      tags, protected, hidden, "priceAmount", "priceCurrency", "createdAt", "updatedAt"
    FROM jsonb_to_recordset(${JSON.stringify(images)}::jsonb) AS row(id text, name text, "applicationId" text,
      "appVersion" text, "versionKey" text, "ownerId" text, status text, visibility text, "diskFormat" text,
      "containerFormat" text, "sizeBytes" bigint, "virtualSizeBytes" bigint, "hashAlgo" text, "hashValue" text,
      "minRamMb" integer, "minDiskGb" integer, properties jsonb, tags text[], protected boolean, hidden boolean,
      "priceAmount" numeric, "priceCurrency" text, "createdAt" timestamptz, "updatedAt" timestamptz)`);
}

async function insertMembers(tx: Queryable, images: readonly PlannedImage[]): Promise<void> {
  const rows = images.flatMap(({ id, sharedWith, createdAt }) =>
    sharedWith.map((publisher) => ({ id, publisher, at: createdAt })),
  );
  await tx.execute(sql`
    INSERT INTO image_members (image_id, publisher_id, accepted, created_at)
    SELECT id, publisher, TRUE, at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row(id text, publisher text, at timestamptz)`);
}

/** Publishers and applications are a year older than the data's end. */
function since({ now }: SeedOptions): string {
  return new Date(now.getTime() - 365 * 86_400_000).toISOString();
}
