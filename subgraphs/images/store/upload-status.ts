import { sql } from 'drizzle-orm';
import { type Database, type Queryable, textArray } from '../../kit/database';
import { ACTION_SOURCES, type ImageStatus } from '../model/image-status';
import type { ImageRecord } from '../model/records';
import { IMAGE_COLUMNS, selectImages } from './image-rows';

/** One attempt to write the bytes of an image. */
export interface UploadAttempt {
  readonly imageId: string;
  readonly uploadId: string;
}

/** What a finished upload found out. */
export interface UploadedBytes {
  readonly sizeBytes: number;
  readonly virtualSizeBytes: number;
  readonly sha512: string;
}

/** Takes a QUEUED image for one upload: of two at once only one gets the row, the other null. */
export async function beginSaving(
  database: Database,
  tx: Queryable,
  attempt: UploadAttempt & { readonly uploaderLock: number; readonly now: Date },
): Promise<ImageRecord | null> {
  const [image] = await selectImages(
    database,
    sql`UPDATE images AS image
        SET status = 'SAVING', upload_id = ${attempt.uploadId}, uploader_lock = ${attempt.uploaderLock},
          version = version + 1, updated_at = ${attempt.now.toISOString()}
        WHERE id = ${attempt.imageId} AND status = ${ACTION_SOURCES.upload} RETURNING ${IMAGE_COLUMNS}`,
    tx,
  );
  return image ?? null;
}

/** The status of an image, deleted or not. */
export async function statusOf(database: Database, imageId: string): Promise<ImageStatus | null> {
  const [row] = await database.rows<{ status: ImageStatus }>(
    sql`SELECT status FROM images WHERE id = ${imageId}`,
  );
  return row?.status ?? null;
}

/** Locks the image when this very upload still is the one that writes it. */
export async function lockSaving(
  database: Database,
  tx: Queryable,
  { imageId, uploadId }: UploadAttempt,
): Promise<boolean> {
  const rows = await database.rows(
    sql`SELECT id FROM images
        WHERE id = ${imageId} AND status = 'SAVING' AND upload_id = ${uploadId} FOR UPDATE`,
    tx,
  );
  return rows.length === 1;
}

/** SAVING -> ACTIVE, after `lockSaving`. */
export async function activate(
  tx: Queryable,
  imageId: string,
  { sizeBytes, virtualSizeBytes, sha512 }: UploadedBytes,
  now: Date,
): Promise<void> {
  await tx.execute(
    sql`UPDATE images SET status = 'ACTIVE', size_bytes = ${sizeBytes}, virtual_size_bytes = ${virtualSizeBytes},
          hash_algo = 'sha512', hash_value = ${sha512}, upload_id = NULL, uploader_lock = NULL,
          version = version + 1, updated_at = ${now.toISOString()}
        WHERE id = ${imageId}`,
  );
}

/** SAVING -> QUEUED or KILLED, after `lockSaving`: what was known of the bytes is forgotten. */
export async function giveUp(
  tx: Queryable,
  imageId: string,
  to: 'QUEUED' | 'KILLED',
  now: Date,
): Promise<void> {
  await tx.execute(
    sql`UPDATE images SET status = ${to}, size_bytes = NULL, virtual_size_bytes = NULL, hash_algo = NULL,
          hash_value = NULL, upload_id = NULL, uploader_lock = NULL,
          version = version + 1, updated_at = ${now.toISOString()}
        WHERE id = ${imageId}`,
  );
}

/** An upload that the records say is running. */
export interface SavingImage extends UploadAttempt {
  readonly uploaderLock: number;
}

/** All images that are SAVING. */
export async function readSaving(database: Database, tx?: Queryable): Promise<SavingImage[]> {
  const rows = await database.rows<{ id: string; upload_id: string; uploader_lock: string }>(
    sql`SELECT id, upload_id, uploader_lock FROM images WHERE status = 'SAVING'`,
    tx,
  );
  return rows.map((row) => ({
    imageId: row.id,
    uploadId: row.upload_id,
    uploaderLock: Number(row.uploader_lock),
  }));
}

/** Whether no living process holds the lock. */
export async function isLockFree(database: Database, tx: Queryable, uploaderLock: number): Promise<boolean> {
  const [row] = await database.rows<{ free: boolean }>(
    sql`SELECT pg_try_advisory_xact_lock(${uploaderLock}::bigint) AS free`,
    tx,
  );
  return row?.free ?? false;
}

/** The statuses of those images that are known here. */
export async function readStatuses(
  database: Database,
  imageIds: readonly string[],
): Promise<Map<string, ImageStatus>> {
  const rows = await database.rows<{ id: string; status: ImageStatus }>(
    sql`SELECT id, status FROM images WHERE id = ANY(${textArray(imageIds)})`,
  );
  return new Map(rows.map((row) => [row.id, row.status]));
}
