import { announceImages } from '../events';
import type { ImagesContext } from '../context/images-context';
import { countLivePlacements, lockImage, setStatus } from '../store/change-image';
import {
  type Changed,
  changed,
  type InUse,
  inUse,
  isProtected,
  type NotFound,
  notFound,
  type Protected,
} from './outcomes';

/** How a deletion ends. */
export type DeleteOutcome = Changed | NotFound | Protected | InUse;

/**
 * Any status -> DELETED at once, as Glance does without delayed deletion. The record stays, so that the history of
 * placements can name it; the bytes go once the deletion is committed.
 */
export async function deleteImage(
  { room, viewer, uploads }: ImagesContext,
  imageId: string,
): Promise<DeleteOutcome> {
  const outcome = await room.database.transaction<DeleteOutcome>(async (tx, refuse) => {
    const image = await lockImage(room.database, tx, viewer, imageId);
    if (image === null) return refuse(notFound(imageId));
    if (image.protected) return refuse(isProtected(imageId));
    const placementCount = await countLivePlacements(room.database, tx, imageId);
    if (placementCount > 0) return refuse(inUse(imageId, placementCount));
    const after = await setStatus(room.database, tx, imageId, {
      to: 'DELETED',
      reason: null,
      now: room.clock(),
    });
    await announceImages(room, tx, [imageId], { status: true });
    return changed(after);
  });
  if (outcome.__typename === 'ImagePayload') {
    // The image is deleted whatever the disk says; a file that stays is swept at the next start.
    await uploads
      .removeFile(imageId)
      .catch((error: unknown) => room.log.warn({ err: error, imageId }, 'the bytes of a deleted image stay'));
  }
  await room.relay.flush();
  return outcome;
}
