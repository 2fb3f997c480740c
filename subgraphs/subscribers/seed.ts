import { sql } from 'drizzle-orm';
import type { Queryable } from '../kit/database';
import { createRandom } from '../kit/random';
import type { RoomDependencies, SeedOptions } from '../kit/room';
import { seedPlan } from '../kit/seed-plan';
import { announceNewSubscribers, announceSubscribers } from './changes/announce-subscribers';
import { household } from './seed/household';
import { SEED_PLANS } from './seed/plans';
import { SEED_EXCHANGE_RATES, SEED_TARIFFS } from './seed/prices';

/** Subscribers written and announced by one transaction. */
const CHUNK = 5_000;

/** Writes plans, prices and the subscribers of the seed plan, and announces them all. The same options give the same rows. */
export async function seedSubscribers(room: RoomDependencies, options: SeedOptions): Promise<void> {
  const { subscriberIds } = seedPlan(options);
  const random = createRandom(`${options.seed}/subscribers`);
  await room.database.transaction(seedCatalogue);
  for (let start = 0; start < subscriberIds.length; start += CHUNK) {
    const ids = subscriberIds.slice(start, start + CHUNK);
    const households = ids.map((id, offset) =>
      household(id, { index: start + offset, total: subscriberIds.length }, options.now, random),
    );
    await room.database.transaction(async (tx) => {
      await insertRows(
        tx,
        'parties',
        households.map(({ party }) => party),
      );
      await insertRows(
        tx,
        'billing_accounts',
        households.map(({ account }) => account),
      );
      await insertRows(
        tx,
        'subscribers',
        households.map(({ subscriber }) => subscriber),
      );
      await insertRows(
        tx,
        'service_subscriptions',
        households.flatMap(({ subscriptions }) => subscriptions),
      );
      await announceNewSubscribers(room, tx, ids);
      await announceSubscribers(room, tx, ids);
    });
    options.progress(Math.min(1, (start + ids.length) / subscriberIds.length));
  }
}

async function seedCatalogue(tx: Queryable): Promise<void> {
  await insertRows(tx, 'plans', SEED_PLANS);
  await insertRows(tx, 'tariffs', SEED_TARIFFS);
  await insertRows(tx, 'exchange_rates', SEED_EXCHANGE_RATES);
}

/** All rows in one statement; keys that are no columns are left out. */
async function insertRows(tx: Queryable, table: string, rows: readonly object[]): Promise<void> {
  await tx.execute(sql`
    INSERT INTO ${sql.identifier(table)}
    SELECT * FROM jsonb_populate_recordset(NULL::${sql.identifier(table)}, ${JSON.stringify(rows)}::jsonb)`);
}
