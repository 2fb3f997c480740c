import { randomUUID } from 'node:crypto';
import Big from 'big.js';
import { eq, sql } from 'drizzle-orm';
import type { Caller } from '../../kit/caller';
import type { Queryable } from '../../kit/database';
import { clientError } from '../../kit/errors';
import { type IdempotentCall, recallAnswer, rememberAnswer } from '../../kit/idempotency';
import type { RoomDependencies } from '../../kit/room';
import { convert } from '../rating/convert';
import { readBillingAccounts, readChargeAdjustments, readSubscribers } from '../store/read-by-id';
import type { BillingAccountRow, ChargeAdjustmentRow, UsageRatingRow } from '../store/rows';
import { billingAccounts, chargeAdjustments, exchangeRates, usageRatings } from '../tables';
import { UsageStatus } from '../types/enums';
import { SubscriberNotFound } from '../types/problems';
import { isStorableId } from '../../kit/storable-text';
import { checkReason } from './reason-text';

/** What a client asks to correct. */
export interface Adjustment {
  readonly subscriberId: string;
  readonly usageRecordId: string;
  /** Signed: negative = the customer's favour. */
  readonly amount: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}

const MAX_AMOUNT = new Big(100_000);
const MAX_PLACES = 8;

/**
 * Corrects the charge of one usage record, in the currency of that charge; the account's balance moves by as much
 * in its own currency. The record is RERATED from then on.
 *
 * @throws GraphQLError BAD_USER_INPUT for an amount of 0, beyond 100,000, with more than 8 places, or that makes the
 * charge negative; NOT_FOUND for a record this subscriber does not have; IDEMPOTENCY_KEY_REUSED.
 */
export async function adjustCharge(
  room: RoomDependencies,
  caller: Caller,
  { idempotencyKey, ...given }: Adjustment,
): Promise<ChargeAdjustmentRow | SubscriberNotFound> {
  const amount = amountOf(given.amount);
  checkReason(given.reason);
  if (given.reason.trim() === '')
    throw clientError('BAD_USER_INPUT', 'Expected a "reason", got an empty one.');
  const input = { ...given, amount: amount.toFixed() };
  const call: IdempotentCall = { caller, operation: 'adjustCharge', key: idempotencyKey, input };
  return room.database.transaction<ChargeAdjustmentRow | SubscriberNotFound>(async (tx, refuse) => {
    const known = await recallAnswer<{ adjustmentId: string }>(room.database, tx, call);
    if (known !== null) return storedAdjustment(tx, known.adjustmentId);
    const [subscriber] = await readSubscribers(tx, [input.subscriberId]);
    if (!subscriber) return refuse(SubscriberNotFound.of(input.subscriberId));
    const rating = await lockRating(tx, input);
    const [account] = await readBillingAccounts(tx, [subscriber.billingAccountId]);
    if (!account) throw new Error('subscribers: a subscriber without a billing account');
    const adjustment = await correctCharge(tx, rating, account, { ...input, amount, now: room.clock() });
    await rememberAnswer(tx, call, { adjustmentId: adjustment.id });
    return adjustment;
  });
}

function amountOf(text: string): Big {
  const amount = new Big(text);
  if (amount.eq(0) || amount.abs().gt(MAX_AMOUNT) || !amount.round(MAX_PLACES).eq(amount)) {
    throw clientError(
      'BAD_USER_INPUT',
      `Expected an "amount" from -${MAX_AMOUNT.toFixed()} to ${MAX_AMOUNT.toFixed()}, not 0, with at most ${MAX_PLACES} places, got ${text}.`,
    );
  }
  return amount;
}

async function lockRating(
  tx: Queryable,
  { subscriberId, usageRecordId }: Pick<Adjustment, 'subscriberId' | 'usageRecordId'>,
): Promise<UsageRatingRow> {
  const [rating] = isStorableId(usageRecordId)
    ? await tx.select().from(usageRatings).where(eq(usageRatings.usageRecordId, usageRecordId)).for('update')
    : [];
  // The same answer for another subscriber's record: whether that exists is nobody's business here.
  if (rating?.subscriberId !== subscriberId)
    throw clientError(
      'NOT_FOUND',
      'Expected a usage record of this subscriber, got an id that none of them has.',
    );
  return rating;
}

async function correctCharge(
  tx: Queryable,
  rating: UsageRatingRow,
  account: BillingAccountRow,
  { amount, reason, now }: { amount: Big; reason: string; now: Date },
): Promise<ChargeAdjustmentRow> {
  const currency = rating.currency ?? account.currency;
  const adjustments = amount.plus(rating.adjustments);
  const total = adjustments.plus(rating.charge ?? 0);
  if (total.lt(0)) {
    throw clientError(
      'BAD_USER_INPUT',
      `Expected an "amount" that leaves a charge of at least 0, got one that makes it ${total.toFixed()} ${currency}.`,
    );
  }
  await tx
    .update(usageRatings)
    .set({
      status: UsageStatus.RERATED,
      charge: rating.charge ?? '0',
      currency,
      adjustments: adjustments.toFixed(),
    })
    .where(eq(usageRatings.usageRecordId, rating.usageRecordId));
  await moveBalance(tx, account, amount, currency);
  const [row] = await tx
    .insert(chargeAdjustments)
    .values({
      id: `adj-${randomUUID()}`,
      subscriberId: rating.subscriberId,
      usageRecordId: rating.usageRecordId,
      amount: amount.toFixed(),
      currency,
      reason,
      createdAt: now,
    })
    .returning();
  // An INSERT without ON CONFLICT returns its row.
  return row as ChargeAdjustmentRow;
}

async function moveBalance(
  tx: Queryable,
  account: BillingAccountRow,
  amount: Big,
  currency: string,
): Promise<void> {
  const rates = await tx.select().from(exchangeRates);
  const perEuro = new Map(rates.map((rate) => [rate.currency, rate.perEuro]));
  const converted = convert(amount, currency, account.currency, perEuro);
  if (converted === null)
    throw clientError('BAD_USER_INPUT', `No exchange rate from ${currency} to ${account.currency} is known.`);
  await tx
    .update(billingAccounts)
    .set({ balance: sql`${billingAccounts.balance} + ${converted.round(MAX_PLACES).toFixed()}::numeric` })
    .where(eq(billingAccounts.id, account.id));
}

async function storedAdjustment(tx: Queryable, id: string): Promise<ChargeAdjustmentRow> {
  const [row] = await readChargeAdjustments(tx, [id]);
  if (!row) throw new Error('subscribers: a remembered adjustment is gone');
  return row;
}
