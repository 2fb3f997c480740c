import { sql } from 'drizzle-orm';
import type { EngineDependencies } from '../engine/dependencies';
import { pathBetween } from '../lifecycle/states';
import { applyInBatches } from './in-batches';

/** Ends what has been DRAINING for `afterSeconds` without a word from its box: desired no longer has it (I15). */
export async function finishDraining(
  dependencies: EngineDependencies,
  afterSeconds: number,
): Promise<number> {
  const { database, clock } = dependencies;
  return applyInBatches(dependencies, {
    async find(limit) {
      const since = new Date(clock().getTime() - afterSeconds * 1000).toISOString();
      const rows = await database.rows<{ id: string }>(sql`
        SELECT id FROM placements WHERE state = 'DRAINING' AND state_since <= ${since}::timestamptz
        LIMIT ${limit}`);
      return rows.map(({ id }) => ({ id, lastSeenAt: null }));
    },
    decide(placement) {
      if (placement.state !== 'DRAINING') return null;
      const path = pathBetween('DRAINING', placement.ends_as ?? 'EVICTED');
      return path && { placementId: placement.id, path, reason: 'the box said nothing more about it' };
    },
  });
}
