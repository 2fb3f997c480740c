import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ImagesContext } from '../context/images-context';
import { type ApplicationRecord, type ImageRecord } from '../model/records';
import { type Requirements, requirementsOf } from '../model/requirements';
import { Application } from '../types/application';
import { Image } from '../types/image';
import { ImageRequirements } from '../types/image-requirements';

/** What leads on from an image. */
@Resolver(() => Image)
export class ImageResolver {
  /** The application this is a build of. */
  @Directive('@tag(name: "partner")')
  @FieldResolver(() => Application, { nullable: true })
  application(
    @Root() image: ImageRecord,
    @Ctx() { loaders }: ImagesContext,
  ): Promise<ApplicationRecord | null> | null {
    return image.applicationId === null ? null : loaders.application.load(image.applicationId);
  }

  /** What a box must offer to run it. */
  @FieldResolver(() => ImageRequirements)
  requirements(@Root() image: ImageRecord): Requirements {
    return requirementsOf(image);
  }
}
