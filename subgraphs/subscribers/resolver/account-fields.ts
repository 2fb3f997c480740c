import Big from 'big.js';
import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { SubscribersContext } from '../request/context';
import { requireBillingRead } from '../policy';
import { decimalText } from '../rating/decimal-text';
import { BillingAccount } from '../types/billing-account';
import { ChargeAdjustment } from '../types/charge-adjustment';
import { Money } from '../types/money';
import { Plan } from '../types/plan';
import { ServiceSubscription } from '../types/service-subscription';
import { Subscriber } from '../types/subscriber';
import { mustExist } from './must-exist';
import { planOf } from './plan-of';

/** What is owed, for who may know. */
@Resolver(() => BillingAccount)
export class BillingAccountFields {
  @Directive('@requiresScopes(scopes: [["billing:read"]])')
  @FieldResolver(() => Money)
  balance(@Root() account: BillingAccount, @Ctx() { caller }: SubscribersContext): Money {
    requireBillingRead(caller);
    return { amount: decimalText(new Big(account.balance)), currency: account.currency };
  }
}

/** What a subscription joins. */
@Resolver(() => ServiceSubscription)
export class ServiceSubscriptionFields {
  @FieldResolver(() => Plan)
  async plan(
    @Root() subscription: ServiceSubscription,
    @Ctx() { loaders }: SubscribersContext,
  ): Promise<Plan> {
    return planOf(mustExist(await loaders.plans.load(subscription.planId), 'the plan'));
  }

  @FieldResolver(() => Subscriber)
  async subscriber(
    @Root() subscription: ServiceSubscription,
    @Ctx() { loaders }: SubscribersContext,
  ): Promise<Subscriber> {
    return mustExist(await loaders.subscribers.load(subscription.subscriberId), 'the subscriber');
  }
}

/** Whose charge was corrected. */
@Resolver(() => ChargeAdjustment)
export class ChargeAdjustmentFields {
  @FieldResolver(() => Subscriber)
  async subscriber(
    @Root() adjustment: ChargeAdjustment,
    @Ctx() { loaders }: SubscribersContext,
  ): Promise<Subscriber> {
    return mustExist(await loaders.subscribers.load(adjustment.subscriberId), 'the subscriber');
  }
}
