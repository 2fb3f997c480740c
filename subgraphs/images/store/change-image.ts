import { type SQL, sql } from 'drizzle-orm';
import type { Database, Queryable } from '../../kit/database';
import { isStorableId } from '../../kit/storable-text';
import type { CheckedInput } from '../change/checked-input';
import type { ImageStatus } from '../model/image-status';
import type { ImageRecord } from '../model/records';
import { propertiesOf } from '../model/requirements';
import { versionKey } from '../model/version-key';
import { changeableImages, type Viewer } from '../policy';
import { IMAGE_COLUMNS, selectImages } from './image-rows';

/** The image, locked until the transaction ends, when the viewer may change it. */
export async function lockImage(
  database: Database,
  tx: Queryable,
  viewer: Viewer,
  imageId: string,
): Promise<ImageRecord | null> {
  if (!isStorableId(imageId)) return null;
  const [image] = await selectImages(
    database,
    sql`SELECT ${IMAGE_COLUMNS} FROM images AS image
        WHERE image.id = ${imageId} AND ${changeableImages(viewer)} FOR UPDATE OF image`,
    tx,
  );
  return image ?? null;
}

/** Gives a locked image another status; the reason of the last one is kept or, with null, forgotten. */
export async function setStatus(
  database: Database,
  tx: Queryable,
  imageId: string,
  change: { readonly to: ImageStatus; readonly reason: string | null; readonly now: Date },
): Promise<ImageRecord> {
  return changed(
    database,
    tx,
    imageId,
    change.now,
    sql`status = ${change.to}, status_reason = ${change.reason}, upload_id = NULL, uploader_lock = NULL`,
  );
}

/** Adds a publisher to those a locked image is shared with; a PRIVATE image becomes SHARED. */
export async function addMember(
  database: Database,
  tx: Queryable,
  imageId: string,
  member: { readonly publisherId: string; readonly now: Date },
): Promise<ImageRecord> {
  await tx.execute(
    sql`INSERT INTO image_members (image_id, publisher_id, accepted, created_at)
        VALUES (${imageId}, ${member.publisherId}, TRUE, ${member.now.toISOString()})
        ON CONFLICT (image_id, publisher_id) DO UPDATE SET accepted = TRUE`,
  );
  return changed(
    database,
    tx,
    imageId,
    member.now,
    sql`visibility = CASE visibility WHEN 'PRIVATE' THEN 'SHARED' ELSE visibility END`,
  );
}

/** Stores a new image without bytes. */
export async function insertImage(
  database: Database,
  tx: Queryable,
  image: CheckedInput & { readonly id: string; readonly ownerId: string; readonly now: Date },
): Promise<ImageRecord> {
  const now = image.now.toISOString();
  const properties = propertiesOf({ ...image, forbiddenTraits: [], minDownlinkKbps: null });
  const [inserted] = await selectImages(
    database,
    sql`INSERT INTO images AS image (id, name, application_id, app_version, version_key, owner_id, status, visibility,
          disk_format, container_format, min_ram_mb, min_disk_gb, properties, tags, created_at, updated_at)
        VALUES (${image.id}, ${image.name}, ${image.applicationId}, ${image.appVersion},
          ${versionKey(image.appVersion)}, ${image.ownerId}, 'QUEUED', ${image.visibility}, ${image.diskFormat},
          ${image.containerFormat}, ${image.minRamMb}, ${image.minDiskGb}, ${JSON.stringify(properties)}::jsonb,
          ${sql.param([...image.tags])}::text[], ${now}, ${now})
        RETURNING ${IMAGE_COLUMNS}`,
    tx,
  );
  if (inserted === undefined) throw new Error('images: an insert returned no row');
  return inserted;
}

/** How many live placements use the image, as the placements room told. */
export async function countLivePlacements(
  database: Database,
  tx: Queryable,
  imageId: string,
): Promise<number> {
  const [row] = await database.rows<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM image_use WHERE image_id = ${imageId} AND live`,
    tx,
  );
  return row?.count ?? 0;
}

async function changed(
  database: Database,
  tx: Queryable,
  imageId: string,
  now: Date,
  assignments: SQL,
): Promise<ImageRecord> {
  const [image] = await selectImages(
    database,
    sql`UPDATE images AS image SET ${assignments}, version = version + 1, updated_at = ${now.toISOString()}
        WHERE id = ${imageId} RETURNING ${IMAGE_COLUMNS}`,
    tx,
  );
  if (image === undefined) throw new Error('images: a locked image is gone');
  return image;
}
