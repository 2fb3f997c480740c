import type { Queryable } from '../../kit/database';
import type { RoomDependencies } from '../../kit/room';
import { giveUp, isLockFree, readSaving, readStatuses, type SavingImage } from '../store/upload-status';
import type { StoredFile, ImageFiles } from './image-files';
import type { UploadTarget } from './write-upload';

/** What this process is uploading itself. */
export interface OwnUploads {
  isRunning(uploadId: string): boolean;
  /** The lock that its uploads hold; null while there are none. */
  currentLock(): number | null;
}

/** Puts back to QUEUED what a process that is gone was uploading, and removes what it left on disk. */
export async function recoverUploads({ room, files, change }: UploadTarget, own: OwnUploads): Promise<void> {
  // Listed before the records are read: an upload that begins in between is in the records.
  const stored = await files.list();
  for (const saving of await readSaving(room.database)) {
    if (own.isRunning(saving.uploadId)) continue;
    await change(
      saving,
      (tx) => giveUp(tx, saving.imageId, 'QUEUED', room.clock()),
      (tx) => isAbandoned(room, tx, saving, own.currentLock()),
    );
  }
  await sweep(room, files, stored);
}

/** Its process is gone, or it is this one, which knows nothing of it any more. */
async function isAbandoned(
  room: RoomDependencies,
  tx: Queryable,
  { uploaderLock }: SavingImage,
  ownLock: number | null,
): Promise<boolean> {
  return uploaderLock === ownLock || isLockFree(room.database, tx, uploaderLock);
}

/** Removes files that no record speaks for. Those of images unknown here may belong to another database. */
async function sweep(
  room: RoomDependencies,
  files: ImageFiles,
  stored: readonly StoredFile[],
): Promise<void> {
  const statuses = await readStatuses(
    room.database,
    stored.map(({ imageId }) => imageId),
  );
  const uploads = new Set((await readSaving(room.database)).map(({ uploadId }) => uploadId));
  for (const { imageId, uploadId } of stored) {
    const status = statuses.get(imageId);
    if (status === undefined) continue;
    if (uploadId !== null && !uploads.has(uploadId)) await files.discard(imageId, uploadId);
    if (uploadId === null && ['QUEUED', 'KILLED', 'DELETED'].includes(status)) await files.remove(imageId);
  }
}
