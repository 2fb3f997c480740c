import { Directive, Field, ObjectType, createUnionType } from 'type-graphql';
import { ChargeAdjustment } from './charge-adjustment';
import { PlanDowngradeBlocked, StaleVersion, SubscriberNotFound } from './problems';
import { ServiceSubscription } from './service-subscription';
import { Subscriber } from './subscriber';

/** The subscriber as it is after the change. No input names the call, so `clientMutationId` is null. */
@Directive('@authenticated')
@ObjectType()
export class SubscriberPayload {
  @Field(() => Subscriber) subscriber!: Subscriber;
  @Field(() => String, { nullable: true }) clientMutationId!: string | null;

  static of(subscriber: Subscriber): SubscriberPayload {
    return Object.assign(new SubscriberPayload(), { subscriber, clientMutationId: null });
  }
}

/** The subscription as it is after the change. */
@Directive('@authenticated')
@ObjectType()
export class SubscriptionPayload {
  @Field(() => ServiceSubscription) subscription!: ServiceSubscription;
  /** The idempotency key: the client's own name of this call. */
  @Field(() => String, { nullable: true }) clientMutationId!: string | null;

  static of(subscription: ServiceSubscription, clientMutationId: string): SubscriptionPayload {
    return Object.assign(new SubscriptionPayload(), { subscription, clientMutationId });
  }
}

/** The adjustment that was made. */
@Directive('@authenticated')
@ObjectType()
export class AdjustmentPayload {
  @Field(() => ChargeAdjustment) adjustment!: ChargeAdjustment;

  static of(adjustment: ChargeAdjustment): AdjustmentPayload {
    return Object.assign(new AdjustmentPayload(), { adjustment });
  }
}

/** What became of a change of status. */
export const SetSubscriberStatusResult = createUnionType({
  name: 'SetSubscriberStatusResult',
  types: () => [SubscriberPayload, SubscriberNotFound, StaleVersion] as const,
});

/** What became of a change of plan. */
export const ChangePlanResult = createUnionType({
  name: 'ChangePlanResult',
  types: () => [SubscriptionPayload, PlanDowngradeBlocked, SubscriberNotFound, StaleVersion] as const,
});

/** What became of an adjustment. */
export const AdjustChargeResult = createUnionType({
  name: 'AdjustChargeResult',
  types: () => [AdjustmentPayload, SubscriberNotFound] as const,
});
