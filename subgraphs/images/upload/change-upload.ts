import type { Queryable } from '../../kit/database';
import type { RoomDependencies } from '../../kit/room';
import { announceImages } from '../events';
import { lockSaving, type UploadAttempt } from '../store/upload-status';

/**
 * Changes an image and tells of it, as long as this very upload has it; false when it was taken away, for instance
 * deleted, or when `onlyIf` says no under the lock of its row.
 */
export type ChangeUpload = (
  attempt: UploadAttempt,
  work: (tx: Queryable) => Promise<void>,
  onlyIf?: (tx: Queryable) => Promise<boolean>,
) => Promise<boolean>;

/** How uploads of this room change their images. */
export function uploadChanger(room: RoomDependencies): ChangeUpload {
  return (attempt, work, onlyIf = async () => true) =>
    room.database.transaction(async (tx) => {
      if (!(await lockSaving(room.database, tx, attempt)) || !(await onlyIf(tx))) return false;
      await work(tx);
      await announceImages(room, tx, [attempt.imageId], { status: true });
      return true;
    });
}
