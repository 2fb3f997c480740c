import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/scalars';

/** No subscriber has this id. */
@Directive('@authenticated')
@ObjectType()
export class SubscriberNotFound {
  @Field(() => String) message!: string;
  /** The id that was asked for; empty when an unknown subscription was, since then no subscriber is known. */
  @Field(() => ID) subscriberId!: string;

  static of(subscriberId: string, message = 'No subscriber has this id.'): SubscriberNotFound {
    return Object.assign(new SubscriberNotFound(), { message, subscriberId });
  }
}

/** The record changed since the client read it. */
@Directive('@authenticated')
@ObjectType()
export class StaleVersion {
  @Field(() => String) message!: string;
  @Field(() => DateTime) currentUpdatedAt!: Date;

  static of(currentUpdatedAt: Date, message: string): StaleVersion {
    return Object.assign(new StaleVersion(), { message, currentUpdatedAt });
  }
}

/** The smaller plan would not hold what runs now. */
@Directive('@authenticated')
@ObjectType()
export class PlanDowngradeBlocked {
  @Field(() => String) message!: string;
  /** maxPlacements, VCPU, MEMORY_MB or DISK_GB. */
  @Field(() => String) resourceClass!: string;
  @Field(() => Int) wouldBe!: number;
  @Field(() => Int) inUse!: number;
}
