import { asc } from 'drizzle-orm';
import type { Database, Queryable } from '../kit/database';
import type { PageRequest } from '../kit/page';
import { countSubscribers, listSubscribers } from './store/list-subscribers';
import {
  type SubscriptionOfParent,
  type SubscriptionsOf,
  type SubscriptionsPage,
  listSubscriptions,
} from './store/list-subscriptions';
import type { PlanRow, SubscriberRow, TariffRow } from './store/rows';
import { plans, tariffs } from './tables';
import type { SubscriberFilter } from './types/subscriber-filter';

/** What is read for lists; single records are read by key through the loaders. */
export interface SubscribersStore {
  subscribers(filter: SubscriberFilter, page: PageRequest): Promise<SubscriberRow[]>;
  countSubscribers(filter: SubscriberFilter): Promise<number | null>;
  subscriptions(
    parents: readonly SubscriptionsOf[],
    page: SubscriptionsPage,
  ): Promise<SubscriptionOfParent[]>;
  /** Cheapest first. */
  plans(limit: number): Promise<PlanRow[]>;
}

/** The room's lists on its database. */
export function createStore(database: Database): SubscribersStore {
  const { db } = database;
  return {
    subscribers: (filter, page) => listSubscribers(db, filter, page),
    countSubscribers: (filter) => countSubscribers(db, filter),
    subscriptions: (parents, page) => listSubscriptions(database, parents, page),
    plans: (limit) => db.select().from(plans).orderBy(asc(plans.monthlyFee), asc(plans.id)).limit(limit),
  };
}

/** All tariffs: a handful of rows. */
export async function readTariffs(on: Queryable): Promise<TariffRow[]> {
  // A real promise: drizzle's own thenable would send the statement again each time it is awaited.
  return on.select().from(tariffs);
}
