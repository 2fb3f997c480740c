import { createUnionType, Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/scalars';
import { ImageStatus } from './enums';
import { Image } from './image';

/** The image after a change. */
@Directive('@authenticated')
@ObjectType()
export class ImagePayload {
  @Field(() => Image) image!: Image;
}

/** A new image and where its bytes go. */
@Directive('@authenticated')
@ObjectType()
export class UploadTicket {
  @Field(() => Image) image!: Image;
  @Field(() => String) uploadUrl!: string;
  @Field(() => DateTime) expiresAt!: Date;
}

/** There is no such image for this caller. */
@Directive('@authenticated')
@ObjectType()
export class ImageNotFound {
  @Field(() => String) message!: string;
  @Field(() => ID) imageId!: string;
}

/** The image is in a status that the wanted one cannot follow. */
@Directive('@authenticated')
@ObjectType()
export class IllegalImageTransition {
  @Field(() => String) message!: string;
  @Field(() => ImageStatus) from!: ImageStatus;
  @Field(() => ImageStatus) to!: ImageStatus;
}

/** The image is protected against deletion. */
@Directive('@authenticated')
@ObjectType()
export class ImageProtected {
  @Field(() => String) message!: string;
  @Field(() => ID) imageId!: string;
}

/** Boxes still run the image. */
@Directive('@authenticated')
@ObjectType()
export class ImageInUse {
  @Field(() => String) message!: string;
  @Field(() => ID) imageId!: string;
  @Field(() => Int) placementCount!: number;
}

/** Values of the unions carry the name of their type. */
const resolveType = (value: object): string | undefined =>
  '__typename' in value && typeof value.__typename === 'string' ? value.__typename : undefined;

/** How a change of status or sharing ends. */
export const SetImageStatusResult = createUnionType({
  name: 'SetImageStatusResult',
  types: () => [ImagePayload, ImageNotFound, IllegalImageTransition] as const,
  resolveType,
});

/** How a deletion ends. */
export const DeleteImageResult = createUnionType({
  name: 'DeleteImageResult',
  types: () => [ImagePayload, ImageNotFound, ImageProtected, ImageInUse] as const,
  resolveType,
});
