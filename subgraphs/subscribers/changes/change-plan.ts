import { eq, sql } from 'drizzle-orm';
import type { Caller } from '../../kit/caller';
import type { Queryable } from '../../kit/database';
import { clientError } from '../../kit/errors';
import { type IdempotentCall, recallAnswer, rememberAnswer } from '../../kit/idempotency';
import type { RoomDependencies } from '../../kit/room';
import { readEntitlements, readPlans, readServiceSubscriptions } from '../store/read-by-id';
import type { ServiceSubscriptionRow } from '../store/rows';
import { serviceSubscriptions, subscriberUse } from '../tables';
import { SubscriptionStatus } from '../types/enums';
import { PlanDowngradeBlocked, StaleVersion, SubscriberNotFound } from '../types/problems';
import { announceSubscribers } from './announce-subscribers';
import { type Amounts, type BlockedResource, blockedResource } from './plan-downgrade';
import { lockSubscriber, updateSubscriber } from './subscriber-record';

/** What a client asks to change. */
export interface PlanChange {
  readonly subscriptionId: string;
  readonly planId: string;
  readonly idempotencyKey: string;
}

/** The subscription as it is after the change, or why there was none. */
export type PlanChangeResult =
  ServiceSubscriptionRow | PlanDowngradeBlocked | SubscriberNotFound | StaleVersion;

/** The largest GraphQL Int. */
const MAX_INT = 2_147_483_647;

/**
 * Moves an ACTIVE subscription to another plan, unless what runs now would not fit any more.
 *
 * Use is what placements last told. A claim made at this very moment may not be told yet; that race is decided in
 * the claim's own transaction, against the entitlement this change announces. The subscriber's row is locked, so
 * that two changes of one household see each other: the later one gets StaleVersion.
 *
 * @throws GraphQLError BAD_USER_INPUT for an unknown plan or a subscription that is not ACTIVE; IDEMPOTENCY_KEY_REUSED.
 */
export async function changePlan(
  room: RoomDependencies,
  caller: Caller,
  { idempotencyKey, ...input }: PlanChange,
): Promise<PlanChangeResult> {
  const call: IdempotentCall = { caller, operation: 'changePlan', key: idempotencyKey, input };
  return room.database.transaction<PlanChangeResult>(async (tx, refuse) => {
    const known = await recallAnswer<StoredSubscription>(room.database, tx, call);
    if (known !== null) return revive(known);
    const result = await change(room, tx, input);
    // Rolled back with its key: the same call may be made again when something has changed.
    if (!('planId' in result)) return refuse(result);
    await rememberAnswer(tx, call, result);
    return result;
  });
}

async function change(
  room: RoomDependencies,
  tx: Queryable,
  { subscriptionId, planId }: Omit<PlanChange, 'idempotencyKey'>,
): Promise<PlanChangeResult> {
  const [seen] = await readServiceSubscriptions(tx, [subscriptionId]);
  if (!seen)
    return SubscriberNotFound.of('', 'No service subscription has this id, so no subscriber either.');
  const [plan] = await readPlans(tx, [planId]);
  if (!plan)
    throw clientError('BAD_USER_INPUT', 'Expected the id of a plan as "planId", got one that no plan has.');
  const subscriber = await lockSubscriber(tx, seen.subscriberId);
  if (subscriber === null) return SubscriberNotFound.of(seen.subscriberId);
  const [current] = await readServiceSubscriptions(tx, [subscriptionId]);
  if (current?.version !== seen.version)
    return StaleVersion.of(subscriber.updatedAt, 'The subscription is being changed by somebody else.');
  if (current.status !== SubscriptionStatus.ACTIVE)
    throw clientError(
      'BAD_USER_INPUT',
      `Expected an ACTIVE subscription, got one that is ${current.status}.`,
    );
  if (current.planId === planId) return current;
  const before = await entitled(tx, subscriber.id);
  const changed = await storePlan(tx, subscriptionId, planId);
  const blocked = blockedResource(before, await entitled(tx, subscriber.id), await inUse(tx, subscriber.id));
  if (blocked !== null) return downgradeBlocked(blocked);
  await updateSubscriber(tx, subscriber, room.clock(), {});
  await announceSubscribers(room, tx, [subscriber.id]);
  return changed;
}

async function storePlan(
  tx: Queryable,
  subscriptionId: string,
  planId: string,
): Promise<ServiceSubscriptionRow> {
  const [row] = await tx
    .update(serviceSubscriptions)
    .set({ planId, version: sql`${serviceSubscriptions.version} + 1` })
    .where(eq(serviceSubscriptions.id, subscriptionId))
    .returning();
  // Read by this transaction under the subscriber's lock, so it is there.
  return row as ServiceSubscriptionRow;
}

async function entitled(tx: Queryable, subscriberId: string): Promise<Amounts> {
  const [row] = await readEntitlements(tx, [subscriberId]);
  if (!row) return { placements: 0, vcpu: 0, memoryMb: 0, diskGb: 0 };
  return { placements: row.maxPlacements, vcpu: row.vcpu, memoryMb: row.memoryMb, diskGb: row.diskGb };
}

async function inUse(tx: Queryable, subscriberId: string): Promise<Amounts> {
  const [row] = await tx.select().from(subscriberUse).where(eq(subscriberUse.subscriberId, subscriberId));
  return row ?? { placements: 0, vcpu: 0, memoryMb: 0, diskGb: 0 };
}

function downgradeBlocked({ resourceClass, wouldBe, inUse: used }: BlockedResource): PlanDowngradeBlocked {
  return Object.assign(new PlanDowngradeBlocked(), {
    message: `The plan would leave ${wouldBe} of ${resourceClass}, and ${used} are in use.`,
    resourceClass,
    wouldBe,
    inUse: Math.min(used, MAX_INT),
  });
}

/** A row as JSON keeps it. */
type StoredSubscription = {
  [Name in keyof ServiceSubscriptionRow]: ServiceSubscriptionRow[Name] extends Date | null
    ? string | null
    : ServiceSubscriptionRow[Name];
};

function revive(stored: StoredSubscription): ServiceSubscriptionRow {
  const date = (text: string | null): Date | null => (text === null ? null : new Date(text));
  return {
    ...stored,
    startedAt: date(stored.startedAt),
    endedAt: date(stored.endedAt),
    createdAt: new Date(stored.createdAt ?? 0),
  };
}
