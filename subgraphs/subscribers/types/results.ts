import { Directive, Field, ObjectType, createUnionType } from 'type-graphql';
import { ChargeAdjustment } from './charge-adjustment';
import { PlanDowngradeBlocked, StaleVersion, SubscriberNotFound } from './problems';
import { ServiceSubscription } from './service-subscription';
import { Subscriber } from './subscriber';

@Directive('@authenticated')
@ObjectType()
export class SubscriberPayload {
  @Field(() => Subscriber) subscriber!: Subscriber;
  @Field(() => String, { nullable: true }) clientMutationId!: string | null;

  static of(subscriber: Subscriber): SubscriberPayload {
    return Object.assign(new SubscriberPayload(), { subscriber, clientMutationId: null });
  }
}

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

@Directive('@authenticated')
@ObjectType()
export class AdjustmentPayload {
  @Field(() => ChargeAdjustment) adjustment!: ChargeAdjustment;

  static of(adjustment: ChargeAdjustment): AdjustmentPayload {
    return Object.assign(new AdjustmentPayload(), { adjustment });
  }
}

export const SetSubscriberStatusResult = createUnionType({
  name: 'SetSubscriberStatusResult',
  types: () => [SubscriberPayload, SubscriberNotFound, StaleVersion] as const,
});

export const ChangePlanResult = createUnionType({
  name: 'ChangePlanResult',
  types: () => [SubscriptionPayload, PlanDowngradeBlocked, SubscriberNotFound, StaleVersion] as const,
});

export const AdjustChargeResult = createUnionType({
  name: 'AdjustChargeResult',
  types: () => [AdjustmentPayload, SubscriberNotFound] as const,
});
