import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/scalars';
import { SubscriptionStatus } from './enums';

/** A plan that a subscriber took. `plan` and `subscriber` are field resolvers. */
@Directive('@key(fields: "id")')
@Directive('@authenticated')
@ObjectType({ description: 'TMF637 Product: one taken-up offering.' })
export class ServiceSubscription {
  @Field(() => ID) id!: string;
  @Field(() => SubscriptionStatus) status!: SubscriptionStatus;
  @Field(() => DateTime, { nullable: true }) startedAt!: Date | null;
  @Field(() => DateTime, { nullable: true }) endedAt!: Date | null;
  planId!: string;
  subscriberId!: string;
}
