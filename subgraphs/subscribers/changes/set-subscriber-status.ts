import { and, eq, notInArray, sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import { clientError } from '../../kit/errors';
import type { RoomDependencies } from '../../kit/room';
import { isStorableId } from '../../kit/storable-text';
import type { SubscriberRow } from '../store/rows';
import { serviceSubscriptions } from '../tables';
import { ENDED_SUBSCRIPTIONS, SubscriberStatus, SubscriptionStatus } from '../types/enums';
import { StaleVersion, SubscriberNotFound } from '../types/problems';
import { announceSubscribers } from './announce-subscribers';
import { checkReason } from './reason-text';
import { isLegalTransition } from './status-transitions';
import { lockSubscriber, updateSubscriber } from './subscriber-record';

/** What a client asks to change. */
export interface StatusChange {
  readonly subscriberId: string;
  readonly status: SubscriberStatus;
  readonly reason: string | null;
  /** The `updatedAt` the client read, or null for "whatever it is". */
  readonly ifUpdatedAt: Date | null;
}

/**
 * Changes a subscriber's status unless it changed since the client read it. The status it has already is accepted
 * and changes nothing. CLOSED ends all subscriptions.
 *
 * @throws GraphQLError BAD_USER_INPUT for an illegal transition or reason.
 */
export async function setSubscriberStatus(
  room: RoomDependencies,
  change: StatusChange,
): Promise<SubscriberRow | SubscriberNotFound | StaleVersion> {
  const { subscriberId, status, reason, ifUpdatedAt } = change;
  checkReason(reason ?? '');
  if (!isStorableId(subscriberId)) return SubscriberNotFound.of(subscriberId);
  return room.database.transaction(async (tx) => {
    const subscriber = await lockSubscriber(tx, subscriberId);
    if (subscriber === null) return SubscriberNotFound.of(subscriberId);
    if (ifUpdatedAt !== null && ifUpdatedAt.getTime() !== subscriber.updatedAt.getTime())
      return staleSubscriber(subscriber);
    if (subscriber.status === status) return subscriber;
    if (!isLegalTransition(subscriber.status, status)) throw illegal(subscriber.status, status);
    if (status === SubscriberStatus.CLOSED) await endSubscriptions(tx, subscriberId, room.clock());
    const changed = await updateSubscriber(tx, subscriber, room.clock(), { status, statusReason: reason });
    await announceSubscribers(room, tx, [subscriberId]);
    return changed;
  });
}

function staleSubscriber(subscriber: SubscriberRow): StaleVersion {
  return StaleVersion.of(
    subscriber.updatedAt,
    'The subscriber changed since "ifUpdatedAt"; read it again and decide.',
  );
}

function illegal(from: SubscriberStatus, to: SubscriberStatus): Error {
  return clientError('BAD_USER_INPUT', `A subscriber cannot go from ${from} to ${to}.`);
}

async function endSubscriptions(tx: Queryable, subscriberId: string, now: Date): Promise<void> {
  await tx
    .update(serviceSubscriptions)
    .set({
      status: SubscriptionStatus.TERMINATED,
      endedAt: now,
      version: sql`${serviceSubscriptions.version} + 1`,
    })
    .where(
      and(
        eq(serviceSubscriptions.subscriberId, subscriberId),
        notInArray(serviceSubscriptions.status, [...ENDED_SUBSCRIPTIONS]),
      ),
    );
}
