import { sql } from 'drizzle-orm';
import type { Database } from '../../kit/database';
import type { EventHandler } from '../../kit/events';
import { newestByKey } from '../../kit/inbox';
import { rateWaitingUsage } from './waiting-usage';

/** Keeps the newest price of each image, and rates the usage that waited for it. */
export function applyImagePrices(database: Database): EventHandler {
  return async (tx, events) => {
    const rows = newestByKey(events).map(({ version, payload }) => ({ ...payload, version }));
    const changed = await database.rows<{ image_id: string }>(
      sql`INSERT INTO image_prices AS known (image_id, version, amount, currency)
          SELECT "imageId", version, ("pricePerHour" ->> 'amount')::numeric, "pricePerHour" ->> 'currency'
          FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
            AS row("imageId" text, version bigint, "pricePerHour" jsonb)
          ON CONFLICT (image_id) DO UPDATE SET
            version = excluded.version, amount = excluded.amount, currency = excluded.currency
          WHERE known.version < excluded.version
          RETURNING image_id`,
      tx,
    );
    await rateWaitingUsage(
      database,
      tx,
      changed.map((row) => row.image_id),
    );
  };
}
