import { Directive, Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../kit/page-info';
import { ServiceSubscription } from './service-subscription';
import { Subscriber } from './subscriber';
import { type SubscriberFilter } from './subscriber-filter';

/** A subscription and its place among those of its subscriber. */
@Directive('@authenticated')
@ObjectType()
export class SubscriptionEdge {
  @Field(() => String) cursor!: string;
  @Field(() => ServiceSubscription) node!: ServiceSubscription;
}

/** A page of one subscriber's subscriptions, oldest first. */
@Directive('@authenticated')
@ObjectType()
export class SubscriptionConnection {
  @Field(() => [SubscriptionEdge]) edges!: readonly SubscriptionEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
}

/** A subscriber and its place in the list. */
@Directive('@authenticated')
@ObjectType()
export class SubscriberEdge {
  @Field(() => String) cursor!: string;
  @Field(() => Subscriber) node!: Subscriber;
}

/** `totalCount` is a field resolver: it is counted only when asked for. */
@Directive('@authenticated')
@ObjectType()
export class SubscriberConnection {
  @Field(() => [SubscriberEdge]) edges!: readonly SubscriberEdge[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
  filter!: SubscriberFilter;
}
