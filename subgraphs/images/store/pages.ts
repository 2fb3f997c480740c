import { type SQL, sql } from 'drizzle-orm';
import type { CursorKey } from '../../kit/cursor';
import { type Database, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';
import type { ImageStatus } from '../model/image-status';
import type { Arch } from '../model/image-words';
import type { ApplicationRecord, ImageRecord } from '../model/records';
import { visibleImages, type Viewer } from '../policy';
import { IMAGE_COLUMNS, type ImageRow, imageOf, selectImages } from './image-rows';
import { imageConditions, type ImageCriteria } from './image-criteria';

/** How much of a list to read, and after which row. */
export interface PageOfRows {
  readonly limit: number;
  readonly after: CursorKey | null;
}

/** A page of all images that fit, the newest first. Its cursor key is `[createdAt, id]`. */
export function readImagePage(
  database: Database,
  viewer: Viewer,
  criteria: ImageCriteria,
  page: PageOfRows,
): Promise<ImageRecord[]> {
  return selectImages(
    database,
    sql`SELECT ${IMAGE_COLUMNS} FROM images AS image
        WHERE ${visibleImages(viewer)} AND ${imageConditions(criteria)}
          AND ${after(page, sql`(image.created_at, image.id)`, sql`::timestamptz`)}
        ORDER BY image.created_at DESC, image.id DESC LIMIT ${page.limit}`,
  );
}

/** What narrows the images of an application. */
export interface BuildFilter {
  readonly status: readonly ImageStatus[];
  readonly arch: Arch | null;
}

/** A page of images per application in one statement, the newest version first. Its cursor key is `[versionKey, id]`. */
export async function readImagesOfApplications(
  database: Database,
  viewer: Viewer,
  applicationIds: readonly string[],
  filter: BuildFilter,
  page: PageOfRows,
): Promise<ImageRecord[]> {
  const rows = await database.rows<ImageRow>(
    sql`SELECT ${IMAGE_COLUMNS} FROM unnest(${textArray(storableIds(applicationIds))}) AS parent(id)
        CROSS JOIN LATERAL (
          SELECT * FROM images AS image
          WHERE image.application_id = parent.id AND ${visibleImages(viewer)} AND ${imageConditions(filter)}
            AND ${after(page, sql`(image.version_key, image.id)`, sql`::text`)}
          ORDER BY image.version_key DESC, image.id DESC LIMIT ${page.limit}) AS image
        ORDER BY image.version_key DESC, image.id DESC`,
  );
  return rows.map(imageOf);
}

/** A page of applications per publisher in one statement, by slug. Its cursor key is `[slug]`. */
export function readApplicationsOfPublishers(
  database: Database,
  publisherIds: readonly string[],
  page: PageOfRows,
): Promise<ApplicationRecord[]> {
  const beyond = page.after === null ? sql`TRUE` : sql`application.slug > ${page.after[0]}`;
  return database.rows<ApplicationRecord & Record<string, unknown>>(
    sql`SELECT application.id, application.slug, application.name, application.publisher_id AS "publisherId"
        FROM unnest(${textArray(storableIds(publisherIds))}) AS parent(id)
        CROSS JOIN LATERAL (
          SELECT * FROM applications AS application
          WHERE application.publisher_id = parent.id AND ${beyond}
          ORDER BY application.slug LIMIT ${page.limit}) AS application
        ORDER BY application.slug`,
  );
}

/** Rows after a position, both columns descending. */
function after({ after: key }: PageOfRows, columns: SQL, cast: SQL): SQL {
  return key === null ? sql`TRUE` : sql`${columns} < (${key[0]}${cast}, ${key[1]}::text)`;
}
