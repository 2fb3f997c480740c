import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../../kit/page-info';
import { Decimal } from '../../kit/scalars';
import { ResourceClass } from './enums';
import { Image } from './image';
import { Subscriber } from './subscriber';

/** Usage of one class, added up for a subscriber, or for a subscriber and an image. */
@Directive('@authenticated')
@ObjectType()
export class UsageBucket {
  @Field(() => Subscriber) subscriber!: Subscriber;
  @Field(() => Image, { nullable: true }) image!: Image | null;
  @Field(() => ResourceClass) resourceClass!: keyof typeof ResourceClass;
  @Field(() => Decimal) quantity!: string;
  @Field(() => String) unit!: string;
  @Field(() => Int) records!: number;
}

/** A bucket and its place in the list. */
@Directive('@authenticated')
@ObjectType()
export class UsageBucketEdge {
  @Field(() => String) cursor!: string;
  @Field(() => UsageBucket) node!: UsageBucket;
}

/** A page of buckets, by subscriber, image and class. */
@Directive('@authenticated')
@ObjectType()
export class UsageBucketConnection {
  @Field(() => [UsageBucketEdge]) edges!: UsageBucketEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}
