import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  numeric,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { kitTables } from '../kit/tables';
import type { PartyKind, SubscriberStatus, SubscriptionStatus, UsageStatus } from './types/enums';

/** The PostgreSQL schema that only this room reads and writes. */
export const schema = pgSchema('subscribers');

/** What every room has. */
export const { outbox, inbox, idempotencyKeys, seedState } = kitTables(schema);

/** Clients hand instants back (`ifUpdatedAt`, cursors), and JSON carries milliseconds: nothing finer is stored. */
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** Amounts of money and quantities: exact, with more places than any price here has. */
const decimal = (name: string) => numeric(name, { precision: 26, scale: 8 });

/** Persons and companies: personal data. */
export const parties = schema.table('parties', {
  id: text('id').primaryKey(),
  kind: text('kind').$type<PartyKind>().notNull(),
  displayName: text('display_name').notNull(),
  email: text('email'),
  phone: text('phone'),
  line1: text('line1'),
  city: text('city'),
  postcode: text('postcode'),
  countryCode: text('country_code'),
});

/** Who pays. */
export const billingAccounts = schema.table(
  'billing_accounts',
  {
    id: text('id').primaryKey(),
    cycleDay: integer('cycle_day').notNull(),
    currency: text('currency').notNull(),
    /** What the subscriber owes; a credit is negative. */
    balance: decimal('balance').notNull(),
    creditHold: boolean('credit_hold').notNull(),
    /** Usage that ended before this instant is on invoices already: it arrives as history. */
    billedUntil: instant('billed_until'),
  },
  (table) => [
    index('billing_accounts_on_hold')
      .on(table.id)
      .where(sql`credit_hold`),
  ],
);

/** What can be subscribed to. */
export const plans = schema.table('plans', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  monthlyFee: decimal('monthly_fee').notNull(),
  currency: text('currency').notNull(),
  maxPlacements: integer('max_placements').notNull(),
  vcpu: integer('vcpu').notNull(),
  memoryMb: integer('memory_mb').notNull(),
  diskGb: integer('disk_gb').notNull(),
  egressGbPerMonth: integer('egress_gb_per_month').notNull(),
  /** Images with one of these tags may run; an empty list allows every image. */
  allowedImageTags: text('allowed_image_tags').array().notNull(),
});

/** Customers. */
export const subscribers = schema.table(
  'subscribers',
  {
    id: text('id').primaryKey(),
    accountNumber: text('account_number').notNull(),
    status: text('status').$type<SubscriberStatus>().notNull(),
    statusReason: text('status_reason'),
    segment: text('segment'),
    partyId: text('party_id').references(() => parties.id),
    billingAccountId: text('billing_account_id')
      .notNull()
      .references(() => billingAccounts.id),
    /** Grows with every change that other rooms hear of. */
    version: bigint('version', { mode: 'number' }).notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('subscribers_account_number').on(table.accountNumber),
    index('subscribers_created').on(table.createdAt, table.id),
    index('subscribers_status_created').on(table.status, table.createdAt, table.id),
    index('subscribers_segment_created').on(table.segment, table.createdAt, table.id),
    index('subscribers_updated').on(table.updatedAt),
    index('subscribers_billing_account').on(table.billingAccountId),
  ],
);

/** Which plans subscribers took. */
export const serviceSubscriptions = schema.table(
  'service_subscriptions',
  {
    id: text('id').primaryKey(),
    subscriberId: text('subscriber_id')
      .notNull()
      .references(() => subscribers.id),
    planId: text('plan_id')
      .notNull()
      .references(() => plans.id),
    status: text('status').$type<SubscriptionStatus>().notNull(),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
    createdAt: instant('created_at').notNull(),
    /** Grows with each change; tells two plan changes at the same time apart. */
    version: integer('version').notNull(),
  },
  (table) => [
    index('service_subscriptions_of_subscriber').on(table.subscriberId, table.createdAt, table.id),
    index('service_subscriptions_of_plan').on(table.planId, table.subscriberId),
  ],
);

/**
 * What each subscriber may use: the sum over ACTIVE subscriptions, held below the largest GraphQL Int.
 * A subscriber without one has no row. `every_image`: one of the plans allows every image.
 */
export const subscriberEntitlements = schema
  .view('subscriber_entitlements', {
    subscriberId: text('subscriber_id').notNull(),
    maxPlacements: integer('max_placements').notNull(),
    vcpu: integer('vcpu').notNull(),
    memoryMb: integer('memory_mb').notNull(),
    diskGb: integer('disk_gb').notNull(),
    egressGbPerMonth: integer('egress_gb_per_month').notNull(),
    everyImage: boolean('every_image').notNull(),
    /** One list per plan. */
    allowedImageTags: jsonb('allowed_image_tags').$type<readonly (readonly string[])[]>().notNull(),
  })
  .as(
    sql`SELECT subscription.subscriber_id,
      least(sum(plan.max_placements), 2147483647)::integer AS max_placements,
      least(sum(plan.vcpu), 2147483647)::integer AS vcpu,
      least(sum(plan.memory_mb), 2147483647)::integer AS memory_mb,
      least(sum(plan.disk_gb), 2147483647)::integer AS disk_gb,
      least(sum(plan.egress_gb_per_month), 2147483647)::integer AS egress_gb_per_month,
      bool_or(cardinality(plan.allowed_image_tags) = 0) AS every_image,
      jsonb_agg(to_jsonb(plan.allowed_image_tags)) AS allowed_image_tags
    FROM subscribers.service_subscriptions AS subscription
    JOIN subscribers.plans AS plan ON plan.id = subscription.plan_id
    WHERE subscription.status = 'ACTIVE'
    GROUP BY subscription.subscriber_id`,
  );

/** What placements says that a subscriber's live placements use. */
export const subscriberUse = schema.table('subscriber_use', {
  subscriberId: text('subscriber_id').primaryKey(),
  version: bigint('version', { mode: 'number' }).notNull(),
  placements: bigint('placements', { mode: 'number' }).notNull(),
  vcpu: bigint('vcpu', { mode: 'number' }).notNull(),
  memoryMb: bigint('memory_mb', { mode: 'number' }).notNull(),
  diskGb: bigint('disk_gb', { mode: 'number' }).notNull(),
});

/** What images says that an hour of a VCPU costs. Without an amount the image is free. */
export const imagePrices = schema.table('image_prices', {
  imageId: text('image_id').primaryKey(),
  version: bigint('version', { mode: 'number' }).notNull(),
  amount: decimal('amount'),
  currency: text('currency'),
});

/** Prices of what no image sets a price for, by currency. */
export const tariffs = schema.table(
  'tariffs',
  {
    unit: text('unit').notNull(),
    currency: text('currency').notNull(),
    amount: decimal('amount').notNull(),
  },
  (table) => [primaryKey({ columns: [table.unit, table.currency] })],
);

/** What one euro is worth; for adjusting a charge whose currency is not that of the account. */
export const exchangeRates = schema.table('exchange_rates', {
  currency: text('currency').primaryKey(),
  perEuro: decimal('per_euro').notNull(),
});

/** Metered usage and what rating made of it. */
export const usageRatings = schema.table(
  'usage_ratings',
  {
    usageRecordId: text('usage_record_id').primaryKey(),
    subscriberId: text('subscriber_id').notNull(),
    imageId: text('image_id').notNull(),
    resourceClass: text('resource_class').notNull(),
    unit: text('unit').notNull(),
    /** As it arrived: what is refused is kept as it was. */
    quantity: text('quantity').notNull(),
    fromAt: instant('from_at'),
    toAt: instant('to_at'),
    status: text('status').$type<UsageStatus>().notNull(),
    /** What rating made of it, without adjustments. */
    charge: decimal('charge'),
    currency: text('currency'),
    adjustments: decimal('adjustments').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (table) => [
    index('usage_ratings_unrated')
      .on(table.imageId)
      .where(sql`status = 'RECEIVED'`),
  ],
);

/** Corrections of charges; the sum of a record's is in its rating too. */
export const chargeAdjustments = schema.table(
  'charge_adjustments',
  {
    id: text('id').primaryKey(),
    subscriberId: text('subscriber_id')
      .notNull()
      .references(() => subscribers.id),
    usageRecordId: text('usage_record_id')
      .notNull()
      .references(() => usageRatings.usageRecordId),
    amount: decimal('amount').notNull(),
    currency: text('currency').notNull(),
    reason: text('reason').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('charge_adjustments_of_usage').on(table.usageRecordId)],
);
