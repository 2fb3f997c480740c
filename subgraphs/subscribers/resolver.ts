import {
  BillingAccountFields,
  ChargeAdjustmentFields,
  ServiceSubscriptionFields,
} from './resolver/account-fields';
import { SubscriberConnectionFields, SubscriberFields } from './resolver/subscriber-fields';
import { SubscriberMutations } from './resolver/subscriber-mutations';
import { SubscriberQueries } from './resolver/subscriber-queries';
import { UsageRecordFields } from './resolver/usage-record-fields';

/** The resolver classes of this room. */
export const resolvers = [
  SubscriberQueries,
  SubscriberMutations,
  SubscriberFields,
  SubscriberConnectionFields,
  BillingAccountFields,
  ServiceSubscriptionFields,
  ChargeAdjustmentFields,
  UsageRecordFields,
] as const;
