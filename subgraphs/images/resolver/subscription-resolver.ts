import { Arg, Directive, ID, Resolver, Root, Subscription } from 'type-graphql';
import { type ImagesContext } from '../context/images-context';
import { createLoaders } from '../loaders';
import { type ImageRecord } from '../model/records';
import { requireIdentity } from '../policy';
import { filterMap } from '../subscription/filter-map';
import { imageStatusChanges } from '../subscription/image-status-changes';
import { Image } from '../types/image';

/** What can be watched. */
@Resolver()
export class SubscriptionResolver {
  /** Images whose status changes. */
  @Directive('@tag(name: "partner")')
  @Directive('@authenticated')
  @Subscription(() => Image, {
    // type-graphql types both as it finds them in the schema; the argument decorators below say the same.
    subscribe: ({ args, context }) => {
      const { publisherId, imageIds } = args as { publisherId?: string | null; imageIds?: string[] | null };
      const images = context as ImagesContext;
      requireIdentity(images.caller);
      const watched = { publisherId: publisherId ?? null, imageIds: imageIds ?? null };
      return filterMap(imageStatusChanges(images, watched), async (image) => {
        images.loaders = createLoaders(images.room.database, images.viewer);
        return image;
      });
    },
  })
  imageStatusChanged(
    @Root() image: ImageRecord,
    @Arg('publisherId', () => ID, { nullable: true }) _publisherId: string | null,
    @Arg('imageIds', () => [ID], { nullable: true }) _imageIds: string[] | null,
  ): ImageRecord {
    return image;
  }
}
