import { sql } from 'drizzle-orm';
import type { EngineDependencies } from '../engine/dependencies';
import { pathBetween } from '../lifecycle/states';
import { applyInBatches } from './in-batches';
import { toFound } from './found-row';

/**
 * What was pulling, starting or running on a box that has been silent for `afterSeconds` is LOST: the claim stays, since
 * the box may run it behind a dead line. It is metered until the box was last seen, not until now (I13).
 */
export async function loseSilent(dependencies: EngineDependencies, afterSeconds: number): Promise<number> {
  const { database, clock } = dependencies;
  return applyInBatches(dependencies, {
    async find(limit) {
      const since = new Date(clock().getTime() - afterSeconds * 1000).toISOString();
      // Redis gone means UNKNOWN, and UNKNOWN is no silence (I14): only what devices called OFFLINE counts.
      const rows = await database.rows<{ id: string; last_seen_at: string | null }>(sql`
        SELECT placement.id, provider.last_seen_at FROM providers AS provider
        JOIN placements AS placement ON placement.device_id = provider.device_id
        WHERE provider.reachability = 'OFFLINE' AND provider.last_seen_at <= ${since}::timestamptz
          AND placement.state IN ('PULLING', 'STARTING', 'RUNNING')
        LIMIT ${limit}`);
      return rows.map(toFound);
    },
    decide(placement, lastSeenAt) {
      const path = pathBetween(placement.state, 'LOST');
      if (path?.length !== 2) return null;
      return {
        placementId: placement.id,
        path,
        reason: 'the box is silent',
        meteredUntil: lastSeenAt ?? undefined,
      };
    },
  });
}
