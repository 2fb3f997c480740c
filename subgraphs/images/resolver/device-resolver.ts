import { Arg, Ctx, Directive, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { checkFirst } from '../../kit/page';
import { type ImagesContext } from '../context/images-context';
import { pullSeconds } from '../model/pull-seconds';
import { type ImageRecord } from '../model/records';
import { AccessLine, Device } from '../types/device';
import { Image } from '../types/image';

const DEFAULT_FIRST = 20;

/** A box as another subgraph refers to it, with what `@requires` brought along. */
export interface DeviceReference {
  readonly id: string;
  readonly accessLine?: AccessLine | null;
}

/** What images adds to a box. */
@Resolver(() => Device)
export class DeviceResolver {
  /** Null when the image does not exist for the caller, has no bytes yet, or the box has no line. */
  @Directive('@requires(fields: "accessLine { downlinkKbps }")')
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'virtual size / access-line downlink, 0 when the layer set is already cached on the box.',
  })
  async estimatedPullSeconds(
    @Root() device: DeviceReference,
    @Arg('imageId', () => ID) imageId: string,
    @Ctx() { loaders }: ImagesContext,
  ): Promise<number | null> {
    const [image, hit] = await Promise.all([
      loaders.image.load(imageId),
      loaders.cacheHit.load({ deviceId: device.id, imageId }),
    ]);
    if (image === null) return null;
    if (hit !== null) return 0;
    const bytes = image.virtualSizeBytes ?? image.sizeBytes;
    return bytes === null || device.accessLine == null
      ? null
      : pullSeconds(bytes, device.accessLine.downlinkKbps);
  }

  /** The images in the box's cache, the latest to get there first. */
  @FieldResolver(() => [Image])
  async cachedImages(
    @Root() device: DeviceReference,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_FIRST }) first: number | null,
    @Ctx() { loaders }: ImagesContext,
  ): Promise<readonly ImageRecord[]> {
    checkFirst(first ?? DEFAULT_FIRST);
    const cached = await loaders.cachedImages(first ?? DEFAULT_FIRST).load(device.id);
    return cached.map(({ image }) => image);
  }
}
