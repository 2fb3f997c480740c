import { eq, sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import type { SubscriberRow } from '../store/rows';
import { subscribers } from '../tables';

/** The subscriber, locked until the transaction ends; null when there is none. */
export async function lockSubscriber(tx: Queryable, id: string): Promise<SubscriberRow | null> {
  const [row] = await tx.select().from(subscribers).where(eq(subscribers.id, id)).for('update');
  return row ?? null;
}

/** Stores changes of a locked subscriber under a new version and a new `updatedAt`. */
export async function updateSubscriber(
  tx: Queryable,
  subscriber: SubscriberRow,
  now: Date,
  changes: Partial<Pick<SubscriberRow, 'status' | 'statusReason'>>,
): Promise<SubscriberRow> {
  const [row] = await tx
    .update(subscribers)
    .set({
      ...changes,
      version: sql`${subscribers.version} + 1`,
      updatedAt: laterThan(subscriber.updatedAt, now),
    })
    .where(eq(subscribers.id, subscriber.id))
    .returning();
  // Locked by this transaction, so it is there.
  return row as SubscriberRow;
}

/** Two changes in one millisecond still differ, or the second would pass for the first in `ifUpdatedAt`. */
function laterThan(before: Date, now: Date): Date {
  return now > before ? now : new Date(before.getTime() + 1);
}
