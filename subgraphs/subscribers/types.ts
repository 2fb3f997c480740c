import type { RoomSchema } from '../kit/room';
import { PageInfo } from '../kit/page-info';
import { BillingAccount } from './types/billing-account';
import { ChargeAdjustment } from './types/charge-adjustment';
import {
  SubscriberConnection,
  SubscriberEdge,
  SubscriptionConnection,
  SubscriptionEdge,
} from './types/connections';
import { Entitlement } from './types/entitlement';
import { Money } from './types/money';
import { Address, Party } from './types/party';
import { Plan } from './types/plan';
import { PlanDowngradeBlocked, StaleVersion, SubscriberNotFound } from './types/problems';
import { AdjustmentPayload, SubscriberPayload, SubscriptionPayload } from './types/results';
import { ServiceSubscription } from './types/service-subscription';
import { Subscriber } from './types/subscriber';
import { SubscriberFilter } from './types/subscriber-filter';
import { UsageRecord } from './types/usage-record';

/** Every type of this room, so that entities no field leads to are in the schema too. */
export const orphanedTypes: RoomSchema['orphanedTypes'] = [
  Address,
  AdjustmentPayload,
  BillingAccount,
  ChargeAdjustment,
  Entitlement,
  Money,
  PageInfo,
  Party,
  Plan,
  PlanDowngradeBlocked,
  ServiceSubscription,
  StaleVersion,
  Subscriber,
  SubscriberConnection,
  SubscriberEdge,
  SubscriberFilter,
  SubscriberNotFound,
  SubscriberPayload,
  SubscriptionConnection,
  SubscriptionEdge,
  SubscriptionPayload,
  UsageRecord,
];
