import { clientError } from '../../kit/errors';
import { announceImages } from '../events';
import type { ImagesContext } from '../context/images-context';
import { addMember, lockImage } from '../store/change-image';
import { changed, notFound } from './outcomes';
import type { SetStatusOutcome } from './set-image-status';

/**
 * Shares an image with a publisher, which has accepted by being asked: the contract has no step for it. A PRIVATE
 * image becomes SHARED; one that more callers can see already stays as it is, since narrowing it would take it away
 * from them.
 *
 * @throws GraphQLError NOT_FOUND for an unknown publisher, BAD_USER_INPUT for the image's own.
 */
export async function shareImage(
  { room, viewer, loaders }: ImagesContext,
  imageId: string,
  publisherId: string,
): Promise<SetStatusOutcome> {
  const publisher = await loaders.publisher.load(publisherId);
  const outcome = await room.database.transaction<SetStatusOutcome>(async (tx, refuse) => {
    const image = await lockImage(room.database, tx, viewer, imageId);
    if (image === null) return refuse(notFound(imageId));
    if (publisher === null) {
      throw clientError(
        'NOT_FOUND',
        'Expected "publisherId" to name a publisher, got an id that names none.',
      );
    }
    if (publisher.id === image.owner) {
      throw clientError('BAD_USER_INPUT', 'Expected a publisher other than the owner, got the owner.');
    }
    const after = await addMember(room.database, tx, imageId, { publisherId, now: room.clock() });
    await announceImages(room, tx, [imageId], { status: false });
    return changed(after);
  });
  await room.relay.flush();
  return outcome;
}
