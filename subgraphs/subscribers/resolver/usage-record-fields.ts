import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { SubscribersContext } from '../request/context';
import type { SubscribersLoaders } from '../loaders';
import { chargeOf } from '../rating/charge-of';
import { priceBook } from '../rating/price-book';
import { type Price, rateUsage } from '../rating/rate-usage';
import { UsageStatus } from '../types/enums';
import { Money } from '../types/money';
import { UsageRecord } from '../types/usage-record';

/** What rating knows of a metered record. */
@Resolver(() => UsageRecord)
export class UsageRecordFields {
  @FieldResolver(() => UsageStatus)
  async status(@Root() record: UsageRecord, @Ctx() { loaders }: SubscribersContext): Promise<UsageStatus> {
    return (await loaders.usageRatings.load(record.id))?.status ?? UsageStatus.RECEIVED;
  }

  @Directive('@requires(fields: "quantity unit subscriberId imageId")')
  @FieldResolver(() => Money, { nullable: true })
  async ratedCharge(
    @Root() record: UsageRecord,
    @Ctx() { loaders }: SubscribersContext,
  ): Promise<Money | null> {
    const stored = await loaders.usageRatings.load(record.id);
    // What was charged counts, even if prices are others now; only what did not arrive here yet is computed.
    if (stored !== null && stored.status !== UsageStatus.RECEIVED) return chargeOf(stored);
    return chargeAtTodaysPrices(record, loaders);
  }
}

async function chargeAtTodaysPrices(record: UsageRecord, loaders: SubscribersLoaders): Promise<Price | null> {
  const [subscriber, imagePrice, tariffs] = await Promise.all([
    loaders.subscribers.load(record.subscriberId),
    loaders.imagePrices.load(record.imageId),
    loaders.tariffs(),
  ]);
  if (subscriber === null) return null;
  const account = await loaders.billingAccounts.load(subscriber.billingAccountId);
  const known = new Map(imagePrice === null ? [] : [[imagePrice.imageId, imagePrice]]);
  const prices = priceBook(account?.currency, known, tariffs);
  const rating = rateUsage(record, prices);
  return rating.charge === null ? null : { amount: rating.charge, currency: rating.currency };
}
