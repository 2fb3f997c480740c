import { Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../kit/page-info';
import { Image } from './image';

/** An image and its place in a list. */
@ObjectType()
export class ImageEdge {
  @Field(() => String) cursor!: string;
  @Field(() => Image) node!: Image;
}

/** A page of images. */
@ObjectType()
export class ImageConnection {
  @Field(() => [ImageEdge]) edges!: readonly ImageEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}
