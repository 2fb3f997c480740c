import { registerEnumType } from 'type-graphql';

/** What a subscriber may be; `changes/status-transitions.ts` says what follows what. */
export enum SubscriberStatus {
  PROSPECTIVE = 'PROSPECTIVE',
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
  CLOSED = 'CLOSED',
}

/** What a subscription may be. Only ACTIVE ones entitle to anything. */
export enum SubscriptionStatus {
  CREATED = 'CREATED',
  PENDING_ACTIVE = 'PENDING_ACTIVE',
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
  PENDING_TERMINATE = 'PENDING_TERMINATE',
  TERMINATED = 'TERMINATED',
  CANCELLED = 'CANCELLED',
  ABORTED = 'ABORTED',
}

/** How far rating has come. */
export enum UsageStatus {
  RECEIVED = 'RECEIVED',
  REJECTED = 'REJECTED',
  RECYCLED = 'RECYCLED',
  GUIDED = 'GUIDED',
  RATED = 'RATED',
  RERATED = 'RERATED',
  BILLED = 'BILLED',
}

/** Whether a party is a person. */
export enum PartyKind {
  INDIVIDUAL = 'INDIVIDUAL',
  ORGANIZATION = 'ORGANIZATION',
}

registerEnumType(SubscriberStatus, {
  name: 'SubscriberStatus',
  description: 'TMF629 Customer.status is a free string; these are the values the gateway normalises to.',
});
registerEnumType(SubscriptionStatus, {
  name: 'SubscriptionStatus',
  description: 'TMF637 ProductStatusType, as published (v4).',
});
registerEnumType(UsageStatus, { name: 'UsageStatus', description: 'TMF635 UsageStatusType.' });
registerEnumType(PartyKind, { name: 'PartyKind' });

/** States in which a subscription is over for good. */
export const ENDED_SUBSCRIPTIONS: readonly SubscriptionStatus[] = [
  SubscriptionStatus.TERMINATED,
  SubscriptionStatus.CANCELLED,
  SubscriptionStatus.ABORTED,
];
