import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type Queryable, textArray } from '../../kit/database';
import { storableIds } from '../../kit/storable-text';
import {
  billingAccounts,
  chargeAdjustments,
  imagePrices,
  parties,
  plans,
  serviceSubscriptions,
  subscriberEntitlements,
  subscribers,
  usageRatings,
} from '../tables';
import type {
  BillingAccountRow,
  ChargeAdjustmentRow,
  EntitlementRow,
  ImagePriceRow,
  PartyRow,
  PlanRow,
  ServiceSubscriptionRow,
  SubscriberRow,
  UsageRatingRow,
} from './rows';

/** Many rows by key in one statement; in any order, without those that do not exist. */
export type ReadByKey<Row> = (on: Queryable, keys: readonly string[]) => Promise<Row[]>;

/** Subscribers by id. */
export const readSubscribers: ReadByKey<SubscriberRow> = (on, ids) =>
  on.select().from(subscribers).where(isOneOf(subscribers.id, ids));

/** Subscribers by their other key. */
export const readSubscribersByAccountNumber: ReadByKey<SubscriberRow> = (on, accountNumbers) =>
  on.select().from(subscribers).where(isOneOf(subscribers.accountNumber, accountNumbers));

/** Parties by id. */
export const readParties: ReadByKey<PartyRow> = (on, ids) =>
  on.select().from(parties).where(isOneOf(parties.id, ids));

/** Billing accounts by id. */
export const readBillingAccounts: ReadByKey<BillingAccountRow> = (on, ids) =>
  on.select().from(billingAccounts).where(isOneOf(billingAccounts.id, ids));

/** Plans by id. */
export const readPlans: ReadByKey<PlanRow> = (on, ids) =>
  on.select().from(plans).where(isOneOf(plans.id, ids));

/** Service subscriptions by id. */
export const readServiceSubscriptions: ReadByKey<ServiceSubscriptionRow> = (on, ids) =>
  on.select().from(serviceSubscriptions).where(isOneOf(serviceSubscriptions.id, ids));

/** Entitlements by subscriber; none for a subscriber without an ACTIVE subscription. */
export const readEntitlements: ReadByKey<EntitlementRow> = (on, subscriberIds) =>
  on.select().from(subscriberEntitlements).where(isOneOf(subscriberEntitlements.subscriberId, subscriberIds));

/** Ratings by usage record. */
export const readUsageRatings: ReadByKey<UsageRatingRow> = (on, usageRecordIds) =>
  on.select().from(usageRatings).where(isOneOf(usageRatings.usageRecordId, usageRecordIds));

/** Prices by image. */
export const readImagePrices: ReadByKey<ImagePriceRow> = (on, imageIds) =>
  on.select().from(imagePrices).where(isOneOf(imagePrices.imageId, imageIds));

/** Adjustments by id. */
export const readChargeAdjustments: ReadByKey<ChargeAdjustmentRow> = (on, ids) =>
  on.select().from(chargeAdjustments).where(isOneOf(chargeAdjustments.id, ids));

/** One array parameter whatever the number of keys, so that the statement's text stays the same. */
function isOneOf(column: PgColumn, keys: readonly string[]): SQL {
  return sql`${column} = ANY(${textArray(storableIds(keys))})`;
}
