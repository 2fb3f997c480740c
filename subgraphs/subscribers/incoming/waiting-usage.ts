import { sql } from 'drizzle-orm';
import { type Database, type Queryable, textArray } from '../../kit/database';
import { priceBook } from '../rating/price-book';
import { rateUsage } from '../rating/rate-usage';
import { readTariffs } from '../store';
import { readImagePrices } from '../store/read-by-id';
import { UsageStatus } from '../types/enums';

/** Rows rated by one statement. */
const CHUNK = 2_000;

/**
 * Rates what is RECEIVED and has a price by now: of these images, or of all. Records are locked, so that an
 * adjustment made meanwhile is not lost.
 */
export async function rateWaitingUsage(
  database: Database,
  tx: Queryable,
  imageIds: readonly string[] | null,
): Promise<void> {
  if (imageIds?.length === 0) return;
  for (let after = ''; ;) {
    const waiting = await readWaiting(database, tx, imageIds, after);
    if (waiting.length > 0) await rate(tx, waiting);
    if (waiting.length < CHUNK) return;
    after = waiting.at(-1)?.id ?? '';
  }
}

interface WaitingRow extends Record<string, unknown> {
  readonly id: string;
  readonly image_id: string;
  readonly unit: string;
  readonly quantity: string;
  readonly currency: string;
}

function readWaiting(
  database: Database,
  tx: Queryable,
  imageIds: readonly string[] | null,
  after: string,
): Promise<WaitingRow[]> {
  const ofImages = imageIds === null ? sql`TRUE` : sql`rating.image_id = ANY(${textArray(imageIds)})`;
  return database.rows<WaitingRow>(
    sql`SELECT rating.usage_record_id AS id, rating.image_id, rating.unit, rating.quantity, account.currency
        FROM usage_ratings AS rating
        JOIN subscribers AS subscriber ON subscriber.id = rating.subscriber_id
        JOIN billing_accounts AS account ON account.id = subscriber.billing_account_id
        WHERE rating.status = 'RECEIVED' AND ${ofImages} AND rating.usage_record_id > ${after}
        ORDER BY rating.usage_record_id LIMIT ${CHUNK}
        FOR UPDATE OF rating`,
    tx,
  );
}

async function rate(tx: Queryable, waiting: readonly WaitingRow[]): Promise<void> {
  const prices = await readImagePrices(tx, [...new Set(waiting.map((row) => row.image_id))]);
  const byImage = new Map(prices.map((row) => [row.imageId, row]));
  const tariffs = await readTariffs(tx);
  const rated = waiting
    .map((row) => ({
      id: row.id,
      ...rateUsage({ ...row, imageId: row.image_id }, priceBook(row.currency, byImage, tariffs)),
    }))
    .filter((row) => row.status !== UsageStatus.RECEIVED);
  await tx.execute(sql`
    UPDATE usage_ratings AS rating SET status = rated.status, charge = rated.charge, currency = rated.currency
    FROM jsonb_to_recordset(${JSON.stringify(rated)}::jsonb)
      AS rated(id text, status text, charge numeric, currency text)
    WHERE rating.usage_record_id = rated.id`);
}
