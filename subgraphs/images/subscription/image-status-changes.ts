import { sql } from 'drizzle-orm';
import { createBoundedQueue } from '../../kit/bounded-queue';
import { IMAGE_STATUS_CHANGED } from '../events';
import type { ImagesContext } from '../context/images-context';
import type { ImageRecord } from '../model/records';
import { visibleImages } from '../policy';
import { IMAGE_COLUMNS, selectImages } from '../store/image-rows';
import { filterMap } from './filter-map';

/** Whose images to watch; null watches all that the caller may see. */
export interface WatchedImages {
  /** The publisher that owns them. */
  readonly publisherId: string | null;
  readonly imageIds: readonly string[] | null;
}

/**
 * Each image as it is when its status has changed, as far as it exists for the caller then: a deleted one is told to
 * its owner and the teams, one that somebody else deactivated just falls silent. Changes that follow each other
 * faster than they are read come as one.
 */
export function imageStatusChanges(
  { room, viewer }: Pick<ImagesContext, 'room' | 'viewer'>,
  { publisherId, imageIds }: WatchedImages,
): AsyncIterableIterator<ImageRecord> {
  const watched = imageIds === null ? null : new Set(imageIds);
  const queue = createBoundedQueue<string>(() => stopListening());
  const stopListening = room.feed.listen(({ topic, key }) => {
    if (topic === IMAGE_STATUS_CHANGED && (watched?.has(key) ?? true)) queue.push(key);
  });
  const told = new Map<string, number>();
  return filterMap(queue, async (imageId) => {
    const [image] = await selectImages(
      room.database,
      sql`SELECT ${IMAGE_COLUMNS} FROM images AS image WHERE image.id = ${imageId} AND ${visibleImages(viewer)}`,
    );
    if (image === undefined || (publisherId !== null && image.owner !== publisherId)) return null;
    if (told.get(imageId) === image.version) return null;
    told.set(imageId, image.version);
    return image;
  });
}
