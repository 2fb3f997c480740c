import { sql } from 'drizzle-orm';
import type { EngineDependencies } from '../engine/dependencies';
import { applyInBatches } from './in-batches';
import { toFound } from './found-row';

/** Gives up lost claims whose box has been silent for `afterSeconds`, except in PoPs that are frozen. */
export async function evictLost(dependencies: EngineDependencies, afterSeconds: number): Promise<number> {
  const { database, clock } = dependencies;
  return applyInBatches(dependencies, {
    async find(limit) {
      const since = new Date(clock().getTime() - afterSeconds * 1000).toISOString();
      const rows = await database.rows<{ id: string; last_seen_at: string | null }>(sql`
        SELECT placement.id, provider.last_seen_at FROM placements AS placement
        JOIN providers AS provider ON provider.id = placement.provider_id
        JOIN pops ON pops.id = provider.pop_id
        WHERE placement.state = 'LOST' AND provider.reachability = 'OFFLINE'
          AND provider.last_seen_at <= ${since}::timestamptz AND pops.frozen_since IS NULL
        LIMIT ${limit}`);
      return rows.map(toFound);
    },
    decide: (placement) =>
      placement.state === 'LOST'
        ? {
            placementId: placement.id,
            path: ['LOST', 'EVICTED'],
            reason: 'the box stayed silent',
            endReason: 'DEVICE_DARK',
            endsAs: 'EVICTED',
          }
        : null,
  });
}
