import { sql } from 'drizzle-orm';
import { type Database, type Queryable, textArray } from '../kit/database';
import type { State } from './engine-types';
import { LIVE_SQL } from './store/live-sql';
import { tryAgain } from './store/try-again';

/**
 * Locks, in the one order that everybody keeps so that nobody waits in a circle: providers by id, then subscribers
 * by id, then placements by id.
 */
export async function lockProviders(tx: Queryable, providerIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    SELECT 1 FROM providers WHERE id = ANY(${textArray(providerIds)}) ORDER BY id FOR NO KEY UPDATE`);
}

/** See `lockProviders`, which comes first. */
export async function lockSubscribers(tx: Queryable, subscriberIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    SELECT 1 FROM subscribers WHERE id = ANY(${textArray(subscriberIds)}) ORDER BY id FOR NO KEY UPDATE`);
}

/** A placement whose row, provider and subscriber this transaction holds. */
export interface LockedPlacement extends Record<string, unknown> {
  readonly id: string;
  readonly state: State;
  readonly consumer_generation: number;
  readonly provider_id: string;
  readonly device_id: string;
  readonly subscriber_id: string;
  readonly image_id: string;
  readonly group_id: string | null;
  readonly ends_as: 'ENDED' | 'EVICTED' | null;
  readonly pull_progress_pct: number | null;
  /** Null for one that waits for its turn to pull, and for one that needs none. */
  readonly pull_told_at: string | null;
}

/** Which placements to lock: by id, or the live ones of devices. */
export type PlacementChoice =
  { readonly placementIds: readonly string[] } | { readonly deviceIds: readonly string[] };

/**
 * Locks placements with their providers and subscribers (and the providers of `besides`, for a move) and answers
 * them as they are now. Where they are is read before anything is locked; one that was moved meanwhile makes
 * the transaction start again.
 *
 * @throws an error with SQLSTATE 40001, which `database.transaction` retries.
 */
export async function lockPlacements(
  database: Database,
  tx: Queryable,
  choice: PlacementChoice,
  besides: readonly string[] = [],
): Promise<readonly LockedPlacement[]> {
  const before = await database.rows<{ id: string; provider_id: string; subscriber_id: string }>(
    sql`SELECT id, provider_id, subscriber_id FROM placements WHERE ${condition(choice)}`,
    tx,
  );
  const providerIds = [...new Set([...before.map((row) => row.provider_id), ...besides])];
  await lockProviders(tx, providerIds);
  await lockSubscribers(tx, [...new Set(before.map((row) => row.subscriber_id))]);
  const locked = await database.rows<LockedPlacement>(
    sql`SELECT id, state, consumer_generation, provider_id, device_id, subscriber_id, image_id, group_id, ends_as,
          pull_progress_pct, pull_told_at
        FROM placements WHERE id = ANY(${textArray(before.map((row) => row.id))}) ORDER BY id FOR NO KEY UPDATE`,
    tx,
  );
  if (locked.some((row) => !providerIds.includes(row.provider_id)))
    throw tryAgain('a placement was moved while its rows were being locked');
  return locked;
}

function condition(choice: PlacementChoice) {
  return 'placementIds' in choice
    ? sql`id = ANY(${textArray(choice.placementIds)})`
    : sql`device_id = ANY(${textArray(choice.deviceIds)}) AND state IN ${LIVE_SQL}`;
}
