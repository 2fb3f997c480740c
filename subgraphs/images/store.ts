import { sql } from 'drizzle-orm';
import { type Database, textArray } from '../kit/database';
import { isStorableId, storableIds } from '../kit/storable-text';
import type { Arch } from './model/image-words';
import type { ApplicationRecord, ImageRecord, PublisherRecord } from './model/records';
import { presentImages, referencedImages, type Viewer } from './policy';
import { IMAGE_COLUMNS, type ImageRow, imageOf, selectImages } from './store/image-rows';

/** The images of these ids that exist for the viewer. */
export function readImages(
  database: Database,
  viewer: Viewer,
  ids: readonly string[],
): Promise<ImageRecord[]> {
  return selectImages(
    database,
    sql`SELECT ${IMAGE_COLUMNS} FROM images AS image
        WHERE image.id = ANY(${textArray(storableIds(ids))}) AND ${presentImages(viewer)}`,
  );
}

/** The same for ids that other subgraphs refer to; deleted images are among them for the teams. */
export function readReferencedImages(
  database: Database,
  viewer: Viewer,
  ids: readonly string[],
): Promise<ImageRecord[]> {
  return selectImages(
    database,
    sql`SELECT ${IMAGE_COLUMNS} FROM images AS image
        WHERE image.id = ANY(${textArray(storableIds(ids))}) AND ${referencedImages(viewer)}`,
  );
}

/** An application and an architecture. */
export interface BuildKey {
  readonly applicationId: string;
  readonly arch: Arch;
}

/** The newest ACTIVE, not hidden image of each application and architecture: by version, then by age. */
export async function readLatestImages(
  database: Database,
  viewer: Viewer,
  keys: readonly BuildKey[],
): Promise<ImageRecord[]> {
  const wanted = keys.map(({ applicationId, arch }) => ({ applicationId, arch }));
  return selectImages(
    database,
    sql`SELECT ${IMAGE_COLUMNS}
        FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS wanted("applicationId" text, arch text)
        CROSS JOIN LATERAL (
          SELECT * FROM images AS image
          WHERE image.application_id = wanted."applicationId" AND image.arch = wanted.arch
            AND image.status = 'ACTIVE' AND NOT image.hidden AND ${presentImages(viewer)}
          ORDER BY image.version_key DESC, image.created_at DESC, image.id DESC LIMIT 1) AS image`,
  );
}

/** The applications of these ids. */
export function readApplications(database: Database, ids: readonly string[]): Promise<ApplicationRecord[]> {
  return database.rows<ApplicationRecord & Record<string, unknown>>(
    sql`SELECT id, slug, name, publisher_id AS "publisherId" FROM applications
        WHERE id = ANY(${textArray(storableIds(ids))})`,
  );
}

/** The applications of these slugs. */
export function readApplicationsBySlug(
  database: Database,
  slugs: readonly string[],
): Promise<ApplicationRecord[]> {
  return database.rows<ApplicationRecord & Record<string, unknown>>(
    sql`SELECT id, slug, name, publisher_id AS "publisherId" FROM applications
        WHERE slug = ANY(${textArray(storableIds(slugs))})`,
  );
}

/** The publishers of these ids. */
export function readPublishers(database: Database, ids: readonly string[]): Promise<PublisherRecord[]> {
  return database.rows<PublisherRecord & Record<string, unknown>>(
    sql`SELECT id, name FROM publishers WHERE id = ANY(${textArray(storableIds(ids))})`,
  );
}

/** An image in the cache of a box. */
export interface CachedImage {
  readonly deviceId: string;
  readonly image: ImageRecord;
}

/** The first images in the cache of each box, the latest to get there first, as far as they exist for the viewer. */
export async function readCachedImages(
  database: Database,
  viewer: Viewer,
  deviceIds: readonly string[],
  first: number,
): Promise<CachedImage[]> {
  const rows = await database.rows<ImageRow & { readonly device_id: string }>(
    sql`SELECT device.id AS device_id, ${IMAGE_COLUMNS}
        FROM unnest(${textArray(storableIds(deviceIds))}) AS device(id)
        CROSS JOIN LATERAL (
          SELECT image.*, cached.cached_at FROM device_images AS cached JOIN images AS image ON image.id = cached.image_id
          WHERE cached.device_id = device.id AND ${presentImages(viewer)}
          ORDER BY cached.cached_at DESC, image.id LIMIT ${first}) AS image
        ORDER BY image.cached_at DESC, image.id`,
  );
  return rows.map((row) => ({ deviceId: row.device_id, image: imageOf(row) }));
}

/** A box and an image. */
export interface CacheKey {
  readonly deviceId: string;
  readonly imageId: string;
}

/** Those of the pairs where the box has the image. */
export async function readCacheHits(database: Database, keys: readonly CacheKey[]): Promise<CacheKey[]> {
  const wanted = keys.filter(({ deviceId, imageId }) => isStorableId(deviceId) && isStorableId(imageId));
  return database.rows<CacheKey & Record<string, unknown>>(
    sql`SELECT cached.device_id AS "deviceId", cached.image_id AS "imageId"
        FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS wanted("deviceId" text, "imageId" text)
        JOIN device_images AS cached
          ON cached.device_id = wanted."deviceId" AND cached.image_id = wanted."imageId"`,
  );
}
