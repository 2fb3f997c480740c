import { sql } from 'drizzle-orm';
import type { EventHandler } from '../../kit/events';
import { newestByKey } from '../../kit/inbox';
import { lockProviders } from '../store';
import { providerIdOf } from '../store/provider-id';

/**
 * `devices.device.reachability`: keeps how each box was last heard. Nothing is concluded here; what silence means is
 * decided by jobs, from `last_seen_at`.
 */
export const deviceReachability: EventHandler = async (tx, events) => {
  const rows = newestByKey(events).map(({ key, version, payload }) => ({
    id: providerIdOf(key),
    version,
    reachability: payload['reachability'],
    last_seen_at: payload['lastSeenAt'] ?? null,
  }));
  await lockProviders(
    tx,
    rows.map((row) => row.id),
  );
  await tx.execute(sql`
    UPDATE providers SET reachability = row.reachability,
      last_seen_at = greatest(row.last_seen_at, providers.last_seen_at),
      dark_since = CASE WHEN row.reachability = 'OFFLINE'
        THEN coalesce(dark_since, row.last_seen_at, providers.last_seen_at) END,
      reachability_version = row.version
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS row(id text, version bigint, reachability text, last_seen_at timestamptz)
    WHERE providers.id = row.id AND reachability_version < row.version`);
};
