import type { Random } from '../../kit/random';
import { PartyKind, SubscriberStatus, SubscriptionStatus } from '../types/enums';
import { COUNTRIES, type Country } from './countries';
import { SEED_PLANS, type SeedPlan } from './plans';
import { type SeedParty, seedParty } from './party';

/** One subscriber of the demonstration data with all of its rows. Column names are those of the tables. */
export interface Household {
  readonly party: SeedParty;
  readonly account: Readonly<Record<string, unknown>>;
  readonly subscriber: Readonly<Record<string, unknown>>;
  readonly subscriptions: readonly Readonly<Record<string, unknown>>[];
}

const DAY_MS = 86_400_000;
/** The newest subscriber is older than the oldest usage. */
const YOUNGEST_DAYS = 60;
const OLDEST_DAYS = 6 * 365;
/** One in this many does not pay, and is ACTIVE, so that something of theirs may run. */
const HOLD_EVERY = 33;

const STATUS_REASONS: Readonly<Record<SubscriberStatus, readonly string[]>> = {
  [SubscriberStatus.PROSPECTIVE]: ['awaiting identity check', 'awaiting line activation'],
  [SubscriberStatus.ACTIVE]: [],
  [SubscriberStatus.SUSPENDED]: ['non-payment', 'moved, line not yet ready', 'customer request'],
  [SubscriberStatus.CLOSED]: ['cancelled by customer', 'moved out of area'],
};

/** The subscriber number `index` (from 0) of `total`: older ones have lower numbers. */
export function household(
  subscriberId: string,
  { index, total }: { index: number; total: number },
  now: Date,
  random: Random,
): Household {
  const number = subscriberId.slice('sub-'.length);
  const country = pickByShare(COUNTRIES, random);
  const plan = pickByShare(SEED_PLANS, random);
  const isBusiness = plan.id === 'plan-business' || (plan.id === 'plan-studio' && random.chance(0.5));
  const creditHold = index % HOLD_EVERY === 7;
  const status = creditHold ? SubscriberStatus.ACTIVE : pickStatus(random);
  const createdAt = registeredAt(index, total, now, random);
  const kind = isBusiness ? PartyKind.ORGANIZATION : PartyKind.INDIVIDUAL;
  return {
    party: seedParty(`party-${number}`, kind, country, random),
    account: account(`acct-${number}`, country, creditHold, now, random),
    subscriber: {
      id: subscriberId,
      account_number: `ACC-${number.padStart(7, '0')}`,
      status,
      status_reason: STATUS_REASONS[status].length > 0 ? random.pick(STATUS_REASONS[status]) : null,
      segment: segmentOf(isBusiness, plan, random),
      party_id: `party-${number}`,
      billing_account_id: `acct-${number}`,
      version: 1,
      created_at: createdAt,
      updated_at: changedAt(createdAt, now, random),
    },
    subscriptions: subscriptionsOf(subscriberId, status, plan, createdAt, random),
  };
}

function account(
  id: string,
  country: Country,
  creditHold: boolean,
  now: Date,
  random: Random,
): Household['account'] {
  const cycleDay = random.integer(1, 28);
  const owed = creditHold ? random.integer(8_000, 60_000) : random.integer(-1_500, 9_000);
  return {
    id,
    cycle_day: cycleDay,
    currency: country.currency,
    balance: (owed / 100).toFixed(2),
    credit_hold: creditHold,
    billed_until: cycleStart(cycleDay, now),
  };
}

/** The first instant of the billing cycle that runs now. */
function cycleStart(cycleDay: number, now: Date): Date {
  const monthsBack = now.getUTCDate() >= cycleDay ? 0 : 1;
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsBack, cycleDay));
}

function registeredAt(index: number, total: number, now: Date, random: Random): Date {
  const span = (OLDEST_DAYS - YOUNGEST_DAYS) * DAY_MS;
  const within = Math.floor(((index + random.next()) / total) * span);
  return new Date(now.getTime() - OLDEST_DAYS * DAY_MS + within);
}

function changedAt(createdAt: Date, now: Date, random: Random): Date {
  const age = now.getTime() - createdAt.getTime();
  return random.chance(0.4) ? createdAt : new Date(createdAt.getTime() + Math.floor(random.next() * age));
}

function pickStatus(random: Random): SubscriberStatus {
  const draw = random.next();
  if (draw < 0.9) return SubscriberStatus.ACTIVE;
  if (draw < 0.93) return SubscriberStatus.PROSPECTIVE;
  return draw < 0.97 ? SubscriberStatus.SUSPENDED : SubscriberStatus.CLOSED;
}

function segmentOf(isBusiness: boolean, plan: SeedPlan, random: Random): string {
  if (isBusiness) return plan.id === 'plan-business' && random.chance(0.3) ? 'enterprise' : 'soho';
  return plan.id === 'plan-family' || plan.id === 'plan-studio' ? 'premium' : 'residential';
}

/** The one that counts, for some after an earlier one that ended, for a few beside a second one. */
function subscriptionsOf(
  subscriberId: string,
  status: SubscriberStatus,
  plan: SeedPlan,
  createdAt: Date,
  random: Random,
): Household['subscriptions'] {
  const number = subscriberId.slice('sub-'.length);
  const row = (
    suffix: number,
    planId: string,
    state: SubscriptionStatus,
    dates: readonly [Date | null, Date | null],
  ) => ({
    id: `svc-${number}-${suffix}`,
    subscriber_id: subscriberId,
    plan_id: planId,
    status: state,
    started_at: dates[0],
    ended_at: dates[1],
    created_at: new Date(createdAt.getTime() + (suffix - 1) * 30 * DAY_MS),
    version: 1,
  });
  const later = new Date(createdAt.getTime() + 30 * DAY_MS);
  if (status === SubscriberStatus.CLOSED)
    return [row(1, plan.id, SubscriptionStatus.TERMINATED, [createdAt, later])];
  if (status === SubscriberStatus.PROSPECTIVE)
    return [row(1, plan.id, prospectiveState(random), [null, null])];
  const { ACTIVE, TERMINATED } = SubscriptionStatus;
  if (random.chance(0.12))
    return [row(1, 'plan-lite', TERMINATED, [createdAt, later]), row(2, plan.id, ACTIVE, [later, null])];
  if (random.chance(0.05))
    return [row(1, plan.id, ACTIVE, [createdAt, null]), row(2, 'plan-home', ACTIVE, [later, null])];
  return [row(1, plan.id, ACTIVE, [createdAt, null])];
}

function prospectiveState(random: Random): SubscriptionStatus {
  return random.pick([
    SubscriptionStatus.CREATED,
    SubscriptionStatus.PENDING_ACTIVE,
    SubscriptionStatus.PENDING_ACTIVE,
    SubscriptionStatus.CANCELLED,
  ]);
}

function pickByShare<T extends { readonly share: number }>(items: readonly T[], random: Random): T {
  let draw = random.next() * 100;
  for (const item of items) {
    draw -= item.share;
    if (draw < 0) return item;
  }
  return random.pick(items);
}
