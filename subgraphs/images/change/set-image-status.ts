import { announceImages } from '../events';
import type { ImagesContext } from '../context/images-context';
import { ACTION_SOURCES, mayFollow } from '../model/image-status';
import { lockImage, setStatus } from '../store/change-image';
import {
  type Changed,
  changed,
  type IllegalTransition,
  illegalTransition,
  type NotFound,
  notFound,
} from './outcomes';

/** How deactivating and reactivating end. */
export type SetStatusOutcome = Changed | NotFound | IllegalTransition;

/** ACTIVE -> DEACTIVATED: no new placements; what runs goes on until it is recalled. */
export function deactivateImage(
  context: ImagesContext,
  imageId: string,
  reason: string,
): Promise<SetStatusOutcome> {
  return setImageStatus(context, imageId, { action: 'deactivate', to: 'DEACTIVATED', reason });
}

/** DEACTIVATED -> ACTIVE. */
export function reactivateImage(context: ImagesContext, imageId: string): Promise<SetStatusOutcome> {
  return setImageStatus(context, imageId, { action: 'reactivate', to: 'ACTIVE', reason: null });
}

async function setImageStatus(
  { room, viewer }: ImagesContext,
  imageId: string,
  change: {
    readonly action: 'deactivate' | 'reactivate';
    readonly to: 'ACTIVE' | 'DEACTIVATED';
    readonly reason: string | null;
  },
): Promise<SetStatusOutcome> {
  const source = ACTION_SOURCES[change.action];
  const outcome = await room.database.transaction<SetStatusOutcome>(async (tx, refuse) => {
    const image = await lockImage(room.database, tx, viewer, imageId);
    if (image === null) return refuse(notFound(imageId));
    if (image.status !== source || !mayFollow(image.status, change.to)) {
      return refuse(illegalTransition(image.status, change.to, source));
    }
    const after = await setStatus(room.database, tx, imageId, { ...change, now: room.clock() });
    await announceImages(room, tx, [imageId], { status: true });
    return changed(after);
  });
  await room.relay.flush();
  return outcome;
}
