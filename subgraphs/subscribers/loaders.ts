import type DataLoader from 'dataloader';
import type { Database } from '../kit/database';
import { type EntityLoader, entityLoader, listLoader, loaderByArguments } from '../kit/entity-loader';
import { readTariffs, type SubscribersStore } from './store';
import type { SubscriptionOfParent, SubscriptionsOf, SubscriptionsPage } from './store/list-subscriptions';
import {
  type ReadByKey,
  readBillingAccounts,
  readEntitlements,
  readImagePrices,
  readParties,
  readPlans,
  readServiceSubscriptions,
  readSubscribers,
  readSubscribersByAccountNumber,
  readUsageRatings,
} from './store/read-by-id';
import type {
  BillingAccountRow,
  EntitlementRow,
  ImagePriceRow,
  PartyRow,
  PlanRow,
  ServiceSubscriptionRow,
  SubscriberRow,
  TariffRow,
  UsageRatingRow,
} from './store/rows';

/** The loaders of one request: each reads a table once for all that a level of the query asks for. */
export interface SubscribersLoaders {
  readonly subscribers: EntityLoader<SubscriberRow>;
  readonly subscribersByAccountNumber: EntityLoader<SubscriberRow>;
  readonly parties: EntityLoader<PartyRow>;
  readonly billingAccounts: EntityLoader<BillingAccountRow>;
  readonly plans: EntityLoader<PlanRow>;
  readonly serviceSubscriptions: EntityLoader<ServiceSubscriptionRow>;
  readonly entitlements: EntityLoader<EntitlementRow>;
  readonly usageRatings: EntityLoader<UsageRatingRow>;
  readonly imagePrices: EntityLoader<ImagePriceRow>;
  /** Read at most once. */
  tariffs(): Promise<readonly TariffRow[]>;
  /** A page of subscriptions of one subscriber; pages of the same size and filter are read together. */
  subscriptions(
    page: SubscriptionsPage,
  ): DataLoader<SubscriptionsOf, readonly SubscriptionOfParent[], string>;
}

/** New loaders, for one request. */
export function createLoaders(database: Database, store: SubscribersStore): SubscribersLoaders {
  const byKey = <Row>(read: ReadByKey<Row>, keyOfRow: (row: Row) => string): EntityLoader<Row> =>
    entityLoader((keys: readonly string[]) => read(database.db, keys), keyOfRow);
  const byId = <Row extends { id: string }>(read: ReadByKey<Row>): EntityLoader<Row> =>
    byKey(read, (row) => row.id);
  let tariffs: Promise<readonly TariffRow[]> | null = null;
  return {
    subscribers: byId(readSubscribers),
    subscribersByAccountNumber: byKey(readSubscribersByAccountNumber, (row) => row.accountNumber),
    parties: byId(readParties),
    billingAccounts: byId(readBillingAccounts),
    plans: byId(readPlans),
    serviceSubscriptions: byId(readServiceSubscriptions),
    entitlements: byKey(readEntitlements, (row) => row.subscriberId),
    usageRatings: byKey(readUsageRatings, (row) => row.usageRecordId),
    imagePrices: byKey(readImagePrices, (row) => row.imageId),
    tariffs: () => (tariffs ??= readTariffs(database.db)),
    subscriptions: loaderByArguments((page: SubscriptionsPage) => subscriptionsLoader(store, page)),
  };
}

function subscriptionsLoader(
  store: SubscribersStore,
  page: SubscriptionsPage,
): DataLoader<SubscriptionsOf, readonly SubscriptionOfParent[], string> {
  const textOf = ({ subscriberId, after }: SubscriptionsOf): string => JSON.stringify([subscriberId, after]);
  return listLoader(
    async (parents: readonly SubscriptionsOf[]) => {
      const rows = await store.subscriptions(parents, page);
      return rows.map((row) => ({ ...row, parent: textOf(parents[row.parentIndex] as SubscriptionsOf) }));
    },
    (row) => row.parent,
    textOf,
  );
}
