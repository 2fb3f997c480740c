import { Field, ID, InputType } from 'type-graphql';
import { DateTime } from '../../kit/scalars';
import { SubscriberStatus } from './enums';

/** Which subscribers; what is absent or null does not filter. */
@InputType()
export class SubscriberFilter {
  @Field(() => SubscriberStatus, { nullable: true }) status?: SubscriberStatus | null;
  @Field(() => String, { nullable: true }) segment?: string | null;
  /** With a subscription to this plan that has not ended. */
  @Field(() => ID, { nullable: true }) planId?: string | null;
  @Field(() => DateTime, { nullable: true }) updatedSince?: Date | null;
  @Field(() => Boolean, { nullable: true }) creditHold?: boolean | null;
}
