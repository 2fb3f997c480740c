import { type SQL, and, asc, sql } from 'drizzle-orm';
import type { Queryable } from '../../kit/database';
import type { PageRequest } from '../../kit/page';
import { isStorableId } from '../../kit/storable-text';
import { billingAccounts, serviceSubscriptions, subscribers } from '../tables';
import { ENDED_SUBSCRIPTIONS } from '../types/enums';
import type { SubscriberFilter } from '../types/subscriber-filter';
import type { SubscriberRow } from './rows';

/** Up to here a filter's matches are counted; beyond, counting would read the table for a number nobody needs exactly. */
export const MAX_COUNT = 10_000;

/** One page of subscribers, oldest first (keyset over created, id). */
export async function listSubscribers(
  on: Queryable,
  filter: SubscriberFilter,
  page: PageRequest,
): Promise<SubscriberRow[]> {
  if (!canMatch(filter)) return [];
  const [createdAt, id] = page.after ?? [];
  const after =
    page.after &&
    sql`(${subscribers.createdAt}, ${subscribers.id}) > (${createdAt}::timestamptz, ${id}::text)`;
  return on
    .select()
    .from(subscribers)
    .where(and(matches(filter), after ?? undefined))
    .orderBy(asc(subscribers.createdAt), asc(subscribers.id))
    .limit(page.limit);
}

/** How many subscribers match; null when there are more than `MAX_COUNT`. */
export async function countSubscribers(on: Queryable, filter: SubscriberFilter): Promise<number | null> {
  if (!canMatch(filter)) return 0;
  const bounded = on
    .select({ one: sql`1`.as('one') })
    .from(subscribers)
    .where(matches(filter))
    .limit(MAX_COUNT + 1)
    .as('bounded');
  const [row] = await on.select({ total: sql<number>`count(*)::integer` }).from(bounded);
  const total = row?.total ?? 0;
  return total > MAX_COUNT ? null : total;
}

function matches(filter: SubscriberFilter): SQL | undefined {
  const { status, segment, planId, updatedSince, creditHold } = filter;
  return and(
    status != null ? sql`${subscribers.status} = ${status}` : undefined,
    segment != null ? sql`${subscribers.segment} = ${segment}` : undefined,
    updatedSince != null
      ? sql`${subscribers.updatedAt} >= ${updatedSince.toISOString()}::timestamptz`
      : undefined,
    creditHold != null ? onHold(creditHold) : undefined,
    planId != null ? takes(planId) : undefined,
  );
}

function onHold(creditHold: boolean): SQL {
  return sql`EXISTS (SELECT 1 FROM ${billingAccounts}
    WHERE ${billingAccounts.id} = ${subscribers.billingAccountId}
      AND ${creditHold ? sql`` : sql`NOT`} ${billingAccounts.creditHold})`;
}

function takes(planId: string): SQL {
  return sql`EXISTS (SELECT 1 FROM ${serviceSubscriptions}
    WHERE ${serviceSubscriptions.planId} = ${planId}
      AND ${serviceSubscriptions.subscriberId} = ${subscribers.id}
      AND ${serviceSubscriptions.status} <> ALL (${sql.param([...ENDED_SUBSCRIPTIONS])}::text[]))`;
}

/** Text that cannot be stored matches nothing. */
function canMatch({ segment, planId }: SubscriberFilter): boolean {
  return (segment == null || isStorableId(segment)) && (planId == null || isStorableId(planId));
}
