import { Arg, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { callerScope } from '../../kit/caller';
import { type Connection, connectionOf, pageRequest } from '../../kit/page';
import { type ImagesContext } from '../context/images-context';
import { type ApplicationRecord, type ImageRecord, type PublisherRecord } from '../model/records';
import { Application } from '../types/application';
import { Arch, ImageStatus } from '../types/enums';
import { Image } from '../types/image';
import { ImageConnection } from '../types/image-connection';
import { Publisher } from '../types/publisher';

const DEFAULT_FIRST = 20;

/** What leads on from an application. */
@Resolver(() => Application)
export class ApplicationResolver {
  /** Who publishes it. */
  @Directive('@tag(name: "partner")')
  @FieldResolver(() => Publisher)
  publisher(
    @Root() application: ApplicationRecord,
    @Ctx() { loaders }: ImagesContext,
  ): Promise<PublisherRecord | null> {
    return loaders.publisher.load(application.publisherId);
  }

  /** Its builds, the newest version first. */
  @Directive('@tag(name: "partner")')
  @FieldResolver(() => ImageConnection)
  async images(
    @Root() application: ApplicationRecord,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_FIRST }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('status', () => [ImageStatus], { nullable: true, defaultValue: [ImageStatus.ACTIVE] })
    status: ImageStatus[] | null,
    @Arg('arch', () => Arch, { nullable: true }) arch: Arch | null,
    @Ctx() { loaders, room, caller }: ImagesContext,
  ): Promise<Connection<ImageRecord>> {
    const filter = { status: status ?? [ImageStatus.ACTIVE], arch: arch ?? null };
    const scope = {
      connection: 'Application.images',
      filter: { application: application.id, ...filter },
      caller: callerScope(caller),
    };
    const page = pageRequest(room.cursors, scope, { first: first ?? DEFAULT_FIRST, after });
    const loader = loaders.imagesOfApplication({ limit: page.limit, after: page.after, ...filter });
    return connectionOf(room.cursors, scope, page, await loader.load(application.id), {
      key: (image) => [image.versionKey, image.id],
      node: (image) => image,
    });
  }

  /** The newest build for an architecture that a box could run today. */
  @Directive('@tag(name: "partner")')
  @FieldResolver(() => Image, { nullable: true })
  latest(
    @Root() application: ApplicationRecord,
    @Arg('arch', () => Arch) arch: Arch,
    @Ctx() { loaders }: ImagesContext,
  ): Promise<ImageRecord | null> {
    return loaders.latestImage.load({ applicationId: application.id, arch });
  }
}
