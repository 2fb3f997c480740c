import Big from 'big.js';
import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql';
import { DateTime, Decimal } from '../../kit/scalars';
import { adjustCharge } from '../changes/adjust-charge';
import { changePlan } from '../changes/change-plan';
import { setSubscriberStatus } from '../changes/set-subscriber-status';
import type { SubscribersContext } from '../request/context';
import { requireBillingWrite, requireSubscriberWrite } from '../policy';
import { decimalText } from '../rating/decimal-text';
import { SubscriberStatus } from '../types/enums';
import { StaleVersion, SubscriberNotFound } from '../types/problems';
import {
  AdjustChargeResult,
  AdjustmentPayload,
  ChangePlanResult,
  SetSubscriberStatusResult,
  SubscriberPayload,
  SubscriptionPayload,
} from '../types/results';

/** What may be changed. Each answers after other rooms have been told, so that the rest of the request sees it. */
@Resolver()
export class SubscriberMutations {
  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["subscribers:write"]])')
  @Mutation(() => SetSubscriberStatusResult)
  async setSubscriberStatus(
    @Ctx() context: SubscribersContext,
    @Arg('subscriberId', () => ID) subscriberId: string,
    @Arg('status', () => SubscriberStatus) status: SubscriberStatus,
    @Arg('reason', () => String, { nullable: true }) reason?: string | null,
    @Arg('ifUpdatedAt', () => DateTime, { nullable: true }) ifUpdatedAt?: Date | null,
  ): Promise<typeof SetSubscriberStatusResult> {
    requireSubscriberWrite(context.caller);
    const result = await setSubscriberStatus(context.room, {
      subscriberId,
      status,
      reason: reason ?? null,
      ifUpdatedAt: ifUpdatedAt ?? null,
    });
    if (result instanceof SubscriberNotFound || result instanceof StaleVersion) return result;
    await letOthersKnow(context);
    return SubscriberPayload.of(result);
  }

  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["subscribers:write"]])')
  @Mutation(() => ChangePlanResult)
  async changePlan(
    @Ctx() context: SubscribersContext,
    @Arg('subscriptionId', () => ID) subscriptionId: string,
    @Arg('planId', () => ID) planId: string,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<typeof ChangePlanResult> {
    requireSubscriberWrite(context.caller);
    const result = await changePlan(context.room, context.caller, { subscriptionId, planId, idempotencyKey });
    if (!('planId' in result)) return result;
    await letOthersKnow(context);
    return SubscriptionPayload.of(result, idempotencyKey);
  }

  @Directive('@authenticated')
  @Directive('@requiresScopes(scopes: [["billing:write"]])')
  @Mutation(() => AdjustChargeResult)
  async adjustCharge(
    @Ctx() context: SubscribersContext,
    @Arg('subscriberId', () => ID) subscriberId: string,
    @Arg('usageRecordId', () => ID) usageRecordId: string,
    @Arg('amount', () => Decimal) amount: string,
    @Arg('reason', () => String) reason: string,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<typeof AdjustChargeResult> {
    requireBillingWrite(context.caller);
    const input = { subscriberId, usageRecordId, amount, reason, idempotencyKey };
    const result = await adjustCharge(context.room, context.caller, input);
    if (result instanceof SubscriberNotFound) return result;
    context.renewLoaders();
    const money = { amount: decimalText(new Big(result.amount)), currency: result.currency };
    return AdjustmentPayload.of({ ...result, amount: money });
  }
}

async function letOthersKnow(context: SubscribersContext): Promise<void> {
  context.renewLoaders();
  await context.room.relay.flush();
}
