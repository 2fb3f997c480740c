import { sql } from 'drizzle-orm';
import { type Database, type Queryable, textArray } from '../../kit/database';
import type { EventHandler, ReceivedEvent } from '../../kit/events';
import { priceBook } from '../rating/price-book';
import { type PriceBook, type Rating, rateUsage } from '../rating/rate-usage';
import { readTariffs } from '../store';
import { readImagePrices } from '../store/read-by-id';
import { UsageStatus } from '../types/enums';

/**
 * Stores and rates metered usage as it arrives. A record is taken once: its numbers never change, so one that is
 * known already is left as it is, adjustments included.
 */
export function applyUsage(database: Database, clock: () => Date): EventHandler {
  return async (tx, events) => {
    const usages = events.map(usageOf);
    const accounts = await readAccounts(
      database,
      tx,
      usages.map((usage) => usage.subscriberId),
    );
    const prices = await readImagePrices(tx, [...new Set(usages.map((usage) => usage.imageId))]);
    const byImage = new Map(prices.map((row) => [row.imageId, row]));
    const tariffs = await readTariffs(tx);
    const rated = usages.map((usage) => {
      const account = accounts.get(usage.subscriberId);
      return { ...usage, ...ratingOf(usage, account, priceBook(account?.currency, byImage, tariffs)) };
    });
    await insert(tx, rated, clock());
  };
}

interface ReceivedUsage {
  readonly usageRecordId: string;
  readonly subscriberId: string;
  readonly imageId: string;
  readonly resourceClass: string;
  readonly unit: string;
  readonly quantity: string;
  readonly from: Date | null;
  readonly to: Date | null;
}

interface Account {
  readonly currency: string;
  readonly billedUntil: Date | null;
}

/** Nothing is assumed about the numbers: what makes no sense is kept and REJECTED, for somebody to look at. */
function usageOf({ key, payload }: ReceivedEvent): ReceivedUsage {
  return {
    usageRecordId: key,
    subscriberId: textOf(payload['subscriberId']),
    imageId: textOf(payload['imageId']),
    resourceClass: textOf(payload['resourceClass']),
    unit: textOf(payload['unit']),
    quantity: textOf(payload['quantity']),
    from: dateOf(payload['from']),
    to: dateOf(payload['to']),
  };
}

function ratingOf(
  usage: ReceivedUsage,
  account: Account | undefined,
  prices: PriceBook,
): { status: UsageStatus; charge: string | null; currency: string | null } {
  const rating = rateUsage(usage, prices);
  const rejected = { status: UsageStatus.REJECTED, charge: null, currency: null };
  if (account === undefined || usage.from === null || usage.to === null) return rejected;
  return isHistory(rating, usage.to, account) ? { ...rating, status: UsageStatus.BILLED } : rating;
}

/** Usage of a time that invoices cover already is history brought over: it was billed. */
function isHistory(rating: Rating, to: Date, { billedUntil }: Account): boolean {
  return rating.status === UsageStatus.RATED && billedUntil !== null && to <= billedUntil;
}

async function readAccounts(
  database: Database,
  tx: Queryable,
  subscriberIds: readonly string[],
): Promise<Map<string, Account>> {
  const rows = await database.rows<{ id: string; currency: string; billed_until: string | null }>(
    sql`SELECT subscriber.id, account.currency, account.billed_until
        FROM subscribers AS subscriber
        JOIN billing_accounts AS account ON account.id = subscriber.billing_account_id
        WHERE subscriber.id = ANY(${textArray([...new Set(subscriberIds)])})`,
    tx,
  );
  return new Map(
    rows.map(({ id, currency, billed_until }) => [
      id,
      { currency, billedUntil: billed_until === null ? null : new Date(billed_until) },
    ]),
  );
}

async function insert(tx: Queryable, rows: readonly object[], now: Date): Promise<void> {
  await tx.execute(sql`
    INSERT INTO usage_ratings (usage_record_id, subscriber_id, image_id, resource_class, unit, quantity,
      from_at, to_at, status, charge, currency, adjustments, received_at)
    SELECT "usageRecordId", "subscriberId", "imageId", "resourceClass", unit, quantity,
      "from", "to", status, charge, currency, 0, ${now.toISOString()}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row(
      "usageRecordId" text, "subscriberId" text, "imageId" text, "resourceClass" text, unit text, quantity text,
      "from" timestamptz, "to" timestamptz, status text, charge numeric, currency text)
    ON CONFLICT (usage_record_id) DO NOTHING`);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function dateOf(value: unknown): Date | null {
  const date = new Date(textOf(value));
  return Number.isNaN(date.getTime()) ? null : date;
}
