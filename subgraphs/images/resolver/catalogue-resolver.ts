import { Arg, Ctx, Directive, ID, Int, Query, Resolver } from 'type-graphql';
import { callerScope } from '../../kit/caller';
import { clientError } from '../../kit/errors';
import { type Connection, connectionOf, pageRequest } from '../../kit/page';
import { type ImagesContext } from '../context/images-context';
import { type ApplicationRecord, type ImageRecord, type PublisherRecord } from '../model/records';
import { readImagePage } from '../store/pages';
import { Application } from '../types/application';
import { Image } from '../types/image';
import { ImageConnection } from '../types/image-connection';
import { ImageFilter } from '../types/image-filter';
import { Publisher } from '../types/publisher';

const DEFAULT_FIRST = 50;

/** The catalogue's entrances. */
@Resolver()
export class CatalogueResolver {
  /** An image, null when none of this id exists for the caller. */
  @Directive('@tag(name: "partner")')
  @Query(() => Image, { nullable: true })
  image(@Arg('id', () => ID) id: string, @Ctx() { loaders }: ImagesContext): Promise<ImageRecord | null> {
    return loaders.image.load(id);
  }

  /** The images that fit, the newest first. */
  @Directive('@tag(name: "partner")')
  @Query(() => ImageConnection)
  async images(
    @Arg('filter', () => ImageFilter, { nullable: true }) filter: ImageFilter | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: DEFAULT_FIRST }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() { room, viewer, caller }: ImagesContext,
  ): Promise<Connection<ImageRecord>> {
    const criteria = { ...filter, hidden: filter?.hidden ?? false };
    const scope = { connection: 'Query.images', filter: criteria, caller: callerScope(caller) };
    const page = pageRequest(room.cursors, scope, { first: first ?? DEFAULT_FIRST, after });
    const rows = await readImagePage(room.database, viewer, criteria, page);
    return connectionOf(room.cursors, scope, page, rows, {
      key: (image) => [image.createdAt.toISOString(), image.id],
      node: (image) => image,
    });
  }

  /** The application of an id, of a slug, or of both when they name the same one. */
  @Directive('@tag(name: "partner")')
  @Query(() => Application, { nullable: true })
  async application(
    @Arg('id', () => ID, { nullable: true }) id: string | null,
    @Arg('slug', () => String, { nullable: true }) slug: string | null,
    @Ctx() { loaders }: ImagesContext,
  ): Promise<ApplicationRecord | null> {
    if (id == null && slug == null) {
      throw clientError('BAD_USER_INPUT', 'Expected the "id" or the "slug" of an application, got neither.');
    }
    if (id == null) return loaders.applicationBySlug.load(slug ?? '');
    const application = await loaders.application.load(id);
    return slug == null || application?.slug === slug ? application : null;
  }

  /** A publisher, null when there is none of this id. */
  @Directive('@tag(name: "partner")')
  @Query(() => Publisher, { nullable: true })
  publisher(
    @Arg('id', () => ID) id: string,
    @Ctx() { loaders }: ImagesContext,
  ): Promise<PublisherRecord | null> {
    return loaders.publisher.load(id);
  }
}
